package tech.atoms.opsdesk.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.pitr.Pitr;

/** {@code opsdesk backup pitr}: puts the whole database back to a point in time. */
@Command(
    name = "pitr",
    description = {
      "Lets Supabase put the whole database back to a point in time, in place. The database is away"
          + " for",
      "minutes; once started, nothing ends it or takes it back. Tells the plan and asks first; with"
          + " the",
      "typed confirmation where the profile wants one. Exit code 1 where it was refused, has"
          + " failed, or is",
      "not known to have begun: see 'opsdesk runs'."
    })
final class BackupPitr extends ChangingCommand {
  @Option(
      names = "--to",
      paramLabel = "TIME",
      required = true,
      description =
          "E.g. 2026-11-30T12:00:00Z, or with an offset; fractions of seconds are left out.")
  String to = "";

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Pitr.ID, target().toString());
  }

  private Instant target() {
    try {
      return OffsetDateTime.parse(to).toInstant().truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      throw new WrongUse(
          new Problem(
              "This is no time",
              to,
              "it is not of the form 2026-11-30T12:00:00Z",
              "See 'opsdesk backup platform' for the times that there are"));
    }
  }
}
