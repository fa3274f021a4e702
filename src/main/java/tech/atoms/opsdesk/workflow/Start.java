package tech.atoms.opsdesk.workflow;

/**
 * What a person says when a run is started.
 *
 * @param reason why; stands in the journal and in the audit trail
 * @param typed the plan's confirmation as the person typed it; empty: nothing was typed
 * @param despiteFreeze why a freeze is overridden; empty: it is not
 */
public record Start(String reason, String typed, String despiteFreeze) {
  /** For a reason, with the confirmation typed. */
  public static Start of(String reason, String typed) {
    return new Start(reason, typed, "");
  }
}
