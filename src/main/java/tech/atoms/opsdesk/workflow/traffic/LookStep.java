package tech.atoms.opsdesk.workflow.traffic;

import java.time.Duration;
import java.util.function.Supplier;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Step;

/**
 * A step that only looks.
 *
 * @param id in the plan
 * @param timeout how long may pass until it is seen
 * @param look what is looked at
 */
public record LookStep(String id, Duration timeout, Supplier<Observed> look) implements Step {
  @Override
  public Observed observe() {
    return look.get();
  }
}
