package tech.atoms.opsdesk.workflow.figures;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.metric.Canonical;
import tech.atoms.opsdesk.metric.ExpositionParser;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.MetricsReading;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.server.MetricsText;
import tech.atoms.opsdesk.server.ServerClient;

/**
 * Reads a server's metrics every few seconds and sums them up over a time. What was read before a
 * restart of the server, or a gap, does not count. Blocks; one thread.
 */
public final class Measuring {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final ServerClient server;
  private final Duration over;
  private final InstantSource clock;
  private final Canonical canonical;
  private @Nullable Instant begun;
  private @Nullable Instant last;
  private Instant next = Instant.MIN;
  private final Duration window;
  private final Deque<Part> parts = new ArrayDeque<>();
  private @Nullable Double errors;
  private @Nullable Double p95;
  private @Nullable Double connections;
  private String trouble = "";

  /** What was seen between two reads. */
  private record Part(Duration time, double requests) {}

  /**
   * Measures a server; nothing is read yet.
   *
   * @param over how long
   */
  public Measuring(ServerClient server, Duration over, InstantSource clock) {
    this(server, over, over, clock);
  }

  /**
   * Measures a server; nothing is read yet.
   *
   * @param over how long
   * @param window of which the figures tell: that which ends now
   */
  public Measuring(ServerClient server, Duration over, Duration window, InstantSource clock) {
    this.server = server;
    this.over = over;
    this.window = window;
    this.clock = clock;
    this.canonical = new Canonical(EVERY, window);
  }

  /** Reads where that is due; returns whether it has lasted long enough. */
  public boolean look() {
    Instant now = clock.instant();
    if (begun == null) {
      begun = now;
    }
    if (!now.isBefore(next)) {
      next = now.plus(EVERY);
      read();
    }
    return !now.isBefore(begun.plus(over).plus(EVERY));
  }

  private void read() {
    MetricsText text;
    try {
      text = server.metrics();
    } catch (ProblemException e) {
      trouble = e.problem().line();
      return;
    }
    trouble = "";
    Instant at = text.at();
    MetricsReading reading =
        canonical.read(
            ExpositionParser.parse(text.text(), text.openMetrics()),
            at,
            Duration.between(Instant.EPOCH, at).toNanos());
    Double rate = value(reading, Metrics.REQUEST_RATE);
    Instant before = last;
    if (rate == null || before == null) {
      parts.clear();
    } else {
      Duration since = Duration.between(before, at);
      parts.addLast(new Part(since, rate * since.toMillis() / 1000));
      shorten();
    }
    last = at;
    errors = value(reading, Metrics.ERROR_RATE);
    p95 = value(reading, Metrics.P95_RESPONSE_TIME);
    connections = value(reading, Metrics.DATABASE_CONNECTIONS);
  }

  /** As long as what errors and percentiles are taken of. */
  private void shorten() {
    Duration seen = seen();
    while (parts.size() > 1 && seen.minus(parts.getFirst().time()).compareTo(window) >= 0) {
      seen = seen.minus(parts.removeFirst().time());
    }
  }

  private Duration seen() {
    return parts.stream().map(Part::time).reduce(Duration.ZERO, Duration::plus);
  }

  static @Nullable Double value(MetricsReading reading, Metric metric) {
    Series series = Series.of(metric);
    return reading.samples().stream()
        .filter(sample -> sample.series().equals(series))
        .map(sample -> sample.value())
        .findFirst()
        .orElse(null);
  }

  /** What was measured so far; null where nothing could be compared yet. */
  public @Nullable Figures figures() {
    if (parts.isEmpty()) {
      return null;
    }
    long requests = Math.round(parts.stream().mapToDouble(Part::requests).sum());
    return new Figures(seen(), requests, errors, p95, connections);
  }

  /** Why the last read brought nothing; empty where it did. */
  public String trouble() {
    return trouble;
  }
}
