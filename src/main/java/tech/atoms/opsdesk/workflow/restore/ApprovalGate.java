package tech.atoms.opsdesk.workflow.restore;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;

/** Another person lets the live rows be replaced. */
final class ApprovalGate implements Gate {
  /** Its id in the plan. */
  static final String ID = "approval";

  private final Environment environment;
  private final Restoring restoring;
  private final Wanted wanted;
  private final InstantSource clock;

  ApprovalGate(Environment environment, Restoring restoring, Wanted wanted, InstantSource clock) {
    this.environment = environment;
    this.restoring = restoring;
    this.wanted = wanted;
    this.clock = clock;
  }

  @Override
  public String question() {
    return "Replace the live rows of " + environment.name() + " by " + wanted.backup() + "?";
  }

  @Override
  public List<GateCheck> checks() {
    List<GateCheck> checks = new ArrayList<>();
    try {
      List<String> holders = restoring.ahead(wanted.backup()).holders(wanted.tables());
      checks.add(
          check(
              "The backup fits the live schema, and the role may restore it",
              true,
              holders.isEmpty()
                  ? "nobody holds its tables now"
                  : "held now, and the restore waits 2 s for each: " + Few.of(holders)));
    } catch (ProblemException e) {
      checks.add(
          check(
              "The backup fits the live schema, and the role may restore it",
              false,
              e.problem().line()));
    }
    return checks;
  }

  private GateCheck check(String name, boolean holds, String detail) {
    return new GateCheck(
        name, holds ? GateCheck.State.PASS : GateCheck.State.FAIL, detail, clock.instant());
  }

  @Override
  public List<Approval> approvals() {
    Policy policy = environment.policy();
    return List.of(new Approval(policy.mayChange().getFirst(), 1, AtGate.APPROVAL));
  }
}
