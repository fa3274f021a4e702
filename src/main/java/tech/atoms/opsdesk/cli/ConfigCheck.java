package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Mistake;
import tech.atoms.opsdesk.environment.Profile;
import tech.atoms.opsdesk.environment.ProfileException;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * {@code opsdesk config check}: is the profile well-formed, is every secret it names there, is
 * anything weaker than it should be. Prints no secret.
 */
@Command(
    name = "check",
    description = {
      "Checks the profile: its form, every secret reference, weak connections;",
      "every environment, or the one that --env names.",
      "A weakness is a warning; a missing secret or file falls short (exit code 1)."
    })
final class ConfigCheck extends EnvironmentCommand {
  private final InstantSource clock;
  private final @Nullable SecretResolver resolver;

  ConfigCheck() {
    this(InstantSource.system(), null);
  }

  /**
   * Creates the command.
   *
   * @param clock the time of the answer
   * @param resolver null: the process's variables, files and keyring
   */
  ConfigCheck(InstantSource clock, @Nullable SecretResolver resolver) {
    this.clock = clock;
    this.resolver = resolver;
  }

  @Override
  protected int execute() throws Exception {
    Profile profile;
    try {
      profile = profile();
    } catch (ProfileException e) {
      return malformed(e);
    }
    List<Environment> environments =
        environmentName == null ? profile.environments() : List.of(environment());
    ConfigFindings findings =
        new ConfigFindings(clock, resolver == null ? secrets() : resolver, profile.file());
    findings.profile(profile);
    environments.forEach(findings::environment);
    if (environmentName == null && profile.store() != null) {
      findings.database("store", profile.store());
    }
    boolean holds = findings.all().stream().noneMatch(f -> f.outcome().equals("fail"));
    if (format == Format.json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environments", environments.stream().map(Environment::name).toList());
      answer.put("at", clock.instant());
      answer.put("outcome", holds ? "pass" : "fail");
      answer.put("profile", profile.file().toString());
      answer.put("findings", findings.all());
      json(answer);
    } else {
      findings.all().forEach(this::print);
      say(summary(findings.all()));
    }
    return holds ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }

  private void print(Finding finding) {
    String word =
        switch (finding.outcome()) {
          case "pass" -> "ok     ";
          case "warning" -> "warning";
          default -> isRefused(finding) ? "refused" : "missing";
        };
    say(word + "  " + finding.title() + ": " + finding.found());
    if (finding.outcome().equals("fail")) {
      say("         " + finding.evidence());
    }
  }

  private static boolean isRefused(Finding finding) {
    return finding.outcome().equals("fail") && finding.expected().equals(ConfigFindings.PRIVATE);
  }

  private static String summary(List<Finding> findings) {
    long refused = findings.stream().filter(ConfigCheck::isRefused).count();
    long missing = findings.stream().filter(f -> f.outcome().equals("fail")).count() - refused;
    long warned = findings.stream().filter(f -> f.outcome().equals("warning")).count();
    return findings.size()
        + " checked, "
        + missing
        + " missing, "
        + (refused == 0 ? "" : refused + " refused, ")
        + warned
        + " weak";
  }

  private int malformed(ProfileException problem) throws Exception {
    if (format == Format.json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("error", problem.problem());
      answer.put("mistakes", problem.mistakes());
      json(answer);
      return ExitCode.USAGE;
    }
    note(problem.problem().what() + " (" + profileFile() + "):");
    for (Mistake mistake : problem.mistakes()) {
      note("  " + mistake.text());
    }
    note("next: " + problem.problem().next());
    return ExitCode.USAGE;
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return ExitCode.USAGE;
  }
}
