package tech.atoms.opsdesk.metric.history;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;
import tech.atoms.opsdesk.store.SqlTrouble;
import tech.atoms.opsdesk.store.Store;

/**
 * History of one environment in the store: raw samples for 48 hours, minutes for 30 days, hours for
 * 13 months. While the store is away the last two hours are answered from memory, and what could
 * not be written waits there. Safe on any thread.
 */
public final class StoredHistory implements MetricHistory, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoredHistory.class);
  private static final int MOST_WAITING = 200_000;
  private static final int BATCH = 10_000;
  private static final int ENOUGH = 2_500;
  private static final Duration LINGER = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_FLUSH = Duration.ofSeconds(5);
  private static final int LONGEST_NAME = 2_000;
  private static final Duration MOST_AHEAD = Duration.ofHours(24);

  private final Store store;
  private final InstantSource clock;
  private final MemoryHistory memory;
  private final PendingSamples pending = new PendingSamples(MOST_WAITING);
  private final Partitions partitions = new Partitions();
  private final SeriesIds ids;
  private final SampleWriter writer;
  private final Rollups rollups = new Rollups(partitions);
  private final AtomicLong refused = new AtomicLong();
  private final Thread writing;
  private final Thread maintaining;
  private volatile @Nullable Problem writeProblem;
  private volatile boolean closed;

  /** Of the writing thread alone. */
  private int batchSize = BATCH;

  /**
   * Begins to record; the store may be away.
   *
   * @param store where samples go
   * @param environment name of the environment they belong to
   * @param clock decides what is past its time
   */
  public StoredHistory(Store store, String environment, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.memory = new MemoryHistory(clock);
    this.ids = new SeriesIds(environment);
    this.writer = new SampleWriter(ids, partitions);
    this.writing = Thread.ofVirtual().name("history-writer").start(this::writeAll);
    this.maintaining = Thread.ofVirtual().name("history-rollups").start(this::maintainAll);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Not finite values, samples past the raw retention, those more than a day ahead and those
   * whose labels are longer than 2,000 bytes are refused and counted.
   */
  @Override
  public void record(List<Sample> samples) {
    Instant now = clock.instant();
    Instant oldest = now.minus(Level.RAW.kept());
    Instant newest = now.plus(MOST_AHEAD);
    List<Sample> good =
        samples.stream()
            .filter(s -> Double.isFinite(s.value()))
            .filter(s -> !s.at().isBefore(oldest) && !s.at().isAfter(newest))
            .filter(s -> storable(s.series()))
            .toList();
    refused.addAndGet(samples.size() - (long) good.size());
    memory.record(good);
    pending.add(good);
  }

  /** PostgreSQL's text holds no NUL, and its index no entry of more than about 2,700 bytes. */
  private static boolean storable(Series series) {
    StringBuilder name = new StringBuilder(series.metric());
    series.labels().forEach((label, value) -> name.append(label).append(value));
    return name.indexOf("\0") < 0
        && name.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  @Override
  public SeriesData query(Series series, Instant from, Instant to, int maxPoints) {
    Optional<DataSource> source = store.dataSource();
    if (source.isPresent()) {
      try {
        return StoreReads.run(
            source.get(),
            (connection, running) -> stored(connection, running, series, from, to, maxPoints));
      } catch (InterruptedException e) {
        // Nobody waits for the answer any more.
        Thread.currentThread().interrupt();
      } catch (SQLException e) {
        log.warn("{}", problem("History could not be read", e).line());
        store.suspect();
      }
    }
    return memory.query(series, from, to, maxPoints);
  }

  private SeriesData stored(
      Connection connection,
      StoreReads.Running running,
      Series series,
      Instant from,
      Instant to,
      int maxPoints)
      throws SQLException {
    Resolution how = Resolution.choose(from, to, maxPoints, clock.instant());
    Bins bins = new Bins(from, how.step());
    // What cannot be written at the moment is shown all the same.
    List<Sample> unwritten = writeProblem == null ? List.of() : pending.of(series);
    Integer id = ids.find(connection, series);
    if (id != null) {
      HistoryReader.read(connection, running, id, from, to, how, bins);
    }
    for (Sample sample : unwritten) {
      if (!sample.at().isBefore(from) && sample.at().isBefore(to)) {
        bins.add(sample.at(), sample.value());
      }
    }
    return bins.data(series);
  }

  @Override
  public Set<Series> series() {
    Set<Series> all = new HashSet<>(memory.series());
    Optional<DataSource> source = store.dataSource();
    if (source.isPresent()) {
      try {
        all.addAll(StoreReads.run(source.get(), (connection, running) -> ids.all(connection)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SQLException e) {
        log.warn("{}", problem("Recorded series could not be listed", e).line());
        store.suspect();
      }
    }
    return Set.copyOf(all);
  }

  @Override
  public boolean reachesBack() {
    return store.dataSource().isPresent();
  }

  /** {@inheritDoc} Null while the store opens for the first time: nothing is at risk yet. */
  @Override
  public @Nullable Problem trouble() {
    Problem cause = store.trouble();
    if (cause == null) {
      cause = writeProblem;
    }
    if (cause == null) {
      return null;
    }
    long lost = pending.dropped() + refused.get();
    String why = cause.why() + "; " + pending.size() + " samples wait";
    return new Problem(
        "History is kept in memory only",
        cause.where(),
        lost == 0 ? why : why + ", " + lost + " are lost",
        cause.next());
  }

  /** Samples refused since the start: too old, too far ahead, no number, or not storable. */
  public long refused() {
    return refused.get();
  }

  /** Samples that were lost since the start, because more waited for the store than may. */
  public long dropped() {
    return pending.dropped();
  }

  /** Samples that wait to be written. */
  public int waiting() {
    return pending.size();
  }

  /**
   * Rolls up what is over and drops what is past its time. Runs by itself every 15 s; public for
   * whoever needs it done now. Blocks. Does nothing while the store is away.
   *
   * @param now the time to do it for
   */
  public void maintain(Instant now) {
    Optional<DataSource> source = store.dataSource();
    if (source.isEmpty()) {
      return;
    }
    try (Connection connection = source.get().getConnection()) {
      rollups.rollUp(connection, now);
      rollups.prune(connection, now);
    } catch (SQLException e) {
      forget();
      if (!closed) {
        log.warn("{}", problem("Rollups wait", e).line());
        store.suspect();
      }
    }
  }

  /** Writes what waits, for 5 s at most, and stops. The store stays open. */
  @Override
  public void close() {
    closed = true;
    pending.hurry();
    maintaining.interrupt();
    try {
      if (!writing.join(LAST_FLUSH)) {
        log.warn("{} samples were not written in time", pending.size());
        writing.interrupt();
      }
      maintaining.join(LAST_FLUSH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    try {
      while (!closed || (pending.size() > 0 && store.dataSource().isPresent())) {
        pending.awaitWork(ENOUGH, LINGER);
        if (!writeBatch()) {
          if (closed) {
            return;
          }
          pending.pause(RETRY);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean writeBatch() {
    Optional<DataSource> source = store.dataSource();
    if (source.isEmpty()) {
      forget();
      return false;
    }
    List<Sample> batch = pending.batch(batchSize);
    if (batch.isEmpty()) {
      return true;
    }
    try (Connection connection = source.get().getConnection()) {
      writer.write(connection, batch);
      pending.written();
      batchSize = Math.min(BATCH, 2 * batchSize);
      writeProblem = null;
      return true;
    } catch (SQLException e) {
      forget();
      if (isOfTheData(e)) {
        narrow(batch.size(), e);
        return true;
      }
      Problem problem = problem("Samples could not be stored", e);
      if (!problem.equals(writeProblem)) {
        log.warn("{}", problem.line());
      }
      writeProblem = problem;
      store.suspect();
      return false;
    }
  }

  /** What the store refuses whenever it is tried: not the data's place, but the data. */
  private static boolean isOfTheData(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }

  /** Halves the batch until the sample that the store refuses is alone, and gives that up. */
  private void narrow(int size, SQLException e) {
    if (batchSize > 1) {
      batchSize = Math.max(1, size / 2);
      return;
    }
    pending.written();
    refused.incrementAndGet();
    batchSize = 2;
    log.warn("{}", problem("The store refuses a sample", e).line());
  }

  private void maintainAll() {
    try {
      while (!closed) {
        Thread.sleep(Rollups.interval());
        maintain(clock.instant());
      }
    } catch (InterruptedException e) {
      log.debug("Rollups end with the history");
    }
  }

  private void forget() {
    ids.forget();
    partitions.forget();
  }

  private Problem problem(String what, SQLException e) {
    return SqlTrouble.problem(what, store.where(), e);
  }
}
