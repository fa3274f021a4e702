package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the server's own views of its sessions. */
final class ActivityReader {
  /**
   * Other roles' sessions show no state and no backend type to a role without pg_monitor. They are
   * still counted: a session in a database that hides its type is a client's, or a worker's.
   */
  private static final String CLIENT =
      "(a.backend_type = 'client backend' or (a.backend_type is null and a.datid is not null))";

  private static final String FIGURES =
      """
      select count(*) filter (where %1$s) as in_use,
             count(*) filter (where a.backend_type is null and a.datid is not null) as hidden,
             count(*) filter (where a.backend_type = 'client backend' and a.state = 'active') as active,
             count(*) filter (where a.state like 'idle in transaction%%') as idle_in_transaction,
             (select count(distinct l.pid) from pg_catalog.pg_locks l where not l.granted) as lock_waiting,
             current_setting('max_connections')::int as max,
             current_setting('superuser_reserved_connections')::int
               + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved
      from pg_catalog.pg_stat_activity a
      """
          .formatted(CLIENT);

  private static final String LONGEST =
      """
      select a.pid, coalesce(a.usename, '') as usename, coalesce(a.application_name, '') as application,
             coalesce(a.state, '') as state, a.xact_start,
             extract(epoch from clock_timestamp() - a.xact_start)::float8 as age
      from pg_catalog.pg_stat_activity a
      where a.backend_type = 'client backend' and a.xact_start is not null and a.pid <> pg_backend_pid()
        and a.application_name <> '%s'
      order by a.xact_start limit 1
      """
          .formatted(MonitoredDatabase.APPLICATION_NAME);

  private static final String HIDDEN =
      """
      select count(*) from pg_catalog.pg_stat_activity a
      where a.backend_type is null and a.datid is not null
      """;

  private final Access access;
  private final DatabaseProblems problems;

  ActivityReader(Access access, DatabaseProblems problems) {
    this.access = access;
    this.problems = problems;
  }

  ConnectionFigures figures() {
    return access.read("the connection figures", ActivityReader::figures);
  }

  static ConnectionFigures figures(Read read) throws SQLException {
    return read.one(
        FIGURES,
        row -> {
          boolean hidden = row.getInt("hidden") > 0;
          int inUse = row.getInt("in_use");
          int max = row.getInt("max");
          int reserved = row.getInt("reserved");
          return new ConnectionFigures(
              inUse,
              hidden ? null : Integer.valueOf(row.getInt("active")),
              hidden ? null : Integer.valueOf(row.getInt("idle_in_transaction")),
              row.getInt("lock_waiting"),
              max,
              reserved,
              Math.max(0, max - reserved - inUse));
        });
  }

  Optional<LongestTransaction> longest() {
    String reading = "the longest transaction";
    return access.read(
        reading,
        read -> {
          List<LongestTransaction> found =
              read.list(
                  LONGEST,
                  row ->
                      new LongestTransaction(
                          row.getInt("pid"),
                          row.getString("usename"),
                          row.getString("application"),
                          row.getString("state"),
                          Read.instantOf(row, "xact_start"),
                          seconds(row.getDouble("age"))));
          if (read.one(HIDDEN, row -> row.getInt(1)) > 0) {
            throw problems.noRights(
                reading, "other roles' transactions are hidden from this role", null);
          }
          return found.stream().findFirst();
        });
  }

  Duration responseTime() {
    return access.read(
        "the response time",
        read -> {
          // The first statement carries the transaction's beginning; the second alone is timed.
          read.one("select 1", row -> row.getInt(1));
          long start = System.nanoTime();
          read.one("select 1", row -> row.getInt(1));
          return Duration.ofNanos(System.nanoTime() - start);
        });
  }

  static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(Math.max(0, seconds) * 1000));
  }
}
