package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One step of a workflow. The engine observes first, applies only what has not happened, and
 * observes until it has: done means seen, not accepted. A step that only looks applies nothing.
 */
public interface Step {
  /** Its id in the plan. */
  String id();

  /** How long it may take, from its beginning to the observation that it is done. */
  Duration timeout();

  /**
   * Whether {@link #apply} may be asked for again although an answer was lost, once the world was
   * observed to say that nothing happened.
   */
  default boolean repeatable() {
    return true;
  }

  /** Why it must not be begun now; null where it may. */
  default @Nullable String precondition() {
    return null;
  }

  /**
   * What the world says; changes nothing.
   *
   * @throws tech.atoms.opsdesk.common.ProblemException where that cannot be found out now; it is
   *     asked again until the timeout
   */
  Observed observe();

  /**
   * Asks for the change, once.
   *
   * @throws Refused where it was refused and nothing has happened
   * @throws tech.atoms.opsdesk.common.ProblemException where nobody knows whether it has happened
   */
  default void apply() {}

  /** Whether {@link #apply} does anything. */
  default boolean changes() {
    return false;
  }

  /** When it can be cancelled. */
  default Cancellation cancellation() {
    return Cancellation.BEFORE;
  }

  /**
   * Asks for the end of what {@link #apply} has begun, once; what comes of it is observed. Only
   * with {@link Cancellation#DURING}.
   *
   * @throws tech.atoms.opsdesk.common.ProblemException where nobody knows whether it was heard
   */
  default void cancelApplied() {}

  /** Whether the run can no longer be cancelled once this has been asked for. */
  default boolean pointOfNoReturn() {
    return false;
  }

  /**
   * What takes it back; null where nothing does: the plan says why not. It is observed and applied
   * as every step is.
   */
  default @Nullable Step compensation() {
    return null;
  }

  /**
   * How often the change is asked for again, where it was seen to have failed; 0 for what must not
   * be asked for twice by itself.
   */
  default int retries() {
    return 0;
  }

  /** Where people are waited for; null: nowhere. A gate's step is not observed. */
  default @Nullable Gate gate() {
    return null;
  }
}
