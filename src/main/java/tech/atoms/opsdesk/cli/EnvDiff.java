package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.workflow.catalogue.Workflows;
import tech.atoms.opsdesk.workflow.variables.Comparison;

/** {@code opsdesk env diff}: what production has against what the checklist requires. */
@Command(
    name = "diff",
    description = {
      "Compares production's environment variables at the platform with the thirty that the",
      "checklist requires. Shows no value. Exit code 1 where one is missing or differs, 3 where"
          + " the",
      "platform does not answer."
    })
final class EnvDiff extends EnvironmentCommand {
  @Override
  protected int execute() throws Exception {
    Environment environment = environment();
    InstantSource clock = InstantSource.system();
    Comparison comparison;
    try (Workflows workflows = new Workflows(environment, secrets(), null, clock)) {
      comparison = Comparison.of(environment, workflows.platform().variables().production());
    }
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment.name());
      answer.put("at", clock.instant());
      answer.put("outcome", comparison.isWhole() ? "pass" : "fail");
      answer.put("variables", comparison.lines().stream().map(EnvDiff::json).toList());
      answer.put("others", comparison.others());
      json(answer);
    } else {
      comparison.lines().forEach(line -> say(text(line)));
      say(
          "%d of %d missing; %d others are set"
              .formatted(
                  comparison.missing().size(),
                  comparison.lines().size(),
                  comparison.others().size()));
    }
    return comparison.isWhole() ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }

  private static Map<String, Object> json(Comparison.Line line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", line.required().name());
    json.put("item", line.required().item());
    json.put("state", line.state());
    json.put("type", line.type());
    json.put("expected", line.required().expected());
    return json;
  }

  private static String text(Comparison.Line line) {
    return String.format(
        Locale.ROOT,
        "%-8s  %-7s  %-52s  %s",
        line.state().word(),
        line.required().item(),
        line.required().name(),
        line.state() == Comparison.State.MET || line.state() == Comparison.State.NOT_TOLD
            ? line.type()
            : "wanted: " + line.required().expected());
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return problem instanceof HttpFailure ? ExitCode.UNDETERMINED : super.exitCodeOf(problem);
  }
}
