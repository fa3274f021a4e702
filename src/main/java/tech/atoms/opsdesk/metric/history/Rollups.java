package tech.atoms.opsdesk.metric.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.StateChanges;

/**
 * Turns open minutes and hours into rollup rows once they are over. Each is computed anew from the
 * level below, so doing it twice, or once more for late samples, gives the same rows. Several desks
 * may do it at the same time: each takes buckets that no other holds.
 */
final class Rollups {
  private static final int CHUNK = 30;
  private static final String UPSERT =
      " on conflict (series, at) do update"
          + " set min = excluded.min, max = excluded.max, sum = excluded.sum,"
          + " count = excluded.count"
          // Never replace a full row by one computed after the raw samples were pruned.
          + " where excluded.count >= %1$s.count";
  private static final String MINUTE =
      "insert into rollup_minute (series, at, min, max, sum, count)"
          + " select series, ?, min(value), max(value), sum(value), count(*)"
          + " from sample where at >= ? and at < ? group by series"
          + UPSERT.formatted("rollup_minute");
  private static final String HOUR =
      "insert into rollup_hour (series, at, min, max, sum, count)"
          + " select series, ?, min(min), max(max), sum(sum), sum(count)"
          + " from rollup_minute where at >= ? and at < ? group by series"
          + UPSERT.formatted("rollup_hour");
  // Nobody waits for a row that another holds: that bucket has its turn next time.
  private static final String TAKE =
      "select at from open_bucket where width = ? and at <= ?"
          + " order by at limit "
          + CHUNK
          + " for update skip locked";
  private static final String OPEN_MINUTES =
      "select 1 from open_bucket where width = 'minute' and at >= ? and at < ? limit 1";
  private static final String CLOSE = "delete from open_bucket where width = ? and at = ?";

  private final Partitions partitions;
  private @Nullable Instant changesPruned;

  Rollups(Partitions partitions) {
    this.partitions = partitions;
  }

  /**
   * Rolls up everything that is over.
   *
   * @param connection gets its autocommit switched off
   * @return how many minutes and hours were done
   */
  int rollUp(Connection connection, Instant now) throws SQLException {
    connection.setAutoCommit(false);
    return all(connection, now, Level.MINUTE) + all(connection, now, Level.HOUR);
  }

  private int all(Connection connection, Instant now, Level level) throws SQLException {
    int done = 0;
    int chunk;
    do {
      chunk = chunk(connection, now, level);
      done += chunk;
    } while (chunk > 0);
    return done;
  }

  private int chunk(Connection connection, Instant now, Level level) throws SQLException {
    String width = level == Level.MINUTE ? "minute" : "hour";
    // Partitions are made before any row is locked, in a transaction of their own.
    partitions.ensure(connection, level, take(connection, now, level, width));
    connection.commit();
    int done = 0;
    try (PreparedStatement insert =
            connection.prepareStatement(level == Level.MINUTE ? MINUTE : HOUR);
        PreparedStatement close = connection.prepareStatement(CLOSE)) {
      for (Instant at : take(connection, now, level, width)) {
        Instant end = at.plus(level.step());
        if (level == Level.HOUR && hasOpenMinutes(connection, at, end)) {
          continue;
        }
        Sql.at(insert, 1, at);
        Sql.at(insert, 2, at);
        Sql.at(insert, 3, end);
        insert.executeUpdate();
        close.setString(1, width);
        Sql.at(close, 2, at);
        close.executeUpdate();
        done++;
      }
    }
    connection.commit();
    return done;
  }

  private static List<Instant> take(Connection connection, Instant now, Level level, String width)
      throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setString(1, width);
      Sql.at(take, 2, now.minus(level.step()));
      List<Instant> buckets = new ArrayList<>();
      try (ResultSet row = take.executeQuery()) {
        while (row.next()) {
          buckets.add(Sql.instant(row, 1));
        }
      }
      return buckets;
    }
  }

  private static boolean hasOpenMinutes(Connection connection, Instant from, Instant to)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OPEN_MINUTES)) {
      Sql.at(select, 1, from);
      Sql.at(select, 2, to);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Drops what is past its time; changes of state are kept as long as hours, and looked at once an
   * hour.
   *
   * @return how many partitions were dropped
   */
  int prune(Connection connection, Instant now) throws SQLException {
    connection.setAutoCommit(false);
    int dropped = 0;
    for (Level level : Level.values()) {
      dropped += partitions.prune(connection, level, now);
    }
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    if (!hour.equals(changesPruned)) {
      StateChanges.prune(connection, now.minus(Level.HOUR.kept()));
      connection.commit();
      changesPruned = hour;
    }
    return dropped;
  }

  /** How far apart two runs should be at most, so that little is read from raw samples. */
  static Duration interval() {
    return Duration.ofSeconds(15);
  }
}
