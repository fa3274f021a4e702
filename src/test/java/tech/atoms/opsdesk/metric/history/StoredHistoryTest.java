package tech.atoms.opsdesk.metric.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.StateChanges;
import tech.atoms.opsdesk.store.StateChanges.Change;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** History over a real store in the shared test server; each test is an environment of its own. */
class StoredHistoryTest {
  private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
  private static final Series CPU = new Series("cpu_usage", Map.of());
  private static final Series SEARCH = new Series("tool_calls", Map.of("tool", "se'ar\"ch"));

  private static final Store STORE = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
  private static int number;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final String environment = "environment " + number++;
  private final StoredHistory history = new StoredHistory(STORE, environment, now::get);

  @AfterAll
  static void closeStore() {
    STORE.close();
  }

  @AfterEach
  void close() {
    history.close();
  }

  @Test
  void givesBackWhatWasRecordedAlsoToTheNextRun() {
    record(history, sample(CPU, 0, 10), sample(CPU, 5, 20), sample(SEARCH, 5, 1.5));
    now.set(START.plusSeconds(60));
    try (StoredHistory next = new StoredHistory(STORE, environment, now::get)) {
      assertThat(next.query(CPU, START, now.get(), 100).points())
          .containsExactly(
              new Point(START, 10, 10, 10, 1), new Point(START.plusSeconds(5), 20, 20, 20, 1));
      assertThat(next.query(SEARCH, START, now.get(), 100).points()).hasSize(1);
      assertThat(next.series()).containsExactlyInAnyOrder(CPU, SEARCH);
      assertThat(next.trouble()).isNull();
      // The range is open at its end and starts where it says.
      assertThat(next.query(CPU, START.plusSeconds(1), START.plusSeconds(5), 100).points())
          .isEmpty();
    }
  }

  @Test
  void storesASampleOnceHoweverOftenItComes() {
    record(history, sample(CPU, 0, 10), sample(CPU, 0, 10));
    record(history, sample(CPU, 0, 10));
    assertThat(count(CPU)).isEqualTo(1);
  }

  @Test
  void readsEverySampleOnceWhereverRollupsStand() {
    IntStream.range(0, 150).forEach(i -> history.record(List.of(sample(CPU, i * 60, i))));
    settle(history);
    now.set(START.plusSeconds(150 * 60));
    for (int rolledUp : List.of(0, 30, 65, 119, 150)) {
      history.maintain(START.plusSeconds(rolledUp * 60L));
      assertThat(history.query(CPU, START, now.get(), 1000).points()).hasSize(150);
      List<Point> hours = history.query(CPU, START, START.plus(Duration.ofDays(20)), 500).points();
      assertThat(hours)
          .as("rolled up to minute %s", rolledUp)
          .extracting(Point::count)
          .containsExactly(60L, 60L, 30L);
      assertThat(hours).extracting(Point::max).containsExactly(59.0, 119.0, 149.0);
      assertThat(hours).extracting(Point::min).containsExactly(0.0, 60.0, 120.0);
      assertThat(hours).extracting(Point::mean).containsExactly(29.5, 89.5, 134.5);
    }
    assertThat(number("select count(*) from rollup_hour where series in " + ids())).isEqualTo(2);
  }

  @Test
  void refusesLabelsThatNoIndexTakesAndStoresTheRest() {
    Series endless = new Series("tool_calls", Map.of("tool", "ü".repeat(1_500)));
    record(history, sample(endless, 0, 1), sample(CPU, 0, 10));
    assertThat(history.refused()).isEqualTo(1);
    assertThat(count(CPU)).isEqualTo(1);
    assertThat(history.trouble()).isNull();
  }

  @Test
  void oneSampleThatTheStoreRefusesHoldsUpNoOther() {
    execute("alter table sample add constraint no_such_value check (value <> 777.25)");
    try {
      record(
          history,
          IntStream.range(0, 100)
              .mapToObj(i -> sample(CPU, i, i == 37 || i == 38 ? 777.25 : i))
              .toArray(Sample[]::new));
      assertThat(count(CPU)).isEqualTo(98);
      assertThat(history.refused()).isEqualTo(2);
      assertThat(history.trouble()).isNull();
    } finally {
      execute("alter table sample drop constraint no_such_value");
    }
  }

  @Test
  void anInterruptedQueryLeavesTheConnectionsAlone() throws Exception {
    record(history, sample(CPU, 0, 10));
    String pids =
        " from pg_stat_activity where application_name = 'atoms-opsdesk-store'"
            + " and datname = current_database()";
    String before;
    try (Connection locker = STORE.dataSource().orElseThrow().getConnection();
        Statement lock = locker.createStatement()) {
      locker.setAutoCommit(false);
      before = text("select string_agg(pid::text, ',')" + pids);
      lock.execute("lock table sample in access exclusive mode");
      Thread reader =
          Thread.ofVirtual()
              .start(() -> history.query(CPU, START, START.plusSeconds(60), 100).points());
      await()
          .until(
              () ->
                  number(
                          "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                              + " and query like 'select date_bin%'")
                      > 0);
      reader.interrupt();
      assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
      locker.rollback();
    }
    assertThat(number("select count(*)" + pids + " and pid in (" + before + ")"))
        .isEqualTo(before.split(",", -1).length);
  }

  @Test
  void takesLateSamplesIntoRollupsThatWereDone() {
    record(history, sample(CPU, 0, 10), sample(CPU, 7200, 1));
    now.set(START.plus(Duration.ofHours(5)));
    history.maintain(now.get());
    record(history, sample(CPU, 20, 50));
    history.maintain(now.get());
    history.maintain(now.get());
    assertThat(
            number(
                "select max from rollup_minute where at = '" + START + "' and series in " + ids()))
        .isEqualTo(50);
    assertThat(
            number(
                "select count from rollup_hour where at = '" + START + "' and series in " + ids()))
        .isEqualTo(2);
  }

  @Test
  void dropsWhatIsPastItsTimeAndKeepsTheRollups() {
    record(history, sample(CPU, 0, 10), sample(CPU, 30, 20));
    StateChanges changes = new StateChanges(STORE, environment);
    changes.append(new Change(START, "Environment", "UNKNOWN", "HEALTHY", "well"));
    changes.append(new Change(START.plusSeconds(1), "Environment", "HEALTHY", "DOWN", "ill"));
    now.set(START.plus(Duration.ofHours(47)));
    history.maintain(now.get());
    assertThat(count(CPU)).isEqualTo(2);

    now.set(START.plus(Duration.ofHours(55)));
    history.maintain(now.get());
    assertThat(count(CPU)).isZero();
    assertThat(history.query(CPU, START, START.plusSeconds(60), 10).points())
        .containsExactly(new Point(START, 10, 20, 15, 2));

    now.set(START.plus(Duration.ofDays(32)));
    history.maintain(now.get());
    assertThat(number("select count(*) from rollup_minute where series in " + ids())).isZero();
    assertThat(history.query(CPU, START, START.plus(Duration.ofHours(1)), 10).points())
        .containsExactly(new Point(START, 10, 20, 15, 2));

    assertThat(changes.newest()).hasSize(2);

    now.set(START.plus(Duration.ofDays(440)));
    history.maintain(now.get());
    assertThat(changes.newest()).extracting(Change::why).containsExactly("ill");
    assertThat(number("select count(*) from rollup_hour where series in " + ids())).isZero();
  }

  @Test
  void refusesWhatIsTooOldOrTooFarAheadAndCountsIt() {
    record(
        history,
        sample(CPU, -48 * 3600 - 1, 1),
        sample(CPU, 24 * 3600 + 1, 1),
        sample(CPU, 0, Double.NaN),
        new Sample(new Series("a\0b", Map.of()), START, 1),
        sample(CPU, 0, 5));
    assertThat(history.refused()).isEqualTo(4);
    assertThat(count(CPU)).isEqualTo(1);
  }

  @Test
  void survivesAClockThatJumpsForwardAndBack() {
    record(history, sample(CPU, 0, 1));
    now.set(START.plus(Duration.ofHours(30)));
    record(history, sample(CPU, 30 * 3600, 2));
    history.maintain(now.get());
    now.set(START.plusSeconds(5));
    record(history, sample(CPU, 5, 3));
    history.maintain(now.get());
    assertThat(history.query(CPU, START, START.plusSeconds(60), 100).points())
        .extracting(Point::mean)
        .containsExactly(1.0, 3.0);
    assertThat(count(CPU)).isEqualTo(3);
    assertThat(history.trouble()).isNull();
  }

  @Test
  void letsTwoDesksWriteTheSameEnvironment() throws Exception {
    try (StoredHistory other = new StoredHistory(STORE, environment, now::get)) {
      Thread first = Thread.ofVirtual().start(() -> writeInterleaved(history, 0));
      Thread second = Thread.ofVirtual().start(() -> writeInterleaved(other, 1));
      for (int i = 0; i < 20; i++) {
        history.maintain(START.plusSeconds(2000));
        other.maintain(START.plusSeconds(2000));
      }
      first.join();
      second.join();
      settle(history);
      settle(other);
      history.maintain(START.plus(Duration.ofHours(2)));
      assertThat(count(CPU)).isEqualTo(1500);
      assertThat(number("select sum(count) from rollup_minute where series in " + ids()))
          .isEqualTo(1500);
      assertThat(number("select sum(count) from rollup_hour where series in " + ids()))
          .isEqualTo(1500);
    }
  }

  /** Two desks share every third instant. */
  private static void writeInterleaved(StoredHistory target, int which) {
    for (int i = 0; i < 1500; i++) {
      if (i % 3 == 2 || i % 3 == which) {
        target.record(List.of(sample(CPU, i, i), sample(SEARCH, i, i)));
      }
    }
  }

  @Test
  void staysInMemoryWhileTheDiskIsFullAndWritesAllOfItLater() {
    record(history, sample(CPU, 0, 1));
    TestPostgres.execute(
        STORE.dataSource().orElseThrow(),
        "create function full_disk() returns trigger language plpgsql as $$ begin raise exception"
            + " 'could not extend file: No space left on device' using errcode = '53100'; end $$",
        "create trigger full_disk before insert on sample for each row execute function"
            + " full_disk()");
    now.set(START.plusSeconds(60));
    history.record(List.of(sample(CPU, 5, 2)));
    await().until(() -> history.trouble() != null);
    assertThat(String.valueOf(history.trouble()))
        .contains("History is kept in memory only")
        .contains("the disk of the store is full");
    // Both what is stored and what waits is shown.
    assertThat(history.query(CPU, START, now.get(), 100).points())
        .extracting(Point::mean)
        .containsExactly(1.0, 2.0);

    TestPostgres.execute(
        STORE.dataSource().orElseThrow(),
        "drop trigger full_disk on sample",
        "drop function full_disk");
    await().atMost(Duration.ofSeconds(20)).until(() -> history.trouble() == null);
    settle(history);
    assertThat(count(CPU)).isEqualTo(2);
    assertThat(history.dropped()).isZero();
  }

  private static void record(StoredHistory target, Sample... samples) {
    target.record(List.of(samples));
    settle(target);
  }

  private static void settle(StoredHistory target) {
    await().atMost(Duration.ofSeconds(30)).until(() -> target.waiting() == 0);
  }

  private static Sample sample(Series series, int second, double value) {
    return new Sample(series, START.plusSeconds(second), value);
  }

  private String ids() {
    return "(select id from series where environment = '"
        + environment
        + "' and metric = 'cpu_usage')";
  }

  private long count(Series series) {
    return number(
        "select count(*) from sample where series in (select id from series where environment = '"
            + environment
            + "' and metric = '"
            + series.metric()
            + "')");
  }

  private static void execute(String sql) {
    TestPostgres.execute(STORE.dataSource().orElseThrow(), sql);
  }

  private static long number(String sql) {
    return Long.parseLong(text(sql));
  }

  private static String text(String sql) {
    try (Connection connection = STORE.dataSource().orElseThrow().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
