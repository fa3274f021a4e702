package tech.atoms.opsdesk.workflow;

/**
 * What a person says when a run is started.
 *
 * @param reason why; stands in the journal and in the audit trail
 * @param typed the plan's confirmation as the person typed it; empty: nothing was typed
 * @param despiteFreeze why a freeze is overridden; empty: it is not
 * @param inPlaceOf id of the run that gives way: given up where it is paused or interrupted, asked
 *     to end where a desk works on it; empty: none does
 */
public record Start(String reason, String typed, String despiteFreeze, String inPlaceOf) {
  /** For a reason, with the confirmation typed. */
  public static Start of(String reason, String typed) {
    return new Start(reason, typed, "", "");
  }
}
