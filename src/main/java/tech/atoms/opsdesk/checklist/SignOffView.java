package tech.atoms.opsdesk.checklist;

import tech.atoms.opsdesk.checklist.state.State;

/**
 * One sign-off as it is shown.
 *
 * @param view its item, with the signature
 * @param role who signs it
 * @param step how far it is
 * @param yours whether the person at this desk holds the role
 * @param failing how many of the items that it covers fail
 */
public record SignOffView(ItemView view, String role, Step step, boolean yours, int failing) {

  /** How far a sign-off is. */
  public enum Step {
    /** Signed, and it counts. */
    SIGNED,
    /** Was signed, and counts no more; the item's reason says why. */
    VOID,
    /** Cannot be signed: something that it covers fails, or its own evidence is missing. */
    BLOCKED,
    /** Can be signed. */
    WAITING
  }

  /** Whether the person at this desk can sign now. */
  public boolean yourTurn() {
    return yours && (step == Step.WAITING || (step == Step.VOID && failing == 0));
  }

  static Step step(ItemView view, int failing) {
    State state = view.state();
    if (state == State.ATTESTED || state == State.NOT_APPLICABLE) {
      return Step.SIGNED;
    }
    State under = view.result().under();
    if (under == State.STALE && view.result().signature() != null) {
      return Step.VOID;
    }
    return failing > 0 || under != State.AWAITING ? Step.BLOCKED : Step.WAITING;
  }
}
