package tech.atoms.opsdesk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.history.StoredHistory;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;

/**
 * Sampler and store: 5,000 samples a second for 60 s must all be stored, while 30-day queries of
 * one series answer in at most 100 ms at the median. Runs an embedded store of its own in a new
 * directory, durable as always, filled with 30 days of rollups of 50 series beforehand.
 *
 * <p>Arguments: seconds (60), samples a second (5000), series that are written (1000).
 */
public final class StoreBench {
  private static final int FILLED_SERIES = 50;
  private static final int FILLED_DAYS = 30;
  private static final Duration PAUSE_BETWEEN_QUERIES = Duration.ofMillis(100);

  private final Store store;
  private final int seconds;
  private final int rate;
  private final int written;
  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  private StoreBench(Store store, int seconds, int rate, int written) {
    this.store = store;
    this.seconds = seconds;
    this.rate = rate;
    this.written = written;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5000;
    int written = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000;
    Path directory = Files.createTempDirectory("opsdesk-store-bench-");
    boolean good;
    try (Store store = Store.open(new StoreSettings.Embedded(directory))) {
      if (store.awaitOpened(Duration.ofMinutes(2)) != Store.State.UP) {
        throw new IllegalStateException("the store did not open: " + store.trouble());
      }
      good = new StoreBench(store, seconds, rate, written).run();
    } finally {
      delete(directory);
    }
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws Exception {
    fill();
    try (StoredHistory history = new StoredHistory(store, "bench", InstantSource.system())) {
      // What the screens ask for comes from hours; 4,000 points need the minutes, and are printed
      // to know what that costs.
      List<Double> hours = new ArrayList<>();
      List<Double> minutes = new ArrayList<>();
      ask(history, 20, new AtomicBoolean(), new ArrayList<>(), new ArrayList<>());
      AtomicBoolean ended = new AtomicBoolean();
      Thread asking =
          Thread.ofVirtual().start(() -> ask(history, Integer.MAX_VALUE, ended, hours, minutes));
      long start = System.nanoTime();
      long sent = send(history);
      double tookSeconds = (System.nanoTime() - start) / 1e9;
      long behind = history.waiting();
      while (history.waiting() > 0) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
      double storedSeconds = (System.nanoTime() - start) / 1e9;
      ended.set(true);
      asking.join();
      long stored =
          number(
              "select count(*) from sample s join series r on r.id = s.series"
                  + " where r.environment = 'bench' and r.metric = 'written'");
      System.out.printf(
          Locale.ROOT,
          "%n| what | measured |%n| --- | --- |%n"
              + "| sent | %,d samples of %,d series in %.1f s (%,.0f a second) |%n"
              + "| waiting when the last was sent | %,d |%n"
              + "| stored, counted in the table | %,d after %.1f s |%n"
              + "| dropped / refused | %d / %d |%n",
          sent,
          written,
          tookSeconds,
          sent / tookSeconds,
          behind,
          stored,
          storedSeconds,
          history.dropped(),
          history.refused());
      print("30 days in 1,000 points (from hours)", hours);
      print("30 days in 4,000 points (from minutes)", minutes);
      return stored == sent && history.dropped() == 0 && quantile(hours, 0.5) <= 100;
    }
  }

  /** Sends at a constant rate, ten times a second, whatever the store does. */
  private long send(StoredHistory history) {
    Random random = new Random(7);
    long start = System.nanoTime();
    Instant first = Instant.now();
    long sent = 0;
    for (int tick = 0; tick < seconds * 10; tick++) {
      Instant at = first.plusMillis(tick * 100L);
      List<Sample> samples = new ArrayList<>(rate / 10);
      for (int i = 0; i < rate / 10; i++) {
        // A series comes again after written / rate seconds, so no instant repeats.
        samples.add(
            new Sample(
                written((int) ((sent + i) % written)),
                at.plusNanos(i * 1000L),
                random.nextDouble()));
      }
      history.record(samples);
      sent += samples.size();
      long next = start + (tick + 1) * 100_000_000L;
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    return sent;
  }

  private void ask(
      StoredHistory history,
      int times,
      AtomicBoolean ended,
      List<Double> hours,
      List<Double> minutes) {
    Random random = new Random(11);
    for (int i = 0; i < times && !ended.get(); i++) {
      hours.add(ask(history, filled(random.nextInt(FILLED_SERIES)), 1000, 600));
      minutes.add(ask(history, filled(random.nextInt(FILLED_SERIES)), 4000, 3500));
      LockSupport.parkNanos(PAUSE_BETWEEN_QUERIES.toNanos());
    }
  }

  private double ask(StoredHistory history, Series series, int most, int least) {
    long start = System.nanoTime();
    int points =
        history
            .query(series, begin.minus(Duration.ofDays(FILLED_DAYS)).plusSeconds(3600), begin, most)
            .points()
            .size();
    double millis = (System.nanoTime() - start) / 1e6;
    if (points < least || points > most) {
      throw new IllegalStateException(points + " points instead of at most " + most);
    }
    return millis;
  }

  /** 30 days of minutes and hours, as rolling up would have left them. */
  private void fill() throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = store.dataSource().orElseThrow().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into series (environment, metric, labels) select 'bench', 'filled',"
              + " jsonb_build_object('n', n::text) from generate_series(0, "
              + (FILLED_SERIES - 1)
              + ") n");
      Instant from = begin.minus(Duration.ofDays(FILLED_DAYS));
      for (Instant day = from.truncatedTo(ChronoUnit.DAYS);
          day.isBefore(begin);
          day = day.plus(1, ChronoUnit.DAYS)) {
        partition(statement, "rollup_minute", "uuuuMMddHH", day, day.plus(1, ChronoUnit.DAYS));
        fill(connection, "rollup_minute", "1 minute", day, day.plus(1, ChronoUnit.DAYS), from);
      }
      var month = from.atZone(java.time.ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
      while (month.atStartOfDay(java.time.ZoneOffset.UTC).toInstant().isBefore(begin)) {
        Instant first = month.atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
        month = month.plusMonths(1);
        Instant end = month.atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
        partition(statement, "rollup_hour", "uuuuMMddHH", first, end);
        fill(connection, "rollup_hour", "1 hour", first, end, from);
      }
      // As autovacuum would have left it.
      statement.execute("vacuum analyze");
    }
    System.out.printf(
        Locale.ROOT,
        "Filled %,d minutes and %,d hours in %.1f s%n",
        number("select count(*) from rollup_minute"),
        number("select count(*) from rollup_hour"),
        (System.nanoTime() - start) / 1e9);
  }

  private static void partition(
      Statement statement, String table, String pattern, Instant from, Instant to)
      throws SQLException {
    String name =
        java.time.format.DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
            .withZone(java.time.ZoneOffset.UTC)
            .format(from);
    statement.execute(
        "create table "
            + table
            + "_p"
            + name
            + " partition of "
            + table
            + " for values from ('"
            + from
            + "') to ('"
            + to
            + "')");
  }

  private void fill(
      Connection connection, String table, String step, Instant from, Instant to, Instant oldest)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into "
                + table
                + " (series, at, min, max, sum, count)"
                // In the order of time, all series of a minute together, as they come in real life.
                + " select s.id, t, v * 0.5, v * 2, v * 12, 12 from"
                + " generate_series(greatest(?::timestamptz, ?::timestamptz),"
                + " least(?::timestamptz, ?::timestamptz) - interval '"
                + step
                + "', interval '"
                + step
                + "') t cross join series s, lateral (select random() * 100 as v) r"
                + " order by t, s.id")) {
      insert.setString(1, from.toString());
      insert.setString(2, oldest.truncatedTo(ChronoUnit.HOURS).toString());
      insert.setString(3, to.toString());
      insert.setString(4, begin.truncatedTo(ChronoUnit.HOURS).toString());
      insert.executeUpdate();
    }
  }

  private static Series filled(int number) {
    return new Series("filled", Map.of("n", Integer.toString(number)));
  }

  private static Series written(int number) {
    return new Series("written", Map.of("n", Integer.toString(number)));
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = store.dataSource().orElseThrow().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void print(String name, List<Double> millis) {
    System.out.printf(
        Locale.ROOT,
        "| %s | median %.0f ms, 95%% %.0f ms, worst %.0f ms of %d queries |%n",
        name,
        quantile(millis, 0.5),
        quantile(millis, 0.95),
        quantile(millis, 1),
        millis.size());
  }

  private static double quantile(List<Double> values, double q) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1.0, Math.floor(q * sorted.size())));
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
