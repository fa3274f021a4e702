package tech.atoms.opsdesk.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.check.configuration.EnvFile;
import tech.atoms.opsdesk.check.deployment.VercelFile;
import tech.atoms.opsdesk.check.python.LockFile;
import tech.atoms.opsdesk.check.python.Marker;
import tech.atoms.opsdesk.check.python.ProjectFile;
import tech.atoms.opsdesk.check.python.Requirement;
import tech.atoms.opsdesk.check.python.RequirementsFile;
import tech.atoms.opsdesk.check.python.Specifier;
import tech.atoms.opsdesk.check.python.Version;
import tech.atoms.opsdesk.check.source.Malformed;
import tech.atoms.opsdesk.check.source.Parsed;

/**
 * Whatever a file holds, reading it ends: with what is in it, or with a mistake and a line that the
 * file has.
 */
class ParsersTest {
  private static final int CASES = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path SHIPPED =
      Path.of("src/main/resources/tech/atoms/opsdesk/sandbox/checkout");

  private static final List<String> PIECES =
      List.of(
          "\n",
          "\r\n",
          " ",
          "\t",
          "\\",
          "\\\n",
          "#",
          "=",
          "==",
          ">=",
          "~=",
          "===",
          "!",
          "<",
          ",",
          ";",
          "[",
          "]",
          "[[",
          "]]",
          "{",
          "}",
          "(",
          ")",
          "((((((",
          "'",
          "\"",
          "'''",
          "\"\"\"",
          "@ ",
          ":",
          "-r ",
          "-c ",
          "-e ",
          "--hash=sha256:",
          "--",
          "$",
          "${X}",
          "export ",
          "A=",
          "B",
          "1",
          "1.0",
          "2.12.2",
          "0",
          "!1",
          "rc1",
          ".dev",
          ".post",
          "+a.b",
          ".*",
          "*",
          "fastmcp",
          "uvicorn[standard]",
          "python_version",
          " ; python_version < '3'\n",
          "#egg=fastmcp",
          "a @ https://x.example/y\n",
          "a-1.0.whl",
          "-c limits.txt\n",
          " and ",
          " or ",
          "not in",
          " in ",
          "extra",
          "version = 1",
          "[[package]]\n",
          "name = ",
          "source = { virtual = \".\" }",
          "routes",
          "\"src\": ",
          "builds",
          "null",
          "true",
          "1e999",
          "-1",
          "\u0000",
          "\u0007",
          "\uFEFF",
          "\uD83D\uDE00",
          "\uD800",
          "99999999999999999999",
          "a".repeat(300),
          "(".repeat(200),
          "[".repeat(600),
          "{\"a\":".repeat(60),
          "1.".repeat(200));

  private static String text(RandomGenerator random) {
    return String.join("", Cases.list(random, 0, 60, r -> Cases.one(r, PIECES)));
  }

  /** A good file with something hostile in it. */
  private static String spoilt(RandomGenerator random, String good) {
    int from = random.nextInt(good.length());
    int to = Math.min(good.length(), from + random.nextInt(40));
    return good.substring(0, from)
        + String.join("", Cases.list(random, 0, 4, r -> Cases.one(r, PIECES)))
        + good.substring(to);
  }

  private static <T> void ends(String good, Parsed.Parser<T> parser) {
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () ->
            Cases.check(
                CASES,
                random -> {
                  String text = random.nextBoolean() ? text(random) : spoilt(random, good);
                  try {
                    assertThat(parser.parse(text)).isNotNull();
                  } catch (Malformed e) {
                    int lines = (int) text.chars().filter(c -> c == '\n' || c == '\r').count() + 1;
                    assertThat(e.line()).isBetween(0, lines);
                    assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(300);
                  }
                }));
  }

  private static String shipped(String name, int most) throws IOException {
    String text = Files.readString(SHIPPED.resolve(name), StandardCharsets.UTF_8);
    return text.substring(0, Math.min(most, text.length()));
  }

  @Test
  void versions() {
    ends("1!2.12.2rc1.post2.dev3+local.7", Version::parse);
  }

  @Test
  void clauses() {
    ends(
        ">=2.12.2,<3,!=2.13.*,~=2.12,===1.0",
        text -> {
          Specifier read = Specifier.parse(text);
          // A contradiction has neither a pin nor a floor that it admits.
          assertThat(read.admitsNothing() && admitsItsOwn(read)).isFalse();
          return read;
        });
  }

  private static boolean admitsItsOwn(Specifier read) {
    return Stream.of(Optional.ofNullable(read.pin()), Optional.ofNullable(read.floor()))
        .flatMap(Optional::stream)
        .anyMatch(read::admits);
  }

  @Test
  void conditions() {
    ends("python_version >= '3.11' and (sys_platform == 'linux' or extra in 'a')", Marker::parse);
  }

  @Test
  void requirements() {
    ends("uvicorn[standard,x] >=0.24,<1 ; python_version >= '3.11'", Requirement::parse);
  }

  @Test
  void requirementsFiles() throws IOException {
    String good = shipped("requirements-prod.txt", 1_500);
    ends(
        good,
        text -> {
          RequirementsFile read =
              RequirementsFile.parse(
                  "requirements.txt", text, name -> name.length() % 2 == 0 ? text : null);
          assertThat(read.inProduction()).hasSizeLessThanOrEqualTo(read.entries().size());
          return read;
        });
  }

  @Test
  void locks() throws IOException {
    ends(shipped("uv.lock", 2_500), LockFile::parse);
  }

  @Test
  void projects() throws IOException {
    ends(shipped("pyproject.toml", 2_000), ProjectFile::parse);
  }

  @Test
  void envFiles() {
    ends("export A=\"x\\n\ny\" # c\nB='it''s'\nC=plain # c\n", EnvFile::parse);
  }

  @Test
  void vercelFiles() throws IOException {
    ends(shipped("vercel.json", 4_000), VercelFile::parse);
  }
}
