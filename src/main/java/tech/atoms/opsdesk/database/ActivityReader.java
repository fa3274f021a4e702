package tech.atoms.opsdesk.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
             count(*) filter (where a.backend_type = 'client backend' and a.state = 'active' and %2$s) as active,
             count(*) filter (where a.state like 'idle in transaction%%' and %2$s) as idle_in_transaction,
             (select count(distinct l.pid) from pg_catalog.pg_locks l where not l.granted
                and l.pid not in (select o.pid from pg_catalog.pg_stat_activity o where not %3$s)) as lock_waiting,
             current_setting('max_connections')::int as max,
             current_setting('superuser_reserved_connections')::int
               + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved
      from pg_catalog.pg_stat_activity a
      """
          .formatted(CLIENT, others("a"), others("o"));

  private static final String SESSIONS =
      """
      with waiting as materialized (
        select distinct on (l.pid) l.pid, l.locktype, l.mode, (to_jsonb(l) ->> 'waitstart')::timestamptz as since,
               case when l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
                    then l.relation::regclass::text else l.relation::text end as relation
        from pg_catalog.pg_locks l where not l.granted order by l.pid)
      select a.pid, coalesce(a.usename, '') as usename, coalesce(a.application_name, '') as application,
             coalesce(host(a.client_addr), '') as client, a.state, a.wait_event_type, a.wait_event, a.backend_start,
             extract(epoch from clock_timestamp() - a.xact_start)::float8 as xact_age,
             a.query_start, extract(epoch from clock_timestamp() - a.query_start)::float8 as query_age,
             extract(epoch from clock_timestamp() - a.state_change)::float8 as state_age,
             case when w.pid is null then '{}' else pg_catalog.pg_blocking_pids(a.pid) end as blocked_by,
             w.locktype, w.mode, w.relation, coalesce(w.since, case when w.pid is not null then a.query_start end) as waiting_since,
             nullif(left(a.query, 4000), '<insufficient privilege>') as query, a.query is null as no_query
      from pg_catalog.pg_stat_activity a left join waiting w on w.pid = a.pid
      where %1$s
      order by (w.pid is null), a.xact_start nulls last, a.pid limit %2$d
      """
          .formatted(CLIENT, DatabaseActivity.MOST);

  private static final String LOCKS =
      """
      select replace(l.mode, 'Lock', '') as mode, l.granted,
             case when l.locktype in ('transactionid', 'virtualxid') then 'transaction'
                  when l.relation is null then l.locktype
                  when l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
                  then l.relation::regclass::text
                  else 'relation ' || l.relation end as object
      from pg_catalog.pg_locks l
      where l.pid = ? and not (l.locktype = 'virtualxid' and l.granted)
      group by 1, 2, 3 order by 2, 3, 1 limit 50
      """;

  private final Access access;

  ActivityReader(Access access) {
    this.access = access;
  }

  /** Everybody but desks, of which several may look at the same database. */
  private static String others(String session) {
    return "(%s.application_name is distinct from '%s')"
        .formatted(session, MonitoredDatabase.APPLICATION_NAME);
  }

  ConnectionFigures figures() {
    return access.look("the connection figures", ActivityReader::figures);
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

  Duration responseTime() {
    return access.look(
        "the response time",
        read -> {
          long start = System.nanoTime();
          read.one("select 1", row -> row.getInt(1));
          return Duration.ofNanos(System.nanoTime() - start);
        });
  }

  static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(Math.max(0, seconds) * 1000));
  }

  DatabaseActivity activity() {
    return access.read(
        "the database sessions",
        read -> {
          List<DatabaseSession> sessions = read.list(SESSIONS, ActivityReader::session);
          return new DatabaseActivity(
              read.one("select clock_timestamp() as at", row -> Read.instantOf(row, "at")),
              figures(read),
              sessions,
              BlockingTree.of(sessions));
        });
  }

  List<HeldLock> locks(int pid) {
    return access.read(
        "the locks of PID " + pid,
        read ->
            read.list(
                LOCKS,
                row ->
                    new HeldLock(
                        row.getString("mode"), row.getString("object"), row.getBoolean("granted")),
                pid));
  }

  private static DatabaseSession session(ResultSet row) throws SQLException {
    String query = row.getString("query");
    String waitType = row.getString("wait_event_type");
    // Every idle client waits for its client; only other waits tell something.
    boolean waits = waitType != null && !waitType.equals("Client");
    return new DatabaseSession(
        row.getInt("pid"),
        row.getString("usename"),
        row.getString("application"),
        row.getString("client"),
        row.getString("state"),
        waits ? waitType + ": " + row.getString("wait_event") : "",
        Read.instant(row, "backend_start"),
        age(row, "xact_age"),
        Read.instant(row, "query_start"),
        age(row, "query_age"),
        age(row, "state_age"),
        Arrays.asList((Integer[]) row.getArray("blocked_by").getArray()),
        lock(row.getString("locktype"), row.getString("mode"), row.getString("relation")),
        Read.instant(row, "waiting_since"),
        query == null && row.getBoolean("no_query") ? "" : query);
  }

  private static String lock(
      @Nullable String type, @Nullable String mode, @Nullable String relation) {
    if (type == null) {
      return "";
    }
    if (type.equals("transactionid") || type.equals("tuple")) {
      return "row lock";
    }
    String words = mode == null ? "lock" : mode.replace("Lock", "");
    return relation == null ? words + " " + type : words + " on " + relation;
  }

  private static @Nullable Duration age(ResultSet row, String column) throws SQLException {
    double age = row.getDouble(column);
    return row.wasNull() ? null : seconds(age);
  }
}
