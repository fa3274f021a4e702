package tech.atoms.opsdesk.checklist;

import java.time.InstantSource;
import java.util.List;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.Scheduler;
import tech.atoms.opsdesk.store.Store;

/**
 * What a {@link Readiness} works with. It closes none of it.
 *
 * @param environment whose
 * @param checklist what is asked
 * @param checks what can answer
 * @param store where everything is recorded
 * @param audit the trail of that store
 * @param deployments tells what is live
 * @param me the person at this desk
 * @param clock what time it is
 * @param scheduler timers and threads
 */
public record ReadinessSetting(
    Environment environment,
    Checklist checklist,
    List<Check> checks,
    Store store,
    Audit audit,
    DeploymentSource deployments,
    Me me,
    InstantSource clock,
    Scheduler scheduler) {

  /** Copies the list. */
  public ReadinessSetting {
    checks = List.copyOf(checks);
  }
}
