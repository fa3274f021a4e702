package tech.atoms.opsdesk.audit;

/**
 * Which rows of the trail are wanted. Every member that is empty lets all pass.
 *
 * @param environment of which environment
 * @param text stands anywhere in the row, in any case: names, machine, action, subject, outcome,
 *     detail
 * @param actor the person's whole name
 * @param action the whole action, e.g. "checklist.tick"
 * @param subject the whole subject, e.g. {@code SEC-15}
 */
public record AuditQuery(
    String environment, String text, String actor, String action, String subject) {

  /** Every row of an environment; empty: every row. */
  public static AuditQuery of(String environment) {
    return new AuditQuery(environment, "", "", "", "");
  }

  /** Whether anything but the environment narrows it. */
  public boolean isNarrowed() {
    return !(text.isEmpty() && actor.isEmpty() && action.isEmpty() && subject.isEmpty());
  }
}
