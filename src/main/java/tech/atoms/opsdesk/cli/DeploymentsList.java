package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Listed;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;

/** {@code opsdesk deployments list}: newest first, with the one that has production's traffic. */
@Command(
    name = "list",
    description = {
      "Lists the project's deployments, newest first, and says which has production's traffic.",
      "Exit code 3 where the platform does not answer or refuses the token."
    })
final class DeploymentsList extends EnvironmentCommand {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int MOST = 500;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most deployments, 1 to 500 (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Override
  protected int execute() throws Exception {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 to " + MOST);
    }
    Environment environment = environment();
    PlatformSettings settings = environment.platform();
    if (settings == null) {
      throw new ProblemException(
          new Problem(
              "There are no deployments to list",
              environment.name(),
              "the profile names no platform for it",
              "Add a platform to the environment in the profile"));
    }
    try (VercelTraffic platform = new VercelTraffic(settings, secrets(), DEADLINE)) {
      Traffic traffic = platform.traffic();
      List<Listed> all = platform.deployments(limit);
      if (wantsJson()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("environment", environment.name());
        answer.put("at", InstantSource.system().instant());
        answer.put("outcome", "done");
        answer.put("deployments", all.stream().map(one -> json(one, traffic)).toList());
        json(answer);
      } else {
        all.forEach(one -> say(line(one, traffic)));
        if (traffic.pinned()) {
          say("Production is pinned: new deployments get no traffic until a promote.");
        }
      }
      return ExitCode.OK;
    }
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return problem instanceof HttpFailure ? ExitCode.UNDETERMINED : ExitCode.USAGE;
  }

  private static String line(Listed one, Traffic traffic) {
    Deployment deployment = one.deployment();
    boolean live = deployment.id().equals(traffic.live());
    return "%-4s  %-12s %-8s %-10s  %s  %-7s  %s"
        .formatted(
            live ? "live" : "",
            deployment.version().isEmpty() ? "-" : deployment.version(),
            one.state(),
            one.target(),
            deployment.created(),
            shortCommit(deployment),
            deployment.id());
  }

  private static String shortCommit(Deployment deployment) {
    String commit = deployment.commit();
    return commit.substring(0, Math.min(7, commit.length()));
  }

  private static Map<String, Object> json(Listed one, Traffic traffic) {
    Deployment deployment = one.deployment();
    boolean live = deployment.id().equals(traffic.live());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", deployment.id());
    json.put("version", deployment.version());
    json.put("state", one.state());
    json.put("target", one.target());
    json.put("live", live);
    json.put("pinned", live && traffic.pinned());
    json.put("rollbackCandidate", one.servedProduction() && !live);
    json.put("createdAt", deployment.created());
    json.put("commit", deployment.commit());
    json.put("author", deployment.author());
    return json;
  }
}
