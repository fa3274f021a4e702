package tech.atoms.opsdesk.check.dependency;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.python.Requirement;
import tech.atoms.opsdesk.check.python.Version;
import tech.atoms.opsdesk.check.source.Malformed;
import tech.atoms.opsdesk.common.Programs;

/** The checks of the server's packages: section 2.1 of the specification. */
public final class DependencyChecks {
  private static final String SOURCE = "checkout";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** The specification's packages, DEP-02 first. */
  private static final List<String> MINIMA =
      List.of(
          "fastmcp>=2.12.2",
          "fastapi>=0.104.0",
          "uvicorn[standard]>=0.24.0",
          "supabase>=2.5.0",
          "psycopg2-binary>=2.9.9",
          "python-dotenv>=1.0.1",
          "google-cloud-aiplatform>=1.49.0",
          "workos>=1.0.0",
          "PyJWT>=2.8.0",
          "cryptography>=41.0.0",
          "pydantic[email]>=2.11.7",
          "httpx>=0.28.1");

  private final DependencyFacts files;
  private final Programs programs;
  private final Fact<Described> described;

  /**
   * The checks.
   *
   * @param files what describes the packages
   * @param programs where uv may be
   */
  public DependencyChecks(DependencyFacts files, Programs programs) {
    this.files = files;
    this.programs = programs;
    this.described =
        Fact.of(
            "packages",
            Lane.NONE,
            facts ->
                new Described(
                    facts.get(files.lock()),
                    facts.get(files.exported()),
                    facts.get(files.wanted()),
                    facts.get(files.project())));
  }

  /** All of them. */
  public List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        Check.of(
            spec("export", "requirements-prod.txt", "DEP-01")
                .expecting("what uv.lock holds for production")
                .by(
                    "the lock's packages against the file's pins; exported once more where uv is"
                        + " there",
                    SOURCE)
                .build(),
            this::exported));
    for (int i = 0; i < MINIMA.size(); i++) {
      String text = MINIMA.get(i);
      Requirement minimum = requirement(text);
      Version least = minimum.versions().floor();
      if (least == null) {
        throw new IllegalStateException(text);
      }
      checks.add(
          Check.over(
              spec(
                      "package." + minimum.name(),
                      "Package " + minimum.name(),
                      "DEP-%02d".formatted(i + 2))
                  .expecting(text)
                  .by("locked and pinned versions, ordered as PEP 440 says", SOURCE)
                  .build(),
              described,
              packages -> packages.atLeast(minimum, least)));
    }
    checks.add(
        Check.over(
            spec("fastmcp-major", "Major version of fastmcp")
                .expecting("below 3, wherever it is named")
                .by("locked versions and upper bounds", SOURCE)
                .build(),
            described,
            packages -> packages.fastmcpBelow(version("3.0.0"))));
    if (files.root() != null) {
      checks.add(
          Check.over(
              spec("lock", "Lock of the project")
                  .expecting("every dependency of pyproject.toml in a version that it admits")
                  .by("pyproject.toml against uv.lock", SOURCE)
                  .build(),
              described,
              Described::lockFitsProject));
    }
    return List.copyOf(checks);
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of("dependency." + id, title, items).every(Duration.ofMinutes(5));
  }

  private Answer exported(Facts facts) throws Exception {
    Answer answer = facts.get(described).exportedAsLocked();
    Path uv = programs.find("uv");
    if (files.root() == null || uv == null || answer.outcome() == Outcome.FAIL) {
      return answer;
    }
    var sources = facts.get(files.root());
    Programs.Ran ran =
        Programs.run(
            uv,
            List.of(
                "export",
                "--no-dev",
                "--format",
                "requirements-txt",
                "--no-hashes",
                "--frozen",
                "--offline",
                "--quiet"),
            sources.root(),
            Map.of("UV_NO_CACHE", "1", "UV_NO_CONFIG", "1"),
            "",
            DEADLINE);
    if (!ran.ok()) {
      return new Answer(
          answer.outcome(),
          "",
          answer.found(),
          List.of(new Evidence("uv did not export", ran.firstLine())));
    }
    String should = pins(ran.output());
    String is = pins(String.valueOf(sources.text("requirements-prod.txt")));
    return should.equals(is)
        ? Answer.pass(
            answer.outcome() == Outcome.PASS
                ? answer.found() + ", as uv exports them"
                : "as uv exports them")
        : Answer.fail("uv exports something else", new Evidence("uv export", should));
  }

  /** Comments tell who exported, and for whom; they change from version to version of uv. */
  private static String pins(String text) {
    StringBuilder pins = new StringBuilder();
    text.lines()
        .map(line -> line.replaceFirst("(^|\\s)#.*$", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(line -> pins.append(line).append('\n'));
    return pins.toString();
  }

  private static Requirement requirement(String text) {
    try {
      return Requirement.parse(text);
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  private static Version version(String text) {
    try {
      return Version.parse(text);
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }
}
