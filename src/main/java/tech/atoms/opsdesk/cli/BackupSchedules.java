package tech.atoms.opsdesk.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.common.AtExit;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.UnderWay;
import tech.atoms.opsdesk.workflow.news.RunNews;
import tech.atoms.opsdesk.workflow.schedule.BackupSchedule;
import tech.atoms.opsdesk.workflow.schedule.Due;
import tech.atoms.opsdesk.workflow.schedule.OwnWorkflows;

/** {@code opsdesk backup schedule}: takes backups at their time where no window is open. */
@Command(
    name = "schedule",
    description = {
      "Stays in the foreground and takes the environment's backups when the profile has them due.",
      "Of all desks on the store one takes each. Tells each turn on standard error."
    })
final class BackupSchedules extends StoreCommand {
  @Option(names = "--once", description = "Do what is due now, and end.")
  boolean once;

  @Override
  int work(Store store, Audit audit) throws Exception {
    Environment environment = environment();
    UnderWay runs = new UnderWay();
    try (BackupSchedule schedule =
            new BackupSchedule(
                environment,
                secrets(),
                store,
                audit,
                new OwnWorkflows(environment, secrets(), store, clock),
                runs,
                ThisMachine.name(),
                Pause.REAL,
                clock,
                this::note);
        RunNews news = new RunNews(store, secrets(), clock);
        var _ = AtExit.first(runs::stop)) {
      if (!environment.notices().runs().isEmpty()) {
        news.start(List.of(environment));
      }
      if (once) {
        Optional<Due> done = schedule.look();
        if (done.isEmpty()) {
          note("Nothing is due here");
        }
        return done.map(Due::state).filter(state -> state != Due.State.DONE).isPresent()
            ? ExitCode.FALLS_SHORT
            : ExitCode.OK;
      }
      note(
          "The next backup of %s is due at %s"
              .formatted(environment.name(), schedule.next().truncatedTo(ChronoUnit.SECONDS)));
      schedule.keep();
      return ExitCode.OK;
    }
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return ExitCode.USAGE;
  }
}
