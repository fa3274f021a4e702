package tech.atoms.opsdesk.metric.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import tech.atoms.opsdesk.store.Sql;

/**
 * Reads one series from the store into bins. Buckets that are still open are read from the level
 * below, in the same statement, so every sample counts exactly once.
 */
final class HistoryReader {
  private static final String RAW =
      "select at, value as min, value as max, value as sum, 1 as count from sample"
          + " where series = ? and at >= ? and at < ?";
  private static final String MINUTES =
      "select r.at, r.min, r.max, r.sum, r.count from rollup_minute r"
          + " where r.series = ? and r.at >= ? and r.at < ?"
          + " and r.at not in (select at from open_bucket where width = 'minute')";
  private static final String OPEN_MINUTES =
      " union all select s.at, s.value, s.value, s.value, 1 from open_bucket b join sample s"
          + " on s.series = ? and s.at >= b.at and s.at < b.at + interval '1 minute'"
          + " where b.width = 'minute' and s.at >= ? and s.at < ?";
  private static final String HOURS =
      "select r.at, r.min, r.max, r.sum, r.count from rollup_hour r"
          + " where r.series = ? and r.at >= ? and r.at < ?"
          + " and r.at not in (select at from open_bucket where width = 'hour')";
  private static final String OPEN_HOURS =
      " union all select r.at, r.min, r.max, r.sum, r.count from open_bucket b join rollup_minute r"
          + " on r.series = ? and r.at >= b.at and r.at < b.at + interval '1 hour'"
          + " where b.width = 'hour' and r.at >= ? and r.at < ?"
          + " and r.at not in (select at from open_bucket where width = 'minute')";

  private HistoryReader() {}

  /** Reads what is stored in [from, to). */
  static void read(
      Connection connection,
      StoreReads.Running running,
      int series,
      Instant from,
      Instant to,
      Resolution how,
      Bins bins)
      throws SQLException {
    String rows =
        switch (how.level()) {
          case RAW -> RAW;
          case MINUTE -> MINUTES + OPEN_MINUTES;
          case HOUR -> HOURS + OPEN_HOURS + OPEN_MINUTES;
        };
    int parts =
        switch (how.level()) {
          case RAW -> 1;
          case MINUTE -> 2;
          case HOUR -> 3;
        };
    try (PreparedStatement select =
        connection.prepareStatement(
            "select date_bin(make_interval(secs => ?), at, timestamptz 'epoch'), min(min),"
                + " max(max), sum(sum), sum(count) from ("
                + rows
                + ") as part group by 1")) {
      select.setDouble(1, (double) how.step().toSeconds());
      for (int part = 0; part < parts; part++) {
        select.setInt(part * 3 + 2, series);
        Sql.at(select, part * 3 + 3, from);
        Sql.at(select, part * 3 + 4, to);
      }
      running.next(select);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          bins.add(
              Sql.instant(row, 1),
              row.getDouble(2),
              row.getDouble(3),
              row.getDouble(4),
              row.getLong(5));
        }
      }
    }
  }
}
