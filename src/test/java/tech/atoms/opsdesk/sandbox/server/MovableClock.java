package tech.atoms.opsdesk.sandbox.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, with a jump. */
final class MovableClock implements InstantSource {
  private volatile Duration jump = Duration.ZERO;

  @Override
  public Instant instant() {
    return InstantSource.system().instant().plus(jump);
  }

  void advance(Duration by) {
    jump = jump.plus(by);
  }
}
