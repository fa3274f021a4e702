package tech.atoms.opsdesk.workflow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import tech.atoms.opsdesk.notify.Outbox;
import tech.atoms.opsdesk.store.Transactions;

/** Puts into the outbox what people outside hear of runs; within a transaction. */
final class Heard {
  private final List<String> channels;

  /**
   * Puts in what these hear.
   *
   * @param channels names; none: nobody hears
   */
  Heard(List<String> channels) {
    this.channels = List.copyOf(channels);
  }

  /** That a run has come to a state, which its log says already. */
  void state(Connection connection, String run, Instant now) throws SQLException {
    if (channels.isEmpty()) {
      return;
    }
    Run as = RunRows.one(connection, run, Instant.MIN).orElseThrow(() -> Engine.unknown(run));
    long line =
        Transactions.list(
                connection,
                row -> row.getLong(1),
                "select max(id) from run_log where run_id = ?",
                run)
            .getFirst();
    Outbox.put(
        connection,
        RunNotice.of(as, now),
        as.state().word().replace('_', '-') + "-" + line,
        channels,
        now);
  }

  /**
   * That the desks of runs are gone. Told once for each time, whichever desk sees it; one that is
   * only found out a day later is no news.
   */
  void interrupted(Connection connection, String environment, String alive, Instant now)
      throws SQLException {
    if (channels.isEmpty()) {
      return;
    }
    List<String> gone =
        Transactions.list(
            connection,
            row -> row.getString(1),
            "select id from run where environment = ? and state in "
                + alive
                + " and beat_at < ? and beat_at > ? and not exists (select from notification n"
                + " where n.kind = ? and n.subject = run.id and n.created_at > run.beat_at)"
                + " for update skip locked",
            environment,
            now.minus(Journal.GONE),
            now.minus(Outbox.GIVEN_UP),
            RunNotice.KIND);
    for (String id : gone) {
      Run run = RunRows.one(connection, id, now).orElseThrow(() -> Engine.unknown(id));
      Outbox.put(
          connection,
          RunNotice.of(run, now),
          "interrupted-" + run.beat().toEpochMilli(),
          channels,
          now);
    }
  }
}
