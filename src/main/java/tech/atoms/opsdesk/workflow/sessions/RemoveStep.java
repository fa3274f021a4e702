package tech.atoms.opsdesk.workflow.sessions;

import java.time.Duration;
import tech.atoms.opsdesk.database.DatabaseWriter;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.SessionChoice;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Refused;

/** Removes the chosen sessions in one transaction. */
final class RemoveStep extends ChangingStep {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final MonitoredDatabase database;
  private final DatabaseWriter writer;
  private final SessionChoice choice;
  private final long expected;

  RemoveStep(
      MonitoredDatabase database, DatabaseWriter writer, SessionChoice choice, long expected) {
    super(EndSessions.REMOVE, TIMEOUT);
    this.database = database;
    this.writer = writer;
    this.choice = choice;
    this.expected = expected;
  }

  @Override
  public Observed observe() {
    long left = database.chosen(choice).count();
    return left == 0
        ? Observed.done("0 of " + expected + " are in the table")
        : Observed.notDone(left + " of " + expected + " are in the table");
  }

  @Override
  public void apply() {
    try {
      writer.remove(choice, expected);
    } catch (DatabaseWriter.NotChanged e) {
      throw new Refused(e.problem());
    }
  }
}
