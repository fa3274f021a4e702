package tech.atoms.opsdesk.check.dependency;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.python.Version;
import tech.atoms.opsdesk.check.source.Malformed;
import tech.atoms.opsdesk.common.Programs;

/**
 * The checks of the tools on this machine that the server's people work with: sections 2.2 and 5.2
 * of the specification. Each tool is asked for its version.
 */
public final class ToolChecks {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration LIFETIME = Duration.ofDays(7);
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)+");

  private static final List<Tool> LINUX =
      List.of(
          new Tool(
              "dependency.tools-linux",
              "Tools of the server on Linux",
              "SYS-02",
              "python3.11 or later with venv, psql, redis-cli, curl, jq",
              List.of("python", "venv", "psql", "redis-cli", "curl", "jq")));
  private static final List<Tool> MAC =
      List.of(
          new Tool(
              "dependency.tools-mac-python",
              "Python on macOS",
              "SYS-03",
              "python3.11 or later",
              List.of("python")),
          new Tool(
              "dependency.tools-mac-postgresql",
              "PostgreSQL's tools on macOS",
              "SYS-04",
              "psql",
              List.of("psql")),
          new Tool(
              "dependency.tools-mac-redis",
              "Redis's tools on macOS",
              "SYS-05",
              "redis-cli",
              List.of("redis-cli")),
          new Tool("dependency.tools-mac-jq", "jq on macOS", "SYS-06", "jq", List.of("jq")));
  private static final Tool VERCEL =
      new Tool(
          "deployment.vercel-command",
          "Vercel's command",
          "DPL-01",
          "vercel answers with its version",
          List.of("vercel"));

  private record Tool(
      String id, String title, String item, String expected, List<String> programs) {}

  private final Programs programs;
  private final String system;
  private final boolean sandbox;

  /**
   * The checks.
   *
   * @param programs where they may be
   * @param system name of the operating system, as the property os.name has it
   * @param sandbox whether the environment is a sandbox: no tool of this machine takes part in it
   */
  public ToolChecks(Programs programs, String system, boolean sandbox) {
    this.programs = programs;
    this.system = system.toLowerCase(Locale.ROOT);
    this.sandbox = sandbox;
  }

  /** All of them. */
  public List<Check> all() {
    List<Check> checks = new ArrayList<>();
    LINUX.forEach(tool -> checks.add(check(tool, system.contains("linux"), "Linux")));
    MAC.forEach(tool -> checks.add(check(tool, system.contains("mac"), "macOS")));
    checks.add(check(VERCEL, true, ""));
    return List.copyOf(checks);
  }

  private Check check(Tool tool, boolean here, String platform) {
    return Check.of(
        CheckSpec.of(tool.id(), tool.title(), tool.item())
            .expecting(tool.expected())
            .by("each tool's answer to --version; another platform's tools do not apply", "machine")
            .every(Duration.ofHours(1))
            .validFor(LIFETIME)
            .build(),
        facts -> {
          if (sandbox) {
            return Answer.notApplicable(
                "the sandbox runs within the desk: it needs no tool of this machine");
          }
          return here
              ? answer(tool.programs())
              : Answer.notApplicable("this machine does not run " + platform);
        });
  }

  private Answer answer(List<String> names) throws IOException, InterruptedException {
    List<String> missing = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    StringBuilder seen = new StringBuilder();
    for (String name : names) {
      Programs.Ran ran =
          name.equals("python") || name.equals("venv") ? python(name) : version(name);
      String line = ran == null ? "not found" : ran.firstLine();
      seen.append(name).append(": ").append(line).append('\n');
      if (ran == null) {
        missing.add(name);
      } else if (ran.exit() == -1) {
        silent.add(name);
      } else if (!ran.ok()) {
        missing.add(name + " (" + line + ")");
      }
    }
    Evidence evidence = new Evidence("versions", seen.toString().stripTrailing());
    if (!missing.isEmpty()) {
      return Answer.fail("missing: " + String.join(", ", missing), evidence);
    }
    return silent.isEmpty()
        ? Answer.pass(
            names.size() == 1
                ? seen.toString().strip()
                : names.size() + " of " + names.size() + " are there",
            evidence)
        : Answer.unknown("no answer from " + String.join(", ", silent), evidence);
  }

  private Programs.@org.jspecify.annotations.Nullable Ran version(String name)
      throws IOException, InterruptedException {
    Path program = programs.find(name);
    return program == null ? null : run(program, List.of("--version"));
  }

  /** Python 3.11 by its own name, or any later one; compared as a version, not as a text. */
  private Programs.@org.jspecify.annotations.Nullable Ran python(String part)
      throws IOException, InterruptedException {
    Programs.Ran last = null;
    for (String name : List.of("python3.11", "python3", "python3.14", "python3.13", "python3.12")) {
      Path program = programs.find(name);
      if (program == null) {
        continue;
      }
      Programs.Ran ran = run(program, List.of("--version"));
      if (ran.ok() && newEnough(ran.firstLine())) {
        return part.equals("venv") ? run(program, List.of("-I", "-m", "venv", "--help")) : ran;
      }
      last = new Programs.Ran(ran.ok() ? 1 : ran.exit(), ran.output(), ran.error());
    }
    return last;
  }

  private static boolean newEnough(String line) {
    Matcher number = NUMBER.matcher(line);
    try {
      return number.find() && Version.parse(number.group()).compareTo(Version.parse("3.11")) >= 0;
    } catch (Malformed e) {
      return false;
    }
  }

  private static Programs.Ran run(Path program, List<String> arguments)
      throws IOException, InterruptedException {
    return Programs.run(program, arguments, null, Map.of(), "", DEADLINE);
  }
}
