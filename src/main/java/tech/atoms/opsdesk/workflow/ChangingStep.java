package tech.atoms.opsdesk.workflow;

import java.time.Duration;

/** A step that changes something. */
public abstract class ChangingStep implements Step {
  private final String id;
  private final Duration timeout;

  /**
   * A step.
   *
   * @param id in the plan
   * @param timeout how long it may take until it is seen to be done
   */
  protected ChangingStep(String id, Duration timeout) {
    this.id = id;
    this.timeout = timeout;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final Duration timeout() {
    return timeout;
  }

  @Override
  public final boolean changes() {
    return true;
  }
}
