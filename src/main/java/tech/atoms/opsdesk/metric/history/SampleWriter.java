package tech.atoms.opsdesk.metric.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.metric.Sample;

/**
 * Stores batches of samples and marks their minutes and hours as open, in one transaction. A sample
 * that is there already is left alone, so a batch can be written again after a doubtful end.
 *
 * <p>Arrays and {@code unnest} instead of COPY: as fast for batches of thousands, and a COPY would
 * need a staging table, because it cannot skip what is there already.
 */
final class SampleWriter {
  private static final String INSERT =
      "insert into sample (series, at, value)"
          + " select series, timestamptz 'epoch' + micros * interval '1 microsecond', value"
          + " from unnest(?::integer[], ?::bigint[], ?::double precision[])"
          + " as batch(series, micros, value) on conflict do nothing";
  private static final String OPEN =
      "insert into open_bucket (width, at)"
          + " select ?, timestamptz 'epoch' + micros * interval '1 microsecond'"
          + " from unnest(?::bigint[]) as bucket(micros) order by micros"
          // Touching an existing row locks it against a rollup that would not see our samples yet.
          + " on conflict (width, at) do update set touched = open_bucket.touched + 1";

  private final SeriesIds ids;
  private final Partitions partitions;

  SampleWriter(SeriesIds ids, Partitions partitions) {
    this.ids = ids;
    this.partitions = partitions;
  }

  private record Row(int series, long micros, double value) {}

  /** Writes a batch and commits. */
  void write(Connection connection, List<Sample> batch) throws SQLException {
    connection.setAutoCommit(false);
    Set<Instant> minutes = new TreeSet<>();
    Set<Instant> hours = new TreeSet<>();
    List<Row> rows = new ArrayList<>(batch.size());
    ids.ensure(connection, batch.stream().map(Sample::series).collect(Collectors.toSet()));
    for (Sample sample : batch) {
      rows.add(new Row(ids.of(sample.series()), Micros.of(sample.at()), sample.value()));
      minutes.add(sample.at().truncatedTo(ChronoUnit.MINUTES));
      hours.add(sample.at().truncatedTo(ChronoUnit.HOURS));
    }
    partitions.ensure(connection, Level.RAW, hours);
    // The same order for everybody, so that two desks never wait for each other in a circle.
    rows.sort(Comparator.comparingLong(Row::micros).thenComparingInt(Row::series));
    insert(connection, rows);
    open(connection, "hour", hours);
    open(connection, "minute", minutes);
    connection.commit();
  }

  private static void insert(Connection connection, List<Row> rows) throws SQLException {
    int[] series = new int[rows.size()];
    long[] micros = new long[rows.size()];
    double[] values = new double[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      series[i] = row.series();
      micros[i] = row.micros();
      values[i] = row.value();
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, series);
      insert.setObject(2, micros);
      insert.setObject(3, values);
      insert.executeUpdate();
    }
  }

  private static void open(Connection connection, String width, Set<Instant> buckets)
      throws SQLException {
    try (PreparedStatement open = connection.prepareStatement(OPEN)) {
      open.setString(1, width);
      open.setObject(2, buckets.stream().mapToLong(Micros::of).toArray());
      open.executeUpdate();
    }
  }
}
