package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Environment;

/**
 * How often an environment is looked at.
 *
 * @param interval between two reads of the database
 * @param server between two reads of the server's health, metrics and MCP endpoint
 * @param slow between two looks at sign-in and cross-origin headers
 * @param platform between two looks at the platform's API
 * @param window over which shares and percentiles are taken
 * @param note why the server is read less often than the profile asks; null where it is not
 */
record Pace(
    Duration interval,
    Duration server,
    Duration slow,
    Duration platform,
    Duration window,
    @Nullable String note) {
  private static final Duration SLOW = Duration.ofSeconds(60);
  private static final Duration PLATFORM = Duration.ofSeconds(15);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Without a token, the signing keys, with an expired token, and a preflight. */
  private static final double SLOW_REQUESTS = 4;

  /** Intervals are shortened by up to a tenth, so that reads do not fall together. */
  private static final double JITTER = 1.06;

  /** What is left for sessions that are agreed on anew and documents that are read again. */
  private static final double PLANNED = 0.95;

  /** The profile's interval, stretched until the server's requests fit into its budget. */
  static Pace of(Environment environment) {
    Duration interval = environment.samplingInterval();
    int budget = environment.policy().budgets().requestsPerMinute();
    double each = environment.server().metricsPath().isBlank() ? 2 : 3;
    double planned = JITTER * each * MINUTE.toMillis() / interval.toMillis() + SLOW_REQUESTS;
    double stretch = Math.max(1, planned / (PLANNED * budget));
    Duration server = times(interval, stretch);
    return new Pace(
        interval,
        server,
        times(SLOW, stretch),
        PLATFORM,
        MINUTE,
        stretch == 1
            ? null
            : "read every %s instead of %s: the budget is %d requests a minute"
                .formatted(seconds(server), seconds(interval), budget));
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofMillis((long) Math.ceil(duration.toMillis() * factor));
  }

  private static String seconds(Duration duration) {
    return Words.number(Math.round(duration.toMillis() / 100.0) / 10.0) + " s";
  }
}
