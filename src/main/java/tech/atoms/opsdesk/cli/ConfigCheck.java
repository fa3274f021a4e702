package tech.atoms.opsdesk.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.configuration.ConfigurationChecks;
import tech.atoms.opsdesk.check.configuration.ConfigurationFacts;
import tech.atoms.opsdesk.check.configuration.Settings;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
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
      "Checks the profile: its form, every secret reference, the files and directories it names,",
      "weak connections;",
      "every environment, or the one that --env names.",
      "A weakness is a warning; a missing secret or file falls short (exit code 1).",
      "With --env-file or --process also the server's thirty variables."
    })
final class ConfigCheck extends EnvironmentCommand {
  private final InstantSource clock;
  private final @Nullable SecretResolver resolver;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Check the server's variables in this file; no profile is needed for that.")
  @Nullable Path envFile;

  @Option(
      names = "--process",
      description = "Check the server's variables in the environment of this process.")
  boolean process;

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
    boolean alone = (envFile != null || process) && !Files.exists(profileFile());
    if (alone) {
      return tell(null, List.of(), List.of(), variables(null));
    }
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
    if ((envFile != null || process) && environments.size() > 1) {
      note(
          "The variables are held against environment "
              + environments.getFirst().name()
              + "; --env names another");
    }
    return tell(profile.file(), environments, findings.all(), variables(environments.getFirst()));
  }

  private int tell(
      @Nullable Path profile,
      List<Environment> environments,
      List<Finding> findings,
      @Nullable Told variables)
      throws Exception {
    boolean holds = findings.stream().noneMatch(f -> f.outcome().equals("fail"));
    int found = variables == null ? ExitCode.OK : variables.exitCode();
    int code = holds ? found : ExitCode.FALLS_SHORT;
    if (format == Format.json) {
      List<Object> all = new ArrayList<>(findings);
      Map<String, @Nullable Object> told = new LinkedHashMap<>(Map.of("outcome", "pass"));
      if (variables != null) {
        variables.into(told);
      }
      if (told.get("findings") instanceof List<?> more) {
        all.addAll(more);
      }
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("environments", environments.stream().map(Environment::name).toList());
      answer.put("at", clock.instant());
      answer.put("outcome", holds ? told.get("outcome") : "fail");
      answer.put("profile", profile == null ? null : profile.toString());
      answer.put("findings", all);
      json(answer);
      return code;
    }
    if (!findings.isEmpty()) {
      findings.forEach(this::print);
      say(summary(findings));
    }
    if (variables != null) {
      variables.lines().forEach(this::say);
    }
    return code;
  }

  /** What the variables of a file or of this process are worth; null where neither is asked. */
  private @Nullable Told variables(@Nullable Environment of) throws InterruptedException {
    if (envFile == null && !process) {
      return null;
    }
    Fact<Settings> settings =
        envFile == null
            ? ConfigurationFacts.process(System.getenv())
            : ConfigurationFacts.file(envFile);
    ConfigurationChecks checks =
        new ConfigurationChecks(
            settings,
            envFile == null ? "process" : "env file",
            null,
            of == null ? null : of.server().publicUrl(),
            of == null ? "/api/mcp" : of.server().mcpPath(),
            of == null || of.kind() == EnvironmentKind.PRODUCTION);
    return new Told(new CheckRun(clock).run(checks.all(), finding -> {}));
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
