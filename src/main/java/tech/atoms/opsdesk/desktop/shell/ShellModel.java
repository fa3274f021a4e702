package tech.atoms.opsdesk.desktop.shell;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Freshness;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;
import tech.atoms.opsdesk.monitor.State;

/** What header, footer and window title say. Used on the JavaFX thread only; knows no control. */
final class ShellModel {
  /** The product's name, as the window's title begins without an environment. */
  static final String PRODUCT = "Atoms Ops Desk";

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

  /** How fresh the newest reading is. */
  enum Live {
    /** Every source answers. */
    FRESH,
    /** Some source does not. */
    PARTLY,
    /** Nothing was read yet. */
    WAITING,
    /** No source answered within three intervals. */
    LOST
  }

  /** A source in the footer. */
  record SourceAge(String name, String age, boolean stale) {}

  /** The line of the state in the header. */
  record StateLine(Look look, String text) {}

  /** The two lines of freshness in the header. */
  record LiveLine(Live live, String text, int stale, String staleText) {}

  private final ZoneId zone;
  private final ReadOnlyObjectWrapper<StateLine> state =
      new ReadOnlyObjectWrapper<>(new StateLine(Look.NO_DATA, "Connecting"));
  private final ReadOnlyObjectWrapper<LiveLine> live =
      new ReadOnlyObjectWrapper<>(new LiveLine(Live.WAITING, "Waiting for data", 0, ""));
  private final ReadOnlyObjectWrapper<List<SourceAge>> sources =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper utc = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper local = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(PRODUCT);
  private final ReadOnlyStringWrapper storeTrouble = new ReadOnlyStringWrapper("");

  ShellModel(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Takes over what is known at {@code now}.
   *
   * @param environment null where none is watched
   * @param snapshot null while the environment is being connected
   */
  void update(@Nullable Environment environment, @Nullable Snapshot snapshot, Instant now) {
    utc.set(Ages.seconds(now));
    local.set(MINUTES.format(now.atZone(zone)) + " local");
    if (environment == null || snapshot == null) {
      String word = environment == null ? "Not connected" : "Connecting";
      title.set(
          environment == null ? PRODUCT : word + " · " + environment.name() + " · " + PRODUCT);
      sources.set(List.of());
      state.set(new StateLine(Look.NO_DATA, word));
      live.set(
          new LiveLine(Live.WAITING, environment == null ? "No data" : "Waiting for data", 0, ""));
      storeTrouble.set("");
      return;
    }
    Duration interval = environment.samplingInterval();
    State shown = Freshness.state(snapshot, interval, now);
    boolean waiting = neverAnswered(snapshot) && noProblem(snapshot);
    String age =
        shown == State.UNKNOWN && snapshot.state() != State.UNKNOWN
            ? Ages.age(snapshot.at(), now)
            : Ages.age(snapshot.since(), now);
    state.set(
        waiting
            ? new StateLine(Look.NO_DATA, "Connecting")
            : new StateLine(Look.of(shown), shown.word() + " · " + age));
    title.set(
        (waiting ? "Connecting" : shown.word()) + " · " + environment.name() + " · " + PRODUCT);
    sources.set(snapshot.sources().stream().map(s -> age(s, now)).toList());
    live.set(liveLine(snapshot, interval, waiting, now));
    storeTrouble.set(
        snapshot.storeTrouble() == null
            ? ""
            : "History in memory only: " + snapshot.storeTrouble().why());
  }

  private static LiveLine liveLine(
      Snapshot snapshot, Duration interval, boolean waiting, Instant now) {
    if (waiting) {
      return new LiveLine(Live.WAITING, "Waiting for data", 0, "");
    }
    int silent =
        (int)
            snapshot.sources().stream().filter(s -> s.problem() != null || s.isStale(now)).count();
    String silentText =
        silent == 0
            ? "all sources fresh"
            : silent == 1 ? "1 source does not answer" : silent + " sources do not answer";
    Optional<Instant> last = Freshness.lastAnswer(snapshot);
    boolean lost =
        Freshness.isLost(snapshot, interval, now)
            || last.map(at -> Freshness.isOld(at, interval, now)).orElse(true);
    if (lost) {
      String text = last.map(at -> "No data for " + Ages.age(at, now)).orElse("No data yet");
      return new LiveLine(Live.LOST, text, silent, silentText);
    }
    String text = last.map(at -> "Live · " + Ages.age(at, now) + " ago").orElse("No data yet");
    return new LiveLine(silent == 0 ? Live.FRESH : Live.PARTLY, text, silent, silentText);
  }

  private static SourceAge age(SourceStatus source, Instant now) {
    Instant last = source.lastSuccess();
    String never = source.isUnread() ? "not read yet" : "never";
    String age = last == null ? never : Ages.age(last, now);
    return new SourceAge(source.name(), age, source.isStale(now));
  }

  private static boolean neverAnswered(Snapshot snapshot) {
    return Freshness.lastAnswer(snapshot).isEmpty();
  }

  private static boolean noProblem(Snapshot snapshot) {
    return snapshot.sources().stream().allMatch(s -> s.problem() == null);
  }

  /** Host of the environment's server, with its port where it is no usual one. */
  static String host(Environment environment) {
    URI url = environment.server().baseUrl();
    String host = url.getHost() == null ? url.toString() : url.getHost();
    return url.getPort() < 0 ? host : host + ":" + url.getPort();
  }

  ReadOnlyObjectProperty<StateLine> stateProperty() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<LiveLine> liveProperty() {
    return live.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<List<SourceAge>> sourcesProperty() {
    return sources.getReadOnlyProperty();
  }

  ReadOnlyStringProperty utcProperty() {
    return utc.getReadOnlyProperty();
  }

  ReadOnlyStringProperty localProperty() {
    return local.getReadOnlyProperty();
  }

  ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  ReadOnlyStringProperty storeTroubleProperty() {
    return storeTrouble.getReadOnlyProperty();
  }
}
