package tech.atoms.opsdesk.check.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.python.LockFile;
import tech.atoms.opsdesk.check.python.ProjectFile;
import tech.atoms.opsdesk.check.python.Requirement;
import tech.atoms.opsdesk.check.python.RequirementsFile;
import tech.atoms.opsdesk.check.python.Version;
import tech.atoms.opsdesk.check.source.Malformed;
import tech.atoms.opsdesk.check.source.Parsed;

/** What the files say of a package, where they say it in an unusual way. */
class DescribedTest {
  private static final String LOCK =
      """
      version = 1
      [[package]]
      name = "server"
      version = "1.0"
      source = { virtual = "." }
      dependencies = [
          { name = "fastmcp" },
          { name = "tomli", marker = "python_full_version < '3.11'" },
      ]
      [[package]]
      name = "fastmcp"
      version = "2.9.0"
      resolution-markers = ["python_full_version < '3.10'"]
      [[package]]
      name = "fastmcp"
      version = "2.12.2"
      resolution-markers = ["python_full_version >= '3.10'"]
      [[package]]
      name = "tomli"
      version = "2.0.1"
      """;

  private static Described files(
      @Nullable String lock, @Nullable String requirements, @Nullable String project) {
    return new Described(
        Parsed.of("uv.lock", lock, LockFile::parse),
        Parsed.of(
            "requirements-prod.txt",
            requirements,
            text -> RequirementsFile.parse("requirements-prod.txt", text, name -> "fastmcp<3\n")),
        Parsed.of(
            "requirements.txt",
            null,
            text -> RequirementsFile.parse("requirements.txt", text, name -> null)),
        Parsed.of("pyproject.toml", project, ProjectFile::parse));
  }

  private static Answer fastmcp(@Nullable String lock, String requirements) throws Malformed {
    return files(lock, requirements, null)
        .atLeast(Requirement.parse("fastmcp>=2.12.2"), Version.parse("2.12.2"));
  }

  private static Answer below3(String requirements) throws Malformed {
    return files(null, requirements, null).fastmcpBelow(Version.parse("3.0.0"));
  }

  private static void is(Outcome outcome, String found, Answer answer) {
    assertThat(answer.outcome()).as(answer.found()).isEqualTo(outcome);
    assertThat(answer.found()).contains(found);
  }

  @Test
  void arbitraryEqualityPinsWhereItsTextIsAVersion() throws Malformed {
    is(Outcome.PASS, "2.12.2 (requirements-prod.txt, line 1)", fastmcp(null, "fastmcp===2.12.2"));
    is(Outcome.FAIL, "2.9.9", fastmcp(null, "fastmcp===2.9.9"));
    is(
        Outcome.UNKNOWN,
        "cannot be told: fastmcp===2.12-ours",
        fastmcp(null, "fastmcp===2.12-ours"));
    is(Outcome.PASS, "bounded below", below3("fastmcp===2.12.2"));
    is(Outcome.UNKNOWN, "fastmcp===2.12-ours", below3("fastmcp===2.12-ours"));
  }

  @Test
  void aContradictionIsToldAndSatisfiesNothing() throws Malformed {
    is(
        Outcome.FAIL,
        "no version satisfies fastmcp>=3,<2 (requirements-prod.txt, line 2)",
        fastmcp(null, "a\nfastmcp>=3,<2"));
    is(
        Outcome.FAIL,
        "no version satisfies fastmcp>=3,<2 (requirements-prod.txt, line 1; requirements-prod.txt,"
            + " line 2)",
        below3("fastmcp>=3\nfastmcp<2"));
    is(Outcome.FAIL, "no version satisfies fastmcp>=3,<3", fastmcp(null, "fastmcp>=3\n-c limits"));
    is(
        Outcome.FAIL,
        "no version satisfies fastmcp>=2,<1 (pyproject.toml)",
        files(LOCK, null, "[project]\ndependencies = ['fastmcp>=2,<1']").lockFitsProject());
  }

  @Test
  void aUrlTellsNoVersionUnlessTheLockDoes() throws Malformed {
    String url = "fastmcp @ https://user:secret@example.com/fastmcp.zip";
    is(
        Outcome.UNKNOWN,
        "its version cannot be told: fastmcp @ https://example",
        fastmcp(null, url));
    assertThat(fastmcp(null, url).toString()).doesNotContain("secret");
    is(Outcome.PASS, "2.12.2 (uv.lock", fastmcp(LOCK, url));
    is(Outcome.UNKNOWN, "its version cannot be told", below3(url));
    is(
        Outcome.UNKNOWN,
        "its version cannot be told",
        files(LOCK, url + "\ntomli==2.0.1 ; python_version < '3.11'", null).exportedAsLocked());
    is(
        Outcome.UNKNOWN,
        "its version cannot be told",
        files(LOCK, null, "[project]\ndependencies = ['" + url + "']").lockFitsProject());
  }

  @Test
  void whatAConditionExcludesDoesNotCount() throws Malformed {
    is(
        Outcome.PASS,
        "2.12.2",
        fastmcp(null, "fastmcp==1.0 ; python_version < '3'\nfastmcp==2.12.2"));
    is(Outcome.FAIL, "no file names", fastmcp(null, "fastmcp==2.12.2 ; python_version < '3'"));
    is(Outcome.PASS, "2.12.2", fastmcp(LOCK, "a"));
    String both =
        "fastmcp==2.9.0 ; python_version < '3.10'\nfastmcp==2.12.2 ; python_version >= '3.10'\n";
    String tomli = "tomli==2.0.1 ; python_version < '3.11'\n";
    is(Outcome.PASS, "as locked", files(LOCK, both + tomli, null).exportedAsLocked());
    is(
        Outcome.PASS,
        "as locked",
        files(LOCK, both + tomli + "six>=1 ; python_version < '3'", null).exportedAsLocked());
    is(
        Outcome.FAIL,
        "six is not pinned",
        files(LOCK, both + tomli + "six>=1", null).exportedAsLocked());
    is(
        Outcome.FAIL,
        "fastmcp is pinned for other platforms alone",
        files(
                LOCK,
                "fastmcp==2.9.0 ; python_version < '3.10'\n"
                    + "fastmcp==2.12.2 ; python_version < '3.10'\n"
                    + tomli,
                null)
            .exportedAsLocked());
    is(
        Outcome.PASS,
        "1 of 1 fit",
        files(LOCK, null, "[project]\ndependencies = ['fastmcp', 'six<1 ; python_version < \"3\"']")
            .lockFitsProject());
  }

  @Test
  void constraintsBoundAndAFloorBeyondTheMajorIsSeen() throws Malformed {
    is(Outcome.PASS, "bounded below", below3("fastmcp>=2.12.2\n-c limits"));
    is(Outcome.FAIL, "admits 3.0.0 or later", below3("fastmcp>=3.1"));
    is(Outcome.FAIL, "admits 3.0.0 or later", below3("fastmcp>=2.12.2,!=3.0.0"));
  }
}
