package tech.atoms.opsdesk.check.deployment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.python.ProjectFile;
import tech.atoms.opsdesk.check.python.Specifier;
import tech.atoms.opsdesk.check.python.Version;
import tech.atoms.opsdesk.check.source.Malformed;
import tech.atoms.opsdesk.check.source.Parsed;
import tech.atoms.opsdesk.check.source.Sources;
import tech.atoms.opsdesk.common.Programs;

/** What section 5.3 of the specification asks before a deployment, and what vercel.json holds. */
public final class PreflightChecks {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final List<String> REQUIRED =
      List.of("app.py", "vercel.json", "requirements.txt", "pyproject.toml", ".env.production");

  /** Reads the source from its input: compiling a file would leave a cache in the checkout. */
  private static final String COMPILE =
      "import sys; compile(sys.stdin.buffer.read(), 'app.py', 'exec', dont_inherit=True)";

  private final Fact<Sources> sources;
  private final Fact<Parsed<VercelFile>> vercelFile;
  private final List<String> paths;
  private final Programs programs;

  /**
   * The checks.
   *
   * @param sources the checkout
   * @param vercelFile its vercel.json
   * @param paths that the server answers under, e.g. "/api/mcp"
   * @param programs where python3 may be
   */
  public PreflightChecks(
      Fact<Sources> sources,
      Fact<Parsed<VercelFile>> vercelFile,
      List<String> paths,
      Programs programs) {
    this.sources = sources;
    this.vercelFile = vercelFile;
    this.paths = List.copyOf(paths);
    this.programs = programs;
  }

  /** All of them. */
  public List<Check> all() {
    return List.of(
        Check.of(
            spec("vercel-json", "vercel.json")
                .expecting("what the platform accepts")
                .by("the platform's rules: what excludes what, names, ranges", "checkout")
                .build(),
            this::rules),
        Check.over(
            spec("routes", "Routes of vercel.json")
                .expecting("one for each of " + String.join(", ", paths))
                .by(
                    "each path against each route's pattern, anchored as the platform does",
                    "checkout")
                .build(),
            vercelFile,
            this::routes),
        Check.over(
            spec("required-files", "Files that a deployment needs")
                .expecting("5 of 5")
                .by("presence of section 5.3's files", "checkout")
                .build(),
            sources,
            PreflightChecks::files),
        Check.over(
            spec("upload", "Variables in what is uploaded")
                .expecting("no file of variables is uploaded")
                .by("files against .vercelignore, or .gitignore where there is none", "checkout")
                .build(),
            sources,
            PreflightChecks::upload),
        Check.over(
            spec("python-version", "Version of Python")
                .expecting("3.11 or later, and nothing earlier")
                .by("requires-python and .python-version, compared as versions", "checkout")
                .build(),
            sources,
            PreflightChecks::python),
        Check.of(
            spec("syntax", "Syntax of app.py")
                .expecting("Python compiles it")
                .by("python3, from its input: nothing is written", "checkout")
                .build(),
            this::syntax));
  }

  private static CheckSpec.Builder spec(String id, String title) {
    return CheckSpec.of("deployment." + id, title);
  }

  private Answer rules(Facts facts) throws InterruptedException {
    Parsed<VercelFile> parsed = facts.get(vercelFile);
    VercelFile file = parsed.value();
    if (file == null) {
      return Answer.fail(parsed.wrong());
    }
    Sources checkout = facts.get(sources);
    List<String> wrong = VercelRules.mistakes(file, checkout::has);
    return wrong.isEmpty()
        ? Answer.pass("no mistake")
        : Answer.fail(
            String.join("; ", wrong), new Evidence("vercel.json", String.join("\n", wrong)));
  }

  private Answer routes(Parsed<VercelFile> parsed) {
    VercelFile file = parsed.value();
    if (file == null) {
      return Answer.fail(parsed.wrong());
    }
    List<String> gone = VercelRules.unreachable(file, paths);
    return gone.isEmpty()
        ? Answer.pass("each is matched")
        : Answer.fail(
            String.join("; ", gone), new Evidence("vercel.json", String.join("\n", gone)));
  }

  private static Answer files(Sources checkout) {
    List<String> missing = REQUIRED.stream().filter(name -> !checkout.has(name)).toList();
    return missing.isEmpty()
        ? Answer.pass("5 of 5")
        : Answer.fail("missing: " + String.join(", ", missing));
  }

  private static Answer upload(Sources checkout) {
    List<String> leaked =
        Upload.leaked(
            checkout.list(""), checkout.text(".vercelignore"), checkout.text(".gitignore"));
    return leaked.isEmpty()
        ? Answer.pass("none")
        : Answer.fail(String.join(", ", leaked) + " would be uploaded; name it in .vercelignore");
  }

  private static Answer python(Sources checkout) {
    Parsed<ProjectFile> project =
        Parsed.of("pyproject.toml", checkout.text("pyproject.toml"), ProjectFile::parse);
    ProjectFile read = project.value();
    if (read == null) {
      return Answer.fail(project.wrong());
    }
    List<String> said = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    Specifier required = read.requiresPython();
    if (required == null) {
      wrong.add("pyproject.toml names no requires-python");
    } else {
      said.add("requires-python " + required);
      if (required.admitsNothing()) {
        wrong.add("no Python satisfies requires-python " + required);
      }
      for (String old : List.of("3.8", "3.9", "3.10.99")) {
        if (admits(required, old)) {
          wrong.add("requires-python " + required + " admits " + old.replace(".99", ""));
        }
      }
    }
    String pinned = checkout.text(".python-version");
    if (pinned != null) {
      String first = pinned.strip().lines().findFirst().orElse("").strip();
      try {
        boolean old = Version.parse(first).compareTo(Version.parse("3.11")) < 0;
        (old ? wrong : said).add(".python-version " + first);
      } catch (Malformed e) {
        wrong.add(".python-version: " + e.text());
      }
    }
    return wrong.isEmpty()
        ? Answer.pass(String.join(", ", said))
        : Answer.fail(String.join("; ", wrong));
  }

  private static boolean admits(Specifier required, String version) {
    try {
      return required.admits(Version.parse(version));
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer syntax(Facts facts) throws Exception {
    Sources checkout = facts.get(sources);
    @Nullable String text = checkout.text("app.py");
    if (text == null) {
      return Answer.fail("there is no app.py");
    }
    Path python = programs.find("python3");
    if (python == null) {
      return Answer.notApplicable(
          "no python3 on this machine; the platform compiles it when it builds");
    }
    Programs.Ran ran =
        Programs.run(python, List.of("-I", "-B", "-c", COMPILE), null, Map.of(), text, DEADLINE);
    if (ran.exit() == -1) {
      return Answer.unknown(ran.firstLine());
    }
    String last = ran.error().strip().lines().reduce((a, b) -> b).orElse("");
    if (ran.ok()) {
      return Answer.pass("it compiles");
    }
    return last.contains("Error:")
        ? Answer.fail(last, new Evidence("python3", ran.error().strip()))
        : Answer.unknown("python3 answered " + ran.exit() + (last.isEmpty() ? "" : ": " + last));
  }
}
