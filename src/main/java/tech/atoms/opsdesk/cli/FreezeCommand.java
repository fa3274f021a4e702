package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Freeze;
import tech.atoms.opsdesk.workflow.Journal;

/** {@code opsdesk freeze}: keeps everybody from changing an environment for a time. */
@Command(
    name = "freeze",
    description = {
      "Keeps everybody from changing an environment for a time; without options tells what holds.",
      "A run that starts all the same has to say why (--despite-freeze)."
    })
final class FreezeCommand extends WorkflowCommand {
  @Option(
      names = "--for",
      paramLabel = "D",
      converter = ShortDuration.class,
      description = "How long, for example 8h.")
  @Nullable Duration time;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From when, ISO 8601 (default: now).")
  @Nullable Instant from;

  @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
  String reason = "";

  @Option(names = "--end", description = "End the freezes of the environment.")
  boolean end;

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    if ((time != null || end) && reason.isBlank()) {
      throw new WrongUse(
          new Problem(
              "Nothing is frozen or ended without a reason",
              environment().name(),
              "--reason is missing",
              "Give --reason"));
    }
    if (end) {
      atGate().thaw(reason);
    } else if (time != null) {
      Instant begin = from == null ? clock.instant() : from;
      atGate().freeze(begin, begin.plus(time), reason);
    }
    List<Freeze> freezes = atGate().freezes();
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("freezes", freezes);
      json(answer);
    } else if (freezes.isEmpty()) {
      say("No freeze holds or is to come.");
    } else {
      freezes.forEach(
          one ->
              say(
                  "frozen %s to %s by %s: %s"
                      .formatted(one.from(), one.until(), one.by(), one.reason())));
    }
    return ExitCode.OK;
  }
}
