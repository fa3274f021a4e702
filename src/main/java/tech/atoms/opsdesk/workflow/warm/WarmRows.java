package tech.atoms.opsdesk.workflow.warm;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.Transactions;

/** What the store knows of keeping one environment's server warm. Blocks on the store. */
final class WarmRows {
  private static final String UNREADABLE = "Whether the server is kept warm cannot be read";
  private static final String UNWRITABLE = "Keeping the server warm cannot be recorded";
  private static final Duration KEPT = Duration.ofDays(30);

  private final Transactions store;
  private final String environment;

  WarmRows(Store store, String environment) {
    this.store =
        new Transactions(store, "See that the store is there: 'opsdesk status' tells where it is");
    this.environment = environment;
  }

  /** The newest switch; null: nobody has switched it yet. */
  @Nullable Switched switched() {
    return store
        .list(
            UNREADABLE,
            row ->
                new Switched(
                    row.getBoolean(1), Sql.instant(row, 2), row.getString(3), row.getString(4)),
            "select switched_on, at, by_name, reason from keep_warm_switch where environment = ?"
                + " order by id desc limit 1",
            environment)
        .stream()
        .findFirst()
        .orElse(null);
  }

  void switchTo(Switched to, String login) {
    store.update(
        UNWRITABLE,
        "insert into keep_warm_switch (environment, at, switched_on, by_name, login, reason)"
            + " values (?, ?, ?, ?, ?, ?)",
        environment,
        to.at(),
        to.on(),
        to.by(),
        login,
        Masking.mask(to.reason()));
  }

  /**
   * Takes the turn of asking, for this desk alone. A turn that lies in the future was taken by a
   * desk whose clock is wrong, and keeps nobody waiting.
   *
   * @return false where another desk has asked within the interval
   */
  boolean takeTurn(Duration interval, Instant now) {
    return store.work(
        UNWRITABLE,
        connection -> {
          row(connection);
          return Sql.update(
                  connection,
                  "update keep_warm_turn set pinged_at = ? where environment = ? and (pinged_at is"
                      + " null or pinged_at <= ? or pinged_at > ?)",
                  now,
                  environment,
                  now.minus(interval),
                  now.plus(interval))
              == 1;
        });
  }

  /** Whether nobody has read the count of cold starts for so long; does not take the turn. */
  boolean isCountDue(Duration interval, Instant now) {
    return store
        .list(
            UNREADABLE,
            row -> true,
            "select from keep_warm_turn where environment = ? and read_at > ? and read_at <= ?",
            environment,
            now.minus(interval),
            now)
        .isEmpty();
  }

  /** Where a count was taken from. */
  private record Read(Instant at, double began, double total, boolean warm) {
    static Read of(ResultSet row) throws SQLException {
      return new Read(Sql.instant(row, 1), row.getDouble(2), row.getDouble(3), row.getBoolean(4));
    }
  }

  /**
   * Takes a count over, and what it has grown by where it was one process of the server, and one
   * way of keeping it, for the whole time. Whoever reads at the same moment counts nothing twice.
   *
   * @param began when the process began, in seconds of the epoch
   * @param total cold starts since then
   * @param warm whether it is to be kept warm now
   * @param interval between two requests
   */
  void count(double began, double total, boolean warm, Duration interval, Instant now) {
    store.work(
        UNWRITABLE,
        connection -> {
          row(connection);
          Read before =
              Transactions.list(
                      connection,
                      Read::of,
                      "select read_at, began, total, kept_warm from keep_warm_turn"
                          + " where environment = ? and read_at is not null for update",
                      environment)
                  .stream()
                  .findFirst()
                  .orElse(null);
          if (before != null && before.at().isBefore(now)) {
            boolean same = Math.abs(before.began() - began) < 1 && total >= before.total();
            if (same
                && before.warm() == warm
                && held(connection, before.at(), warm, interval, now)) {
              Sql.update(
                  connection,
                  "insert into keep_warm_count (environment, from_at, until_at, kept_warm,"
                      + " cold_starts) values (?, ?, ?, ?, ?)",
                  environment,
                  before.at(),
                  now,
                  warm,
                  total - before.total());
            }
          }
          return Sql.update(
              connection,
              "update keep_warm_turn set read_at = ?, began = ?, total = ?, kept_warm = ?"
                  + " where environment = ?",
              now,
              began,
              total,
              warm,
              environment);
        });
  }

  /** Whether nobody switched it meanwhile and, where it was on, the requests were really made. */
  private boolean held(
      Connection connection, Instant from, boolean warm, Duration interval, Instant to)
      throws SQLException {
    boolean switched =
        number(
                connection,
                "select count(*) from keep_warm_switch where environment = ? and at > ? and at <="
                    + " ?",
                environment,
                from,
                to)
            > 0;
    long asked =
        number(
            connection,
            "select count(*) from keep_warm_ping where environment = ? and at >= ? and at <= ?"
                + " and trouble = ''",
            environment,
            from,
            to);
    long wanted = Duration.between(from, to).dividedBy(interval);
    // One may fall just before, and looking has a grain.
    return !switched && (warm ? asked >= wanted - 1 - wanted / 10 : asked <= 1);
  }

  void pinged(Ping ping) {
    Duration took = ping.took();
    store.work(
        UNWRITABLE,
        connection -> {
          Sql.update(
              connection,
              "delete from keep_warm_ping where environment = ? and at < ?",
              environment,
              ping.at().minus(KEPT));
          return Sql.update(
              connection,
              "insert into keep_warm_ping (environment, at, host, took_ms, trouble)"
                  + " values (?, ?, ?, ?, ?)",
              environment,
              ping.at(),
              ping.host(),
              took == null ? null : took.toMillis(),
              Masking.mask(ping.trouble()));
        });
  }

  /** Requests since a time, and the newest ever. */
  record Pings(@Nullable Ping last, long all, long failed) {}

  Pings pings(Instant since) {
    return store.work(
        UNREADABLE,
        connection -> {
          Ping last =
              Transactions.list(
                      connection,
                      WarmRows::ping,
                      "select at, host, took_ms, trouble from keep_warm_ping"
                          + " where environment = ? order by at desc limit 1",
                      environment)
                  .stream()
                  .findFirst()
                  .orElse(null);
          String counted = "select count(*) from keep_warm_ping where environment = ? and at > ?";
          return new Pings(
              last,
              number(connection, counted, environment, since),
              number(connection, counted + " and trouble <> ''", environment, since));
        });
  }

  private static Ping ping(ResultSet row) throws SQLException {
    long took = row.getLong(3);
    boolean none = row.wasNull();
    return new Ping(
        Sql.instant(row, 1),
        row.getString(2),
        none ? null : Duration.ofMillis(took),
        row.getString(4));
  }

  /** Cold starts since a time: while it was kept warm, and while it was not. */
  List<ColdStarts> counted(Instant since) {
    return store.work(
        UNREADABLE,
        connection -> List.of(counted(connection, since, true), counted(connection, since, false)));
  }

  private ColdStarts counted(Connection connection, Instant since, boolean warm)
      throws SQLException {
    return Transactions.list(
            connection,
            row -> new ColdStarts(Duration.ofSeconds(row.getLong(1)), row.getDouble(2)),
            "select coalesce(round(sum(extract(epoch from until_at - from_at))), 0),"
                + " coalesce(sum(cold_starts), 0) from keep_warm_count"
                + " where environment = ? and until_at > ? and kept_warm = ?",
            environment,
            since,
            warm)
        .getFirst();
  }

  private void row(Connection connection) throws SQLException {
    Sql.update(
        connection,
        "insert into keep_warm_turn (environment) values (?) on conflict do nothing",
        environment);
  }

  private static long number(Connection connection, String sql, Object... values)
      throws SQLException {
    return Transactions.list(connection, row -> row.getLong(1), sql, values).getFirst();
  }
}
