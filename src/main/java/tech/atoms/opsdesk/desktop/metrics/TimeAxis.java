package tech.atoms.opsdesk.desktop.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A time axis in UTC.
 *
 * @param from left end
 * @param to right end, after {@code from}
 */
record TimeAxis(Instant from, Instant to) {
  /** From here on a label names the year. */
  private static final Duration LONG = Duration.ofDays(100);

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(20),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(14),
          Duration.ofDays(31),
          Duration.ofDays(92),
          Duration.ofDays(184));

  /** Where an instant stands, 0 at the left and 1 at the right; may lie outside. */
  double fraction(Instant at) {
    return (double) Duration.between(from, at).toMillis() / Duration.between(from, to).toMillis();
  }

  /** The instant at a fraction of the width. */
  Instant at(double fraction) {
    return from.plusMillis(Math.round(fraction * Duration.between(from, to).toMillis()));
  }

  /**
   * Round instants for labels.
   *
   * @param most how many there may be, at least 1
   */
  List<Instant> ticks(int most) {
    Duration span = Duration.between(from, to);
    Duration step =
        STEPS.stream().filter(s -> span.dividedBy(s) <= most).findFirst().orElse(STEPS.getLast());
    long millis = step.toMillis();
    List<Instant> ticks = new ArrayList<>();
    for (long t = Math.ceilDiv(from.toEpochMilli(), millis) * millis;
        t <= to.toEpochMilli();
        t += millis) {
      ticks.add(Instant.ofEpochMilli(t));
    }
    return ticks;
  }

  /** From when to when: with the days, unless it is one and the same. */
  String words() {
    String pattern = Duration.between(from, to).compareTo(LONG) > 0 ? "d MMM yyyy" : "d MMM HH:mm";
    boolean oneDay = written("d MMM yyyy", from).equals(written("d MMM yyyy", to));
    return oneDay
        ? written("HH:mm", from) + "–" + written("HH:mm", to)
        : written(pattern, from) + " – " + written(pattern, to);
  }

  /** A label for one end: as for a tick, with the day where the ends are on different ones. */
  String endLabel(Instant end) {
    boolean day = Duration.between(from, to).compareTo(Duration.ofHours(12)) > 0;
    boolean hours = Duration.between(from, to).compareTo(Duration.ofDays(2)) <= 0;
    return day && hours ? written("d MMM HH:mm", end) : label(end);
  }

  private static String written(String pattern, Instant at) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC).format(at);
  }

  /** A label for a tick: the time of day, or the day where the axis is longer than two days. */
  String label(Instant tick) {
    Duration span = Duration.between(from, to);
    String pattern =
        span.compareTo(LONG) > 0
            ? "MMM yyyy"
            : span.compareTo(Duration.ofDays(2)) > 0 ? "d MMM" : "HH:mm";
    return written(pattern, tick);
  }
}
