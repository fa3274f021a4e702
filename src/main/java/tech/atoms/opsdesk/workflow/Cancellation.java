package tech.atoms.opsdesk.workflow;

/** When a step can be cancelled. */
public enum Cancellation {
  /** Until it is asked for; once it is, the run stops after it. */
  BEFORE,
  /** Also while it is under way, by {@link Step#cancelApplied}. */
  DURING,
  /** Not even before: the run stops after it. */
  NEVER
}
