package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import tech.atoms.opsdesk.environment.Environment;

/**
 * How often an environment is looked at.
 *
 * @param interval between two reads of what changes quickly
 * @param slow between two looks at sign-in and cross-origin headers
 * @param platform between two looks at the platform's API
 * @param window over which shares and percentiles are taken
 */
record Pace(Duration interval, Duration slow, Duration platform, Duration window) {

  /** The usual pace, with the profile's interval. */
  static Pace of(Environment environment) {
    return new Pace(
        environment.samplingInterval(),
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1));
  }
}
