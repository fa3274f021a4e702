package tech.atoms.opsdesk.workflow.schedule;

import java.time.InstantSource;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.catalogue.Workflows;
import tech.atoms.opsdesk.workflow.deploy.Evidence;

/**
 * The workflows of an environment for what is done without a person, with clients of their own.
 *
 * @param environment whose
 * @param secrets resolves its secrets, late
 * @param store the desk's records
 * @param clock what time it is
 */
public record OwnWorkflows(
    Environment environment, SecretResolver secrets, Store store, InstantSource clock)
    implements BackupSchedule.Open {
  @Override
  public void with(String workflow, BackupSchedule.Work work) throws Exception {
    Evidence evidence = new Evidence(this::none, new Guards(store), store);
    try (Workflows opened = new Workflows(environment, secrets, null, evidence, clock)) {
      work.go(opened.of(workflow));
    }
  }

  private Readiness none() {
    throw new ProblemException(
        new Problem(
            "The checklist is not known",
            environment.name(),
            "what is done at its time asks for none",
            "Start it by hand"));
  }
}
