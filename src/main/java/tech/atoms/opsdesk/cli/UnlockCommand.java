package tech.atoms.opsdesk.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;

/** {@code opsdesk unlock}: lets this person change a read-only environment for a limited time. */
@Command(
    name = "unlock",
    description = {
      "Lets you change an environment that is read-only otherwise, for as long as its policy says.",
      "It is read-only again by itself."
    })
final class UnlockCommand extends WorkflowCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; needed to unlock.")
  @Nullable String reason;

  @Option(names = "--end", description = "Make it read-only for you again, now.")
  boolean end;

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    if (!end && (reason == null || reason.isBlank())) {
      throw new WrongUse(
          new Problem(
              "Nothing is unlocked without a reason",
              environment().name(),
              "--reason is missing",
              "Give --reason"));
    }
    Instant until = null;
    if (end || reason == null) {
      atGate().lock();
    } else {
      until = atGate().unlock(reason);
    }
    if (wantsJson()) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("until", until);
      json(answer);
    } else {
      say(
          environment().name()
              + (until == null ? " is read-only for you" : " is unlocked for you until " + until));
    }
    return ExitCode.OK;
  }
}
