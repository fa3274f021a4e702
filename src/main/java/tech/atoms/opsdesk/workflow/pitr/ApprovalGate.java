package tech.atoms.opsdesk.workflow.pitr;

import java.time.Instant;
import java.util.List;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;

/** Another person lets the database be put back. */
final class ApprovalGate implements Gate {
  /** Its id in the plan. */
  static final String ID = "approval";

  private final Ground ground;
  private final Instant target;

  ApprovalGate(Ground ground, Instant target) {
    this.ground = ground;
    this.target = target;
  }

  @Override
  public String question() {
    return "Put the whole database of %s back to %s?"
        .formatted(ground.environment().name(), target);
  }

  @Override
  public List<GateCheck> checks() {
    String trouble;
    try {
      trouble = ground.supabase().backups().obstacle(target);
    } catch (ProblemException e) {
      trouble = e.problem().line();
    }
    return List.of(
        new GateCheck(
            "The time is within what the platform can recover to",
            trouble.isEmpty() ? GateCheck.State.PASS : GateCheck.State.FAIL,
            trouble.isEmpty() ? target.toString() : trouble,
            ground.clock().instant()));
  }

  @Override
  public List<Approval> approvals() {
    return List.of(
        new Approval(ground.environment().policy().mayChange().getFirst(), 1, AtGate.APPROVAL));
  }
}
