package tech.atoms.opsdesk.workflow;

import java.time.Duration;

/**
 * Waits for people.
 *
 * @param id in the plan
 * @param gate what is asked
 */
public record GateStep(String id, Gate gate) implements Step {
  @Override
  public Duration timeout() {
    return Duration.ofDays(1); // A gate is not timed: it waits until it is opened.
  }

  @Override
  public Observed observe() {
    throw new IllegalStateException("a gate is not observed");
  }
}
