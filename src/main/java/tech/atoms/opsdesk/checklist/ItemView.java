package tech.atoms.opsdesk.checklist;

import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.template.Item;

/**
 * One item as it is shown.
 *
 * @param result how it stands, why, and the evidence
 * @param version counts what people did to it; handed back with a change, so that nobody overwrites
 *     what he has not seen
 * @param running whether a check of it runs now
 */
public record ItemView(Result result, long version, boolean running) {

  /** Which. */
  public Item item() {
    return result.item();
  }

  /** How it stands. */
  public State state() {
    return result.state();
  }
}
