package tech.atoms.opsdesk.desktop.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.SeriesData;

/**
 * The last fifteen minutes of one metric: read from history when the screen is shown, then grown
 * from snapshots.
 */
final class Trail {
  /** How far the sparkline reaches back. */
  static final Duration SPAN = Duration.ofMinutes(15);

  /** What is younger than this is drawn as if it reached back so far. */
  static final Duration LEAST_SPAN = Duration.ofMinutes(1);

  /** Readings overtake each other by less. */
  private static final Duration SET_BACK = Duration.ofMinutes(1);

  /**
   * A value and when it was measured.
   *
   * @param holds how far the next dot may be: what is further is behind a gap
   */
  record Dot(Instant at, double value, Duration holds) {}

  /** The dots of what was recorded. */
  static List<Dot> dots(SeriesData data) {
    List<Dot> dots = new ArrayList<>(data.points().size());
    for (int i = 0; i < data.points().size(); i++) {
      Point point = data.points().get(i);
      dots.add(new Dot(point.at(), point.mean(), data.holds().get(i)));
    }
    return dots;
  }

  private final List<Dot> dots = new ArrayList<>();

  /**
   * Takes over what was recorded. Up to its newest dot it stands for all that is known: while the
   * screen was hidden, nothing was added here.
   */
  void recorded(List<Dot> recorded) {
    if (!recorded.isEmpty()) {
      Instant newest = recorded.getLast().at();
      dots.removeIf(dot -> !dot.at().isAfter(newest));
      dots.addAll(0, recorded);
    }
  }

  /**
   * Adds a value if it is newer than the newest; a clock that was set back begins anew.
   *
   * @param holds how far the next one may be
   */
  boolean add(Instant at, double value, Duration holds) {
    if (!dots.isEmpty()) {
      Instant last = dots.getLast().at();
      if (at.isBefore(last.minus(SET_BACK))) {
        dots.clear();
      } else if (!at.isAfter(last)) {
        return false;
      }
    }
    dots.add(new Dot(at, value, holds));
    Instant oldest = at.minus(SPAN);
    dots.removeIf(dot -> dot.at().isBefore(oldest));
    return true;
  }

  List<Dot> dots() {
    return List.copyOf(dots);
  }

  /** The highest of the span; null while nothing is known. */
  @Nullable Dot highest() {
    return dots.stream().max(Comparator.comparingDouble(Dot::value)).orElse(null);
  }
}
