package tech.atoms.opsdesk.backup.dump;

import java.time.Duration;

/**
 * How long silence of a database is borne.
 *
 * @param stalled what makes no progress for so long is ended
 * @param look between two looks whether the server is still there
 */
public record Patience(Duration stalled, Duration look) {
  /** Three looks that fail, each with its ten seconds, are about a minute. */
  public static final Patience USUAL = new Patience(Duration.ofSeconds(90), Duration.ofSeconds(15));
}
