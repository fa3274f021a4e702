package tech.atoms.opsdesk.workflow.deploy;

import java.util.List;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;

/**
 * The post-deployment items of the checklist that no machine answers.
 *
 * @param environment its name
 * @param items how they stand
 */
record AfterGate(String environment, Items items) implements Gate {
  /** Its id in the plan. */
  static final String ID = "after";

  @Override
  public String question() {
    return "Does the rest of the post-deployment checklist hold for " + environment + "?";
  }

  @Override
  public List<GateCheck> checks() {
    items.look();
    return items.checks();
  }

  @Override
  public List<String> ticks() {
    return items.ticks();
  }
}
