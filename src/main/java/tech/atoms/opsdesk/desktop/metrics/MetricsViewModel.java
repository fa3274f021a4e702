package tech.atoms.opsdesk.desktop.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;
import tech.atoms.opsdesk.monitor.CountHistory;
import tech.atoms.opsdesk.monitor.DeploymentInfo;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.SessionCounts;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.State;
import tech.atoms.opsdesk.monitor.StateChange;

/** What the Metrics screen shows and how it moves in time. Used on the JavaFX thread only. */
final class MetricsViewModel {
  private static final int LARGE_POINTS = 360;
  private static final int SMALL_POINTS = 180;

  private final Monitor monitor;
  private final Jobs jobs;
  private final InstantSource clock;

  private final ObjectProperty<TimeRange> range = new SimpleObjectProperty<>(TimeRange.HOUR);
  private final ReadOnlyObjectWrapper<Map<ChartSpec, ChartData>> charts =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyObjectWrapper<Reach> reach = new ReadOnlyObjectWrapper<>(Reach.WHOLE);
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Instant> cursor = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Instant> fixedEnd = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper pinned = new ReadOnlyBooleanWrapper();
  private Jobs.@Nullable Job loading;
  private Instant loadedAt = Instant.EPOCH;
  private Monitor.@Nullable Subscription subscription;

  /** How far what was loaded last reaches back. */
  enum Reach {
    /** To all that was recorded. */
    WHOLE,
    /** To the start of this run: the store still opens. */
    OPENING,
    /** To the start of this run: the store is away. */
    AWAY
  }

  private record Loaded(Map<ChartSpec, ChartData> charts, Reach reach) {}

  MetricsViewModel(Monitor monitor, Jobs jobs, InstantSource clock) {
    this.monitor = monitor;
    this.jobs = jobs;
    this.clock = clock;
    range.addListener((o, before, after) -> load());
  }

  ObjectProperty<TimeRange> range() {
    return range;
  }

  /** The charts with their data, in the order of the screen; empty before the first load. */
  ReadOnlyObjectProperty<Map<ChartSpec, ChartData>> charts() {
    return charts.getReadOnlyProperty();
  }

  /** How far back the charts reach. */
  ReadOnlyObjectProperty<Reach> reach() {
    return reach.getReadOnlyProperty();
  }

  /** Why the last load failed; null while it works. */
  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  /** The instant under the cursor, the same in every chart; null: none. */
  ReadOnlyObjectProperty<@Nullable Instant> cursor() {
    return cursor.getReadOnlyProperty();
  }

  /** The end of the time shown while it does not follow the clock; null while it does. */
  ReadOnlyObjectProperty<@Nullable Instant> fixedEnd() {
    return fixedEnd.getReadOnlyProperty();
  }

  /** Whether the cursor stays where it is. */
  ReadOnlyBooleanProperty pinned() {
    return pinned.getReadOnlyProperty();
  }

  /** Whether the newest values of all its lines are too old to be shown as current. */
  boolean isStale(ChartSpec chart) {
    Snapshot now = monitor.snapshot();
    return chart.lines().stream()
        .map(line -> now.latest().get(line.series()))
        .allMatch(sample -> sample == null || isOld(sample, now));
  }

  private boolean isOld(Sample sample, Snapshot now) {
    Duration age = Duration.between(sample.at(), clock.instant());
    return Metrics.named(sample.series().metric())
        .map(metric -> now.source(metric.source()))
        .map(source -> source.interval().multipliedBy(3).plus(kept(sample.series(), now)))
        .map(longest -> age.compareTo(longest) > 0)
        .orElse(true);
  }

  void shown() {
    subscription = monitor.subscribe(snapshot -> jobs.onFx(this::follow));
    load();
  }

  void hidden() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
    if (loading != null) {
      loading.cancel();
      loading = null;
    }
  }

  /** Stops following the clock, or follows it again. */
  void togglePause() {
    fixedEnd.set(fixedEnd.get() == null ? clock.instant() : null);
    load();
  }

  /** Half a range earlier. */
  void earlier() {
    fixedEnd.set(end().minus(range.get().length().dividedBy(2)));
    load();
  }

  /** Half a range later; at the present it follows the clock again. */
  void later() {
    Instant later = end().plus(range.get().length().dividedBy(2));
    fixedEnd.set(later.isBefore(clock.instant()) ? later : null);
    load();
  }

  /** The pointer moved over an instant, or left the charts; a pinned cursor stays. */
  void pointAt(@Nullable Instant at) {
    if (!pinned.get()) {
      cursor.set(at);
    }
  }

  /** Moves the cursor by steps of a hundredth of the range. */
  void moveCursor(int steps) {
    Instant from = cursor.get() == null ? end() : cursor.get();
    Instant to = from.plus(range.get().length().dividedBy(100).multipliedBy(steps));
    TimeAxis axis = axis();
    cursor.set(to.isBefore(axis.from()) ? axis.from() : to.isAfter(axis.to()) ? axis.to() : to);
  }

  /** Pins the cursor where it is, or lets it go. */
  void togglePin() {
    pinned.set(!pinned.get() && cursor.get() != null);
    if (!pinned.get()) {
      cursor.set(null);
    }
  }

  TimeAxis axis() {
    return new TimeAxis(end().minus(range.get().length()), end());
  }

  /** Loads what the charts show, off this thread; a load under way is dropped. */
  void load() {
    if (loading != null) {
      loading.cancel();
    }
    loadedAt = clock.instant();
    TimeAxis axis = axis();
    Snapshot snapshot = monitor.snapshot();
    loading =
        jobs.run(
            "Load metrics",
            () -> read(monitor.history(), axis, snapshot),
            loaded -> {
              loading = null;
              problem.set(null);
              reach.set(loaded.reach());
              charts.set(loaded.charts());
            },
            failed -> {
              loading = null;
              problem.set(failed);
            });
  }

  private void follow() {
    Duration pace = range.get().length().dividedBy(180);
    boolean due = Duration.between(loadedAt, clock.instant()).compareTo(pace) >= 0;
    boolean opened = reach.get() != Reach.WHOLE && monitor.history().reachesBack();
    if (subscription != null && loading == null && (opened || (fixedEnd.get() == null && due))) {
      load();
    }
  }

  private static Reach reach(MetricHistory history) {
    return history.reachesBack()
        ? Reach.WHOLE
        : history.trouble() == null ? Reach.OPENING : Reach.AWAY;
  }

  private Instant end() {
    Instant fixed = fixedEnd.get();
    return fixed == null ? clock.instant() : fixed;
  }

  private static Loaded read(MetricHistory history, TimeAxis axis, Snapshot snapshot) {
    Reach reach = reach(history);
    ChartData.Marks marks = marks(axis, snapshot);
    Map<ChartSpec, ChartData> loaded = new LinkedHashMap<>();
    for (ChartSpec chart : MetricCharts.of(history.series())) {
      int most = chart.large() ? LARGE_POINTS : SMALL_POINTS;
      List<SeriesData> lines =
          chart.lines().stream()
              .map(
                  line ->
                      CountHistory.query(
                          history, snapshot, line.series(), axis.from(), axis.to(), most))
              .toList();
      List<ChartData.BoundAt> bounds = new ArrayList<>();
      for (ChartSpec.Bound bound : chart.bounds()) {
        bounds.add(
            new ChartData.BoundAt(
                bound.label(), boundValue(bound, history, axis), bound.alarming()));
      }
      loaded.put(chart, new ChartData(axis, lines, bounds, marks));
    }
    return new Loaded(loaded, reach);
  }

  /** Sessions are counted the less often the dearer it is; samples bear the time of the count. */
  private static Duration kept(Series series, Snapshot snapshot) {
    SessionCounts counts = snapshot.sessions();
    return counts == null || !CountHistory.isOfCounts(series) ? Duration.ZERO : counts.keptFor();
  }

  private static double boundValue(ChartSpec.Bound bound, MetricHistory history, TimeAxis axis) {
    if (bound.from() == null) {
      return bound.value();
    }
    List<Point> points = history.query(bound.from(), axis.from(), axis.to(), SMALL_POINTS).points();
    return points.isEmpty() ? bound.value() : points.getLast().mean();
  }

  private static ChartData.Marks marks(TimeAxis axis, Snapshot snapshot) {
    List<StateChange> changes =
        snapshot.changes().stream()
            .filter(change -> change.subject().equals(StateChange.ENVIRONMENT))
            .sorted(Comparator.comparing(StateChange::at))
            .toList();
    List<ChartData.Span> troubled = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      Instant until = i + 1 < changes.size() ? changes.get(i + 1).at() : axis.to();
      State state = changes.get(i).to();
      if (state == State.DEGRADED || state == State.DOWN) {
        troubled.add(new ChartData.Span(changes.get(i).at(), until));
      }
    }
    DeploymentInfo live = snapshot.deployment();
    return new ChartData.Marks(
        troubled, live == null ? null : live.liveSince(), live == null ? "" : live.version());
  }
}
