package tech.atoms.opsdesk.desktop.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Freshness;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.monitor.Component;
import tech.atoms.opsdesk.monitor.DeploymentInfo;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;
import tech.atoms.opsdesk.monitor.State;
import tech.atoms.opsdesk.monitor.StateChange;

/**
 * What the overview says. Every property holds an immutable value and fires only when it differs,
 * so that nothing is drawn again that did not change. JavaFX thread only; knows no control.
 */
final class OverviewModel {

  /** The banner: state, since, why. */
  record Banner(State state, String word, String since, String why) {}

  /** One cell of the strip. */
  record Cell(Component.Kind kind, Look look, String word, String detail) {}

  /** One source. */
  record SourceLine(String name, Look look, String word, String every, String why) {}

  /** One line of the activity. */
  record ChangeLine(String at, String subject, String text) {}

  /** The deployment, in lines. */
  record Deployment(String version, String commit, String live, List<String> lines) {}

  /** More than a person reads. */
  private static final int MOST_CHANGES = 50;

  private static final Duration PRECEDED = Duration.ofHours(24);

  private final Duration interval;
  private final TileReader reader;
  private final Map<Component.Kind, ReadOnlyObjectWrapper<@Nullable Cell>> cells =
      new EnumMap<>(Component.Kind.class);
  private final List<ReadOnlyObjectWrapper<@Nullable TileView>> tiles = new ArrayList<>();
  private final List<ReadOnlyObjectWrapper<TileView.@Nullable Line>> lines = new ArrayList<>();
  private final List<Trail> trails = new ArrayList<>();
  private final ReadOnlyObjectWrapper<@Nullable Banner> banner = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Deployment> deployment =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Standing> targets = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Standing> sessions = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<List<SourceLine>> sources =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<ChangeLine>> changes =
      new ReadOnlyObjectWrapper<>(List.of());

  OverviewModel(Duration interval) {
    this.interval = interval;
    reader = new TileReader(interval);
    for (Component.Kind kind : Component.Kind.values()) {
      cells.put(kind, new ReadOnlyObjectWrapper<>());
    }
    for (int i = 0; i < TileSpec.ALL.size(); i++) {
      tiles.add(new ReadOnlyObjectWrapper<>());
      lines.add(new ReadOnlyObjectWrapper<>());
      trails.add(new Trail());
    }
  }

  /** Takes over what was recorded of a tile's metric before the screen was shown. */
  void recorded(int tile, List<Trail.Dot> dots) {
    trails.get(tile).recorded(dots);
  }

  /** Takes over a snapshot, as it may be shown at {@code now}. */
  void update(Snapshot snapshot, Instant now) {
    for (int i = 0; i < TileSpec.ALL.size(); i++) {
      TileSpec spec = TileSpec.ALL.get(i);
      Sample sample = snapshot.latest(spec.metric());
      if (sample != null) {
        trails.get(i).add(sample.at(), sample.value(), reader.holds(spec, snapshot));
      }
      TileView view = reader.view(spec, snapshot, trails.get(i), now);
      tiles.get(i).set(view);
      lines.get(i).set(reader.line(spec, snapshot, trails.get(i), view.look(), now));
    }
    for (Component component : snapshot.components()) {
      property(component.kind()).set(cell(component, snapshot, now));
    }
    Standing baselines = Standing.targets(snapshot, interval, now);
    targets.set(baselines);
    banner.set(banner(snapshot, baselines, now));
    deployment.set(deployment(snapshot.deployment(), snapshot.source(Metrics.PLATFORM), now));
    sessions.set(Standing.sessions(snapshot, interval, now));
    sources.set(snapshot.sources().stream().map(source -> line(source, now)).toList());
    changes.set(
        snapshot.changes().stream().limit(MOST_CHANGES).map(change -> line(change, now)).toList());
  }

  private Banner banner(Snapshot snapshot, Standing baselines, Instant now) {
    State shown = Freshness.state(snapshot, interval, now);
    if (shown == State.UNKNOWN && snapshot.state() != State.UNKNOWN) {
      String why =
          "The desk has no reading for %s. Last known: %s at %s."
              .formatted(
                  Ages.age(snapshot.at(), now),
                  snapshot.state().word().toLowerCase(java.util.Locale.ROOT),
                  Ages.at(snapshot.at(), now));
      return new Banner(shown, shown.word(), "since " + since(snapshot.at(), now), why);
    }
    return new Banner(
        shown, shown.word(), "since " + since(snapshot.since(), now), why(snapshot, baselines));
  }

  private static String since(Instant since, Instant now) {
    return Ages.minute(since, now) + " UTC · " + Ages.age(since, now);
  }

  private static String why(Snapshot snapshot, Standing baselines) {
    if (snapshot.state() == State.HEALTHY) {
      long healthy = snapshot.components().stream().filter(c -> c.state() == State.HEALTHY).count();
      return "%d of %d components healthy, %s %s."
          .formatted(healthy, snapshot.components().size(), baselines.figure(), baselines.unit());
    }
    List<String> reasons = snapshot.reasons().stream().map(reason -> reason.text()).toList();
    String why = reasons.isEmpty() ? "Nothing was measured yet" : String.join(", ", reasons);
    return why + "." + preceded(snapshot);
  }

  private static String preceded(Snapshot snapshot) {
    DeploymentInfo live = snapshot.deployment();
    if (live == null
        || snapshot.state() == State.UNKNOWN
        || live.liveSince().isAfter(snapshot.since())
        || Duration.between(live.liveSince(), snapshot.since()).compareTo(PRECEDED) > 0) {
      return "";
    }
    String name = live.version().isEmpty() ? "the last deployment" : live.version();
    return " Began " + Ages.age(live.liveSince(), snapshot.since()) + " after " + name + ".";
  }

  private Cell cell(Component component, Snapshot snapshot, Instant now) {
    State shown = Freshness.state(component, snapshot, interval, now);
    if (shown != State.UNKNOWN) {
      return new Cell(component.kind(), Look.of(shown), shown.word(), component.detail());
    }
    Instant healthy = component.lastHealthy();
    String before = healthy == null ? "" : "Was healthy at " + Ages.at(healthy, now);
    if (component.state() == State.UNKNOWN) {
      boolean ages = component.detail().startsWith("No data");
      return new Cell(
          component.kind(),
          Look.NO_DATA,
          ages ? component.detail() : "No data",
          ages ? before : component.detail());
    }
    return new Cell(
        component.kind(), Look.NO_DATA, "No data for " + Ages.age(snapshot.at(), now), before);
  }

  private static SourceLine line(SourceStatus source, Instant now) {
    Instant last = source.lastSuccess();
    String every = "every " + Ages.age(source.interval());
    // The footer counts the seconds of every source; here a word will do while all is well.
    if (source.isUnread()) {
      return new SourceLine(source.name(), Look.STALE, "Not read yet", every, "");
    }
    String age = last == null ? "No answer yet" : "No answer for " + Ages.age(last, now);
    if (source.problem() != null) {
      String why = source.problem().what() + ": " + source.problem().why();
      return new SourceLine(
          source.name(), source.isStale(now) ? Look.STALE : Look.WARNING, age, every, why);
    }
    if (source.isStale(now)) {
      return new SourceLine(source.name(), Look.STALE, age, every, "");
    }
    return new SourceLine(source.name(), Look.HEALTHY, "Fresh", every, "");
  }

  private static ChangeLine line(StateChange change, Instant now) {
    if (change.isNote()) {
      return new ChangeLine(Ages.at(change.at(), now), change.subject(), change.why());
    }
    String word = change.to().word().toLowerCase(java.util.Locale.ROOT);
    String text = "is " + word + (change.why().isEmpty() ? "" : ": " + change.why());
    return new ChangeLine(Ages.at(change.at(), now), change.subject(), text);
  }

  private static @Nullable Deployment deployment(
      @Nullable DeploymentInfo live, @Nullable SourceStatus platform, Instant now) {
    if (live == null) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    if (platform != null && platform.isStale(now) && platform.lastSuccess() != null) {
      lines.add("As told " + Ages.age(platform.lastSuccess(), now) + " ago, no answer since");
    }
    String by = live.author().isEmpty() ? "" : " by " + live.author();
    String message = live.message().isEmpty() ? "" : " · “" + live.message() + "”";
    lines.add("Deployed " + Ages.minute(live.liveSince(), now) + " UTC" + by + message);
    if (live.previousVersion() != null) {
      lines.add("Before: " + live.previousVersion());
    }
    lines.add("Platform id " + live.id());
    return new Deployment(
        live.version().isEmpty() ? live.id() : live.version(),
        live.commit(),
        "live " + Ages.age(live.liveSince(), now),
        List.copyOf(lines));
  }

  private ReadOnlyObjectWrapper<@Nullable Cell> property(Component.Kind kind) {
    return java.util.Objects.requireNonNull(cells.get(kind));
  }

  ReadOnlyObjectProperty<@Nullable Cell> cell(Component.Kind kind) {
    return property(kind).getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable TileView> tile(int index) {
    return tiles.get(index).getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<TileView.@Nullable Line> line(int index) {
    return lines.get(index).getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Banner> banner() {
    return banner.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Deployment> deployment() {
    return deployment.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Standing> targets() {
    return targets.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Standing> sessions() {
    return sessions.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<List<SourceLine>> sources() {
    return sources.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<List<ChangeLine>> changes() {
    return changes.getReadOnlyProperty();
  }
}
