package tech.atoms.opsdesk.workflow.deploy;

import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.traffic.SmokeLook;

/** The post-deployment items of the checklist that no machine answers, on a fresh smoke test. */
final class AfterGate implements Gate {
  /** Its id in the plan. */
  static final String ID = "after";

  private final String environment;
  private final Items items;
  private final SmokeLook smoke;
  private List<String> unknown = List.of();

  /**
   * The last gate of a deployment.
   *
   * @param environment its name
   * @param items how they stand
   * @param smoke what production answers
   */
  AfterGate(String environment, Items items, SmokeLook smoke) {
    this.environment = environment;
    this.items = items;
    this.smoke = smoke;
  }

  @Override
  public String question() {
    return "Does the rest of the post-deployment checklist hold for " + environment + "?";
  }

  @Override
  public List<GateCheck> checks() {
    List<GateCheck> checks = new ArrayList<>();
    List<String> said = new ArrayList<>();
    smoke.tell(checks, said);
    unknown = List.copyOf(said);
    items.look();
    checks.addAll(items.checks());
    return checks;
  }

  @Override
  public List<String> ticks() {
    List<String> ticks = new ArrayList<>(unknown);
    ticks.addAll(items.ticks());
    return ticks;
  }
}
