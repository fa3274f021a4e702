package tech.atoms.opsdesk.workflow.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.Transactions;

/** What the store knows of the times at which backups of one environment were due. Blocks on it. */
final class DueRows {
  /** A turn that was taken and led to no run for so long is free again. */
  static final Duration UNBEGUN = Duration.ofMinutes(5);

  private static final String UNREADABLE = "When backups were due cannot be read";
  private static final String UNWRITABLE = "That a backup is due cannot be recorded";
  private static final String COLUMNS =
      "due_at, host, taken_at, attempts, run_id, state, again_at, why";

  private final Transactions store;
  private final String environment;

  DueRows(Store store, String environment) {
    this.store =
        new Transactions(store, "See that the store is there: 'opsdesk status' tells where it is");
    this.environment = environment;
  }

  /** What is known of a due time; empty: nobody has taken the turn yet. */
  Optional<Due> at(Instant due) {
    return store
        .list(
            UNREADABLE,
            DueRows::row,
            "select " + COLUMNS + " from backup_due where environment = ? and due_at = ?",
            environment,
            due)
        .stream()
        .findFirst();
  }

  private static Due row(ResultSet row) throws SQLException {
    boolean again = row.getObject(7) != null;
    return new Due(
        Sql.instant(row, 1),
        row.getString(2),
        Sql.instant(row, 3),
        row.getInt(4),
        row.getString(5),
        Due.State.of(row.getString(6)),
        again ? Sql.instant(row, 7) : null,
        row.getString(8));
  }

  /**
   * Takes the turn, for this desk alone: nobody has taken it, it is time to try again, or whoever
   * took it began nothing.
   *
   * @return how often it was tried with this time; empty where it is another's
   */
  Optional<Integer> take(Instant due, String host, Instant now) {
    return store.work(
        UNWRITABLE,
        connection ->
            Transactions.list(
                    connection,
                    row -> row.getInt(1),
                    "insert into backup_due as b (environment, due_at, host, taken_at, attempts,"
                        + " run_id, state, why) values (?, ?, ?, ?, 1, '', 'begun', '')"
                        + " on conflict (environment, due_at) do update set host = excluded.host,"
                        + " taken_at = excluded.taken_at, attempts = b.attempts + 1, run_id = '',"
                        + " state = 'begun', again_at = null where (b.state = 'failed'"
                        + " and b.again_at <= excluded.taken_at) or (b.state = 'begun'"
                        + " and b.run_id = '' and b.taken_at < ?) returning attempts",
                    environment,
                    due,
                    host,
                    now,
                    now.minus(UNBEGUN))
                .stream()
                .findFirst());
  }

  /** Which run it led to; returns whether the turn is still that one's. */
  boolean begun(Instant due, int attempt, String run) {
    return store.update(
            UNWRITABLE,
            "update backup_due set run_id = ? where environment = ? and due_at = ?"
                + " and attempts = ? and state = 'begun' and run_id in ('', ?)",
            run,
            environment,
            due,
            attempt,
            run)
        == 1;
  }

  /** What became of an attempt; nothing happens where another one was begun meanwhile. */
  void settle(Instant due, int attempt, Due.State state, @Nullable Instant again, String why) {
    store.update(
        UNWRITABLE,
        "update backup_due set state = ?, again_at = ?, why = ? where environment = ?"
            + " and due_at = ? and attempts = ? and state = 'begun'",
        state.word(),
        again,
        Masking.mask(why),
        environment,
        due,
        attempt);
  }

  /** Records one for which there is a backup already, that the store knew nothing of. */
  void found(Instant due, String host, Instant now, String why) {
    store.update(
        UNWRITABLE,
        "insert into backup_due (environment, due_at, host, taken_at, attempts, run_id, state, why)"
            + " values (?, ?, ?, ?, 0, '', 'done', ?) on conflict do nothing",
        environment,
        due,
        host,
        now,
        why);
  }
}
