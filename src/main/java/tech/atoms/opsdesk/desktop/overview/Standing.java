package tech.atoms.opsdesk.desktop.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tech.atoms.opsdesk.desktop.control.Figure;
import tech.atoms.opsdesk.desktop.control.Freshness;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Target;
import tech.atoms.opsdesk.monitor.SessionCounts;
import tech.atoms.opsdesk.monitor.Snapshot;

/**
 * A key fact with its state and the lines that explain it.
 *
 * @param figure e.g. "12 of 13"
 * @param unit behind it, e.g. "targets met"
 * @param look how it is
 * @param word beside the icon
 * @param bar lengths of good, bad and unknown parts; empty for none
 * @param lines what explains it, most important first
 */
record Standing(
    String figure, String unit, Look look, String word, List<Integer> bar, List<Line> lines) {
  private static final int MOST_LINES = 3;

  Standing {
    bar = List.copyOf(bar);
    lines = List.copyOf(lines);
  }

  /** A line with its state. */
  record Line(Look look, String text) {}

  private record Measured(Metric metric, Target target, double value, double part) {
    boolean met() {
      return target.isMetBy(value);
    }

    String text() {
      String is = metric.title() + " " + Figure.of(metric.unit(), value).text();
      String bound = TileReader.bound(target, metric.unit());
      return is + ", target " + bound;
    }
  }

  /** How many of the specification's baselines are met; what is stale is not known. */
  static Standing targets(Snapshot snapshot, Duration interval, Instant now) {
    boolean lost = Freshness.isLost(snapshot, interval, now);
    List<Measured> measured = new ArrayList<>();
    int all = 0;
    for (Metric metric : Metrics.ALL) {
      Target target = metric.target();
      if (target == null) {
        continue;
      }
      all++;
      Sample sample = snapshot.latest(metric);
      if (sample != null && !lost && !snapshot.isStale(metric, now)) {
        boolean below = target.direction() == Target.Direction.BELOW;
        double value = sample.value();
        double part = below ? value / target.value() : value == 0 ? 1e9 : target.value() / value;
        measured.add(new Measured(metric, target, value, part));
      }
    }
    measured.sort(Comparator.comparingDouble(Measured::part).reversed());
    int met = (int) measured.stream().filter(Measured::met).count();
    int missed = measured.size() - met;
    int unknown = all - measured.size();
    List<Line> lines = new ArrayList<>();
    if (unknown > 0) {
      lines.add(new Line(Look.NO_DATA, unknown + " not measured now"));
    }
    measured.stream()
        .filter(m -> !m.met())
        .forEach(m -> lines.add(new Line(Look.WARNING, m.text())));
    lines.sort(Comparator.comparingInt(line -> line.look() == Look.WARNING ? 0 : 1));
    measured.stream()
        .filter(Measured::met)
        .forEach(m -> lines.add(new Line(Look.NEUTRAL, "Nearest: " + m.text())));
    Look look = missed > 0 ? Look.WARNING : unknown > 0 ? Look.NO_DATA : Look.HEALTHY;
    String word =
        missed > 0
            ? missed + " missed"
            : unknown == all ? "No data" : unknown > 0 ? "Some unknown" : "All met";
    return new Standing(
        met + " of " + all,
        "targets met",
        look,
        word,
        List.of(met, missed, unknown),
        lines.subList(0, Math.min(MOST_LINES, lines.size())));
  }

  /** Application sessions; what is stale or not readable is not known. */
  static Standing sessions(Snapshot snapshot, Duration interval, Instant now) {
    SessionCounts counts = snapshot.sessions();
    boolean known =
        counts != null
            && !Freshness.isLost(snapshot, interval, now)
            && !snapshot.isStale(Metrics.ACTIVE_SESSIONS, now);
    if (counts == null || !known) {
      return new Standing("–", "live", Look.NO_DATA, "No data", List.of(), List.of());
    }
    List<Line> lines =
        List.of(
            new Line(
                Look.NEUTRAL,
                "Most of one user: %d of %d · %,d expired, not cleaned"
                    .formatted(counts.most(), counts.limit(), counts.expiredNotCleaned())));
    long over = counts.usersOverLimit();
    return new Standing(
        String.format(java.util.Locale.ENGLISH, "%,d", counts.live()),
        "live, " + counts.users() + (counts.users() == 1 ? " user" : " users"),
        over > 0 ? Look.WARNING : Look.HEALTHY,
        over > 0 ? over + " over the limit" : "Within the limit",
        List.of(),
        lines);
  }
}
