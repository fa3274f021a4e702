package tech.atoms.opsdesk.workflow.figures;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.metric.Canonical;
import tech.atoms.opsdesk.metric.Exposition;
import tech.atoms.opsdesk.metric.ExpositionParser;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.MetricsReading;
import tech.atoms.opsdesk.server.MetricsText;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.Observed;

/**
 * What a server tells of itself since its process began, by one read: for a change that must not
 * wait until something was measured. Blocks for one request.
 */
public final class SinceStart {
  private SinceStart() {}

  /** Reads it; what cannot be read is said, and is no failure. */
  public static Observed look(ServerClient server) {
    MetricsText text;
    try {
      text = server.metrics();
    } catch (ProblemException e) {
      return Observed.done("not known: " + e.problem().line());
    }
    Figures figures = figures(text);
    return Observed.done(
        figures == null
            ? "not known: the metrics do not tell since when they count"
            : "since it began: " + figures.words());
  }

  private static @Nullable Figures figures(MetricsText text) {
    Exposition scrape = ExpositionParser.parse(text.text(), text.openMetrics());
    Duration age = Canonical.age(scrape, text.at());
    if (age == null) {
      return null;
    }
    MetricsReading reading = Canonical.sinceStart(scrape, text.at());
    Double rate = Measuring.value(reading, Metrics.REQUEST_RATE);
    return rate == null
        ? null
        : new Figures(
            age,
            Math.round(rate * age.toMillis() / 1000),
            Measuring.value(reading, Metrics.ERROR_RATE),
            Measuring.value(reading, Metrics.P95_RESPONSE_TIME),
            Measuring.value(reading, Metrics.DATABASE_CONNECTIONS));
  }
}
