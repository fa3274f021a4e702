package tech.atoms.opsdesk.workflow.deploy;

import java.util.List;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;

/**
 * Whether there is a backup to go back to, where the profile does not say how the database is
 * backed up: the desk does not know, a named person does.
 */
final class BackupGate implements Gate {
  /** Its id in the plan. */
  static final String ID = "backup";

  /** What a person says. */
  static final String TICK = "I have seen a verified backup of the database younger than 24 hours";

  @Override
  public String question() {
    return "Is there a verified backup? Unknown to the desk: the profile does not tell of backups";
  }

  @Override
  public List<GateCheck> checks() {
    return List.of();
  }

  @Override
  public List<String> ticks() {
    return List.of(TICK);
  }
}
