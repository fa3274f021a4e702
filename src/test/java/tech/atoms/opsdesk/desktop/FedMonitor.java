package tech.atoms.opsdesk.desktop;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Snapshot;

/** A monitor whose snapshots a test hands in. */
public final class FedMonitor implements Monitor {
  /** How often it was asked to refresh. */
  public final AtomicInteger refreshed = new AtomicInteger();

  /** Who listens at the moment. */
  public final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();

  private final Environment environment;
  private final MetricHistory history;
  private volatile Snapshot snapshot;

  /** Begins with a snapshot. */
  public FedMonitor(Environment environment, Snapshot first, MetricHistory history) {
    this.environment = environment;
    this.snapshot = first;
    this.history = history;
  }

  /** Publishes a snapshot. */
  public void feed(Snapshot next) {
    snapshot = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public Subscription subscribe(Consumer<Snapshot> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void refresh() {
    refreshed.incrementAndGet();
  }

  @Override
  public MetricHistory history() {
    return history;
  }

  @Override
  public void close() {
    listeners.clear();
  }

  /** A history whose store opens later: nothing of before is there until it has. */
  public static final class LateHistory implements MetricHistory {
    private final FixedHistory stored;
    private final AtomicBoolean open = new AtomicBoolean();

    /** Keeps what shows once it is open. */
    public LateHistory(List<SeriesData> data) {
      stored = new FixedHistory(data);
    }

    /** The store is up. */
    public void open() {
      open.set(true);
    }

    @Override
    public boolean reachesBack() {
      return open.get();
    }

    @Override
    public void record(List<Sample> samples) {}

    @Override
    public SeriesData query(Series series, Instant from, Instant to, int maxPoints) {
      return (open.get() ? stored : new FixedHistory(List.of())).query(series, from, to, maxPoints);
    }

    @Override
    public Set<Series> series() {
      return stored.series();
    }

    @Override
    public @Nullable Problem trouble() {
      return null;
    }
  }

  /** A history of fixed points. */
  public record FixedHistory(List<SeriesData> data) implements MetricHistory {
    @Override
    public void record(List<Sample> samples) {}

    @Override
    public SeriesData query(Series series, Instant from, Instant to, int maxPoints) {
      return data.stream()
          .filter(d -> d.series().equals(series))
          .findFirst()
          .orElse(new SeriesData(series, java.time.Duration.ofSeconds(5), List.of()));
    }

    @Override
    public Set<Series> series() {
      return data.stream()
          .map(SeriesData::series)
          .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    @Override
    public @Nullable Problem trouble() {
      return null;
    }
  }
}
