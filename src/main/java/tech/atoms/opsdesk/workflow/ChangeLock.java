package tech.atoms.opsdesk.workflow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Transactions;

/** One change at a time in each environment; within a transaction. */
final class ChangeLock {
  private ChangeLock() {}

  /**
   * Takes the lock of the run's environment, or finds that it has it. Who waits longest is next; a
   * run whose desk is gone keeps nobody waiting.
   *
   * @return the run that holds it instead, or waits for longer, itself where it is to try again;
   *     empty where it has it
   */
  static Optional<String> take(Connection connection, Run run, Instant now) throws SQLException {
    String environment = run.plan().environment();
    Instant gone = now.minus(Journal.GONE);
    Sql.update(
        connection,
        "insert into change_lock (environment, run_id, since) select ?, ?, ?"
            + " where not exists (select from run where environment = ? and state = 'waiting'"
            + " and beat_at >= ? and (created_at, id) < (?, ?))"
            + " on conflict (environment) do nothing",
        environment,
        run.id(),
        now,
        environment,
        gone,
        run.created(),
        run.id());
    String holder = holder(connection, environment);
    if (run.id().equals(holder)) {
      return Optional.empty();
    }
    String first =
        holder != null
            ? holder
            : one(
                connection,
                "select id from run where environment = ? and state = 'waiting'"
                    + " and beat_at >= ? order by created_at, id limit 1",
                environment,
                gone);
    // Who waited before may be gone by now: then it is its own turn, at the next try.
    return Optional.of(first == null ? run.id() : first);
  }

  /** The run that holds an environment; null where none does. */
  static @Nullable String holder(Connection connection, String environment) throws SQLException {
    return one(connection, "select run_id from change_lock where environment = ?", environment);
  }

  private static @Nullable String one(Connection connection, String sql, Object... values)
      throws SQLException {
    return Transactions.list(connection, row -> row.getString(1), sql, values).stream()
        .findFirst()
        .orElse(null);
  }
}
