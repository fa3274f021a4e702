package tech.atoms.opsdesk.workflow.recover;

import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.traffic.SmokeLook;

/** A person says that the service is back, and who knows what was lost. */
final class SignOffGate implements Gate {
  /** Its id in the plan. */
  static final String ID = "sign-off";

  private final String environment;
  private final String taken;
  private final SmokeLook smoke;
  private List<String> unknown = List.of();

  /**
   * The last gate.
   *
   * @param taken when the backup was taken, for people
   */
  SignOffGate(String environment, String taken, SmokeLook smoke) {
    this.environment = environment;
    this.taken = taken;
    this.smoke = smoke;
  }

  @Override
  public String question() {
    return "Is " + environment + " recovered?";
  }

  @Override
  public List<GateCheck> checks() {
    List<GateCheck> checks = new ArrayList<>();
    List<String> said = new ArrayList<>();
    smoke.tell(checks, said);
    unknown = List.copyOf(said);
    return checks;
  }

  @Override
  public List<String> ticks() {
    List<String> ticks = new ArrayList<>(unknown);
    ticks.add("Somebody has signed in and found their data");
    ticks.add("Whoever is concerned knows that what was written after " + taken + " is lost");
    return ticks;
  }
}
