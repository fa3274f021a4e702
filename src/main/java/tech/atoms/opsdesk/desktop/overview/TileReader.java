package tech.atoms.opsdesk.desktop.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Figure;
import tech.atoms.opsdesk.desktop.control.Freshness;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Target;
import tech.atoms.opsdesk.metric.Unit;
import tech.atoms.opsdesk.monitor.SessionCounts;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;

/** Reads a tile out of a snapshot. */
final class TileReader {
  private static final String NOTHING = "–";
  private static final double FAR_OVER = 5;
  private static final double NEARLY_FULL = 0.9;
  private static final int MOST_CELLS = 60;

  private final Duration interval;

  /**
   * Reads for an environment.
   *
   * @param interval how often its sources are read
   */
  TileReader(Duration interval) {
    this.interval = interval;
  }

  /** What the tile says at {@code now}. */
  TileView view(TileSpec spec, Snapshot snapshot, Trail trail, Instant now) {
    Metric metric = spec.metric();
    Sample sample = snapshot.latest(metric);
    if (sample == null) {
      return missing(spec, snapshot, now);
    }
    Figure figure = Figure.of(metric.unit(), sample.value());
    TileView.Cells cells = cells(spec, snapshot, sample);
    String unit = cells == null ? figure.unit() : "of " + limit(snapshot);
    Target target = metric.target();
    if (stale(metric, snapshot, now)) {
      return new TileView(
          spec.name(),
          Look.STALE,
          "Stale",
          figure.value(),
          unit,
          "No data for " + Ages.age(sample.at(), now),
          false,
          target == null ? "" : bound(target, metric.unit()),
          true,
          cells);
    }
    Look look = look(spec, snapshot, sample.value(), target);
    boolean bounded = target != null || spec.kind() == TileSpec.Kind.TESTED;
    return new TileView(
        spec.name(),
        look,
        spec.kind() == TileSpec.Kind.SESSIONS
            ? counted(sample.at(), now)
            : word(spec, look, target),
        figure.value(),
        unit,
        left(spec, snapshot, target),
        bounded && cells == null,
        right(spec, snapshot, trail, sample, now),
        false,
        cells);
  }

  /** Counting many sessions takes long, and is done seldom then. */
  private String counted(Instant at, Instant now) {
    boolean current = Duration.between(at, now).compareTo(interval.multipliedBy(2)) <= 0;
    return current ? "Current" : "Counted " + Ages.at(at, now);
  }

  /**
   * The line below, to scale with its target; its right edge moves with the values, not the clock.
   */
  TileView.Line line(TileSpec spec, Snapshot snapshot, Trail trail, Look look, Instant now) {
    List<Trail.Dot> dots = trail.dots();
    Metric metric = spec.metric();
    boolean stale = look == Look.STALE || look == Look.NO_DATA;
    Target target = metric.target();
    double highest = dots.stream().mapToDouble(Trail.Dot::value).max().orElse(0);
    double lowest = dots.stream().mapToDouble(Trail.Dot::value).min().orElse(0);
    boolean tested = spec.kind() == TileSpec.Kind.TESTED;
    Double limit = tested ? (Double) TileSpec.TESTED_RATE : target == null ? null : target.value();
    double bound = limit == null ? 0 : limit;
    boolean floor = target != null && target.direction() == Target.Direction.AT_LEAST;
    double low = floor ? Math.min(lowest, 2 * bound - 100) : 0;
    double high = floor ? 100 : limit == null ? highest * 1.35 : Math.max(highest, bound) * 1.15;
    if (high <= low) {
      high = low + 1;
    }
    Duration step = step(spec, snapshot);
    Instant last = dots.isEmpty() ? now : dots.getLast().at();
    Instant end = last;
    if (stale) {
      long steps = Math.max(0, Duration.between(last, now).dividedBy(step));
      end = last.plus(step.multipliedBy(steps));
    }
    // A rate has a limit and no target: its line is neither good nor bad.
    Look drawn = tested && look == Look.HEALTHY ? Look.NEUTRAL : look;
    return new TileView.Line(dots, end, span(dots, end), low, high, limit, drawn, stale);
  }

  /** How far behind the newest value the next one may be without a gap. */
  Duration holds(TileSpec spec, Snapshot snapshot) {
    SessionCounts counted = spec.kind() == TileSpec.Kind.SESSIONS ? snapshot.sessions() : null;
    Duration kept = counted == null ? Duration.ZERO : counted.keptFor();
    return step(spec, snapshot).multipliedBy(3).plus(kept);
  }

  private Duration step(TileSpec spec, Snapshot snapshot) {
    SourceStatus source = snapshot.source(spec.metric().source());
    return source == null ? interval : source.interval();
  }

  /** What is known fills the picture, up to the last quarter of an hour. */
  private static Duration span(List<Trail.Dot> dots, Instant end) {
    Duration known = dots.isEmpty() ? Trail.SPAN : Duration.between(dots.getFirst().at(), end);
    return known.compareTo(Trail.LEAST_SPAN) < 0
        ? Trail.LEAST_SPAN
        : known.compareTo(Trail.SPAN) > 0 ? Trail.SPAN : known;
  }

  private boolean stale(Metric metric, Snapshot snapshot, Instant now) {
    return snapshot.isStale(metric, now) || Freshness.isLost(snapshot, interval, now);
  }

  private static TileView missing(TileSpec spec, Snapshot snapshot, Instant now) {
    SourceStatus source = snapshot.source(spec.metric().source());
    boolean answers = source != null && !source.isStale(now);
    DatabaseException unreadable = snapshot.sessionsMissing();
    if (spec.kind() == TileSpec.Kind.SESSIONS && answers && unreadable != null) {
      return nothing(
          spec,
          unreadable.kind() == DatabaseException.Kind.NO_RIGHTS ? "No rights" : "Not provided",
          unreadable.problem().next());
    }
    if (source != null && answers && source.once() && source.name().equals(Metrics.METRICS)) {
      return nothing(spec, "Not yet", "Waiting for a second reading");
    }
    String why =
        source == null
            ? "Not in the profile"
            : answers
                ? "The server does not tell"
                : source.name() + (source.isUnread() ? " not read yet" : " does not answer");
    return nothing(spec, answers ? "Not provided" : "No data", why);
  }

  private static TileView nothing(TileSpec spec, String word, String why) {
    return new TileView(spec.name(), Look.NO_DATA, word, NOTHING, "", why, false, "", true, null);
  }

  private static Look look(
      TileSpec spec, Snapshot snapshot, double value, @Nullable Target target) {
    if (spec.kind() == TileSpec.Kind.CONNECTIONS) {
      int limit = limit(snapshot);
      if (value >= limit) {
        return Look.BAD;
      }
      boolean missed = target != null && !target.isMetBy(value);
      return missed || value >= NEARLY_FULL * limit ? Look.WARNING : Look.HEALTHY;
    }
    if (spec.kind() == TileSpec.Kind.TESTED) {
      return value < TileSpec.TESTED_RATE ? Look.HEALTHY : Look.WARNING;
    }
    if (target == null) {
      return Look.NEUTRAL;
    }
    if (target.isMetBy(value)) {
      return Look.HEALTHY;
    }
    boolean far =
        target.direction() == Target.Direction.BELOW && value >= FAR_OVER * target.value();
    return far ? Look.BAD : Look.WARNING;
  }

  private static String word(TileSpec spec, Look look, @Nullable Target target) {
    if (spec.kind() == TileSpec.Kind.CONNECTIONS && look != Look.HEALTHY) {
      return look == Look.BAD ? "Pool full" : "Near limit";
    }
    if (spec.kind() == TileSpec.Kind.TESTED) {
      return look == Look.HEALTHY ? "Normal" : "Beyond the test";
    }
    if (target == null) {
      return "No target";
    }
    if (look == Look.HEALTHY) {
      return "On target";
    }
    return target.direction() == Target.Direction.BELOW ? "Over target" : "Under target";
  }

  private static String left(TileSpec spec, Snapshot snapshot, @Nullable Target target) {
    if (spec.kind() == TileSpec.Kind.SESSIONS) {
      SessionCounts sessions = snapshot.sessions();
      return sessions == null
          ? ""
          : sessions.users() + (sessions.users() == 1 ? " user" : " users");
    }
    if (spec.kind() == TileSpec.Kind.TESTED) {
      return "tested to " + Figure.of(spec.metric().unit(), TileSpec.TESTED_RATE).text();
    }
    return target == null ? "last 15 min" : "target " + bound(target, spec.metric().unit());
  }

  private static String right(
      TileSpec spec, Snapshot snapshot, Trail trail, Sample sample, Instant now) {
    Unit unit = spec.metric().unit();
    Trail.Dot highest = trail.highest();
    return switch (spec.kind()) {
      case SESSIONS -> {
        SessionCounts sessions = snapshot.sessions();
        yield sessions == null ? "" : "most " + sessions.most() + " of " + sessions.limit();
      }
      case CACHE -> {
        Sample size = snapshot.latest(Metrics.CACHE_MEMORY);
        yield size == null ? "" : Figure.of(Unit.BYTES, size.value()).text();
      }
      case CONNECTIONS ->
          highest == null
              ? ""
              : "peak " + (long) highest.value() + " at " + Ages.minute(highest.at(), now);
      case HIGHEST -> highest == null ? "" : "max " + Figure.of(unit, highest.value()).text();
      case TESTED -> part(sample.value() / TileSpec.TESTED_RATE);
      case LINE -> distance(spec.metric().target(), sample.value());
    };
  }

  /** How far from the target: a part of it in percent, or a multiple of it. */
  private static String distance(@Nullable Target target, double value) {
    if (target == null || target.value() == 0) {
      return "";
    }
    return part(value / target.value());
  }

  private static String part(double part) {
    if (part <= 1) {
      return Math.round(part * 100) + " %";
    }
    return part < 10
        ? String.format(java.util.Locale.ENGLISH, "%.1f×", part)
        : Math.round(part) + "×";
  }

  /** A target as words: "< 500 ms". */
  static String bound(Target target, Unit unit) {
    String sign = target.direction() == Target.Direction.BELOW ? "< " : "≥ ";
    double value = target.value();
    String text =
        unit == Unit.PERCENT && value < 10
            ? new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
                + " %"
            : Figure.of(unit, value).text();
    return sign + text;
  }

  private static TileView.@Nullable Cells cells(TileSpec spec, Snapshot snapshot, Sample sample) {
    int limit = limit(snapshot);
    return spec.kind() != TileSpec.Kind.CONNECTIONS || limit > MOST_CELLS
        ? null
        : new TileView.Cells((int) Math.round(sample.value()), limit);
  }

  /** The pool's limit as measured, else the specification's. */
  private static int limit(Snapshot snapshot) {
    Sample limit = snapshot.latest(Metrics.MAX_CONNECTIONS);
    if (limit != null && limit.value() >= 1) {
      return (int) limit.value();
    }
    Target target = Metrics.DATABASE_CONNECTIONS.target();
    return target == null ? 1 : (int) target.value();
  }
}
