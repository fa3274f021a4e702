package tech.atoms.opsdesk.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;
import tech.atoms.opsdesk.workflow.warm.Ping;
import tech.atoms.opsdesk.workflow.warm.Pinger;

/** {@code opsdesk keepwarm run}: keeps the server warm where no window is open. */
@Command(
    name = "run",
    description = {
      "Stays in the foreground, asks the server while it is to be kept warm, and counts its cold",
      "starts. Tells each request on standard error. It switches nothing."
    })
final class KeepwarmRun extends WarmCommand {
  private static final Duration LOOK = Duration.ofSeconds(5);

  @Override
  int work(KeepWarm keepWarm, Store store) throws Exception {
    note(
        environment().name()
            + (keepWarm.isOn() ? " is kept warm" : " is not kept warm: see 'opsdesk keepwarm on'"));
    try (Pinger pinger = new Pinger(environment(), secrets(), store, ThisMachine.name(), clock)) {
      while (true) {
        try {
          Ping ping = pinger.look();
          if (ping != null) {
            note(words(ping));
          }
        } catch (ProblemException e) {
          note(e.problem().line());
        }
        Thread.sleep(LOOK);
      }
    }
  }
}
