package tech.atoms.opsdesk.check.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.check.source.Malformed;

class RequirementsFileTest {
  private static RequirementsFile read(String text, Map<String, String> others) throws Malformed {
    return RequirementsFile.parse("requirements.txt", text, others::get);
  }

  @Test
  void readsWhatPipReads() throws Malformed {
    RequirementsFile file =
        read(
            """
            # a comment
            fastmcp>=2.12.2,<3   # bounded
            uvicorn[standard] >= 0.24.0 ; python_version >= "3.11" and sys_platform != 'win32'
            PyJWT==2.8.0 \\
                --hash=sha256:aaaa \\
                --hash=sha256:bbbb
            colorama==0.4.6 ; sys_platform == 'win32'
            atoms @ https://example.com/atoms-1.0.whl
            --index-url https://example.com/simple
            -r more.txt
            -c limits.txt
            ./local.whl
            """,
            Map.of("more.txt", "httpx (>=0.28.1)\n", "limits.txt", "httpx<1\n"));
    assertThat(file.entries())
        .extracting(entry -> entry.requirement().text() + " in " + entry.where())
        .containsExactly(
            "fastmcp>=2.12.2,<3 in requirements.txt, line 2",
            "uvicorn[standard]>=0.24.0 in requirements.txt, line 3",
            "pyjwt==2.8.0 in requirements.txt, line 4",
            "colorama==0.4.6 in requirements.txt, line 7",
            "atoms @ https://example.com/atoms-1.0.whl in requirements.txt, line 8",
            "httpx>=0.28.1 in more.txt, line 1");
    assertThat(file.constraints()).hasSize(1);
    assertThat(file.entries())
        .extracting(entry -> entry.requirement().inProduction())
        .containsExactly(true, true, true, false, true, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fastmcp>=2\\nfastapi=>1|2",
        "a\\n\\nb[|3",
        "a\\n-r gone.txt|2",
        "a\\n--no-such-option|2",
        "a ; nonsense == 'x'|1",
        "a\\\\\\n==x|1",
        "-r requirements.txt|1"
      })
  void aMistakeIsToldWithItsLine(String text, int line) {
    String file = text.replace("\\\\", "\u0001").replace("\\n", "\n").replace("\u0001", "\\");
    Malformed wrong =
        catchThrowableOfType(Malformed.class, () -> read(file, Map.of("requirements.txt", file)));
    assertThat(wrong).isNotNull();
    assertThat(wrong.line()).isEqualTo(line);
  }

  @Test
  void whatAConditionExcludesIsNotWantedAndConstraintsBoundTheRest() throws Malformed {
    RequirementsFile file =
        read(
            """
            fastmcp==1.0 ; python_version < "3"
            fastmcp>=2.12.2
            httpx @ https://example.com/httpx.zip ; sys_platform == 'win32'
            -c limits.txt
            """,
            Map.of("limits.txt", "fastmcp<3\nfastmcp<2 ; python_version < '3'\nhttpx<1\n"));
    assertThat(file.inProduction())
        .extracting(entry -> entry.requirement().text())
        .containsExactly("fastmcp>=2.12.2,<3");
  }

  @Test
  void aSourceThatNamesItsPackageIsARequirement() throws Malformed {
    RequirementsFile file =
        read(
            """
            git+https://me:secret@example.com/fastmcp.git@main#egg=fastmcp[cli]&subdirectory=x
            -e git+https://example.com/x.git#egg=Http_X ; python_version < "3"
            https://example.com/wheels/python_dotenv-1.0.1-py3-none-any.whl
            ./google-cloud-aiplatform-1.49.0.tar.gz
            workos===1.0
            --editable .
            https://example.com/archive/main.zip
            """,
            Map.of());
    assertThat(file.entries())
        .extracting(entry -> entry.requirement().name() + " " + entry.requirement().namesVersions())
        .containsExactly(
            "fastmcp false",
            "http-x false",
            "python-dotenv false",
            "google-cloud-aiplatform false",
            "workos true");
    assertThat(file.entries().getFirst().requirement().text())
        .startsWith("fastmcp[cli] @ git+https://example.com/")
        .doesNotContain("secret");
    assertThat(file.inProduction()).hasSize(4);
  }

  @Test
  void linesThatNameOnePackageOverAndOverAreRefused() {
    Malformed wrong =
        catchThrowableOfType(Malformed.class, () -> read("a>=1\n".repeat(101), Map.of()));
    assertThat(wrong.text()).isEqualTo("line 101: more than 100 lines name a");
  }
}
