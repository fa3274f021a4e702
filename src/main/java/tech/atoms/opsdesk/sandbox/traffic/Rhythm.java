package tech.atoms.opsdesk.sandbox.traffic;

import java.time.Duration;
import java.time.Instant;

/**
 * How busy people are over a day. The day is short, so that its rise and fall can be watched.
 *
 * @param day length of a day; 20 minutes in the sandbox
 * @param night share of people active when fewest are, 0 to 1
 */
record Rhythm(Duration day, double night) {

  /**
   * Share of people active at an instant, {@link #night} to 1: lowest when a day begins, highest in
   * its middle.
   */
  double share(Instant at) {
    double part = (double) Math.floorMod(at.toEpochMilli(), day.toMillis()) / day.toMillis();
    double wave = (1 - Math.cos(2 * Math.PI * part)) / 2;
    return night + (1 - night) * wave;
  }
}
