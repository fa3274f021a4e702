package tech.atoms.opsdesk.workflow.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.catalogue.Workflows;
import tech.atoms.opsdesk.workflow.deploy.Deploy;

/**
 * A desk that deploys, as a process of its own. It is {@code opsdesk deploy run} without the checks
 * that a machine answers: against a platform without a real server they would hold its gates.
 */
final class DeployDesk {
  private DeployDesk() {}

  /**
   * Runs it.
   *
   * @param args profile, data directory, target
   */
  public static void main(String[] args) throws Exception {
    Path profile = Path.of(args[0]);
    Path data = Path.of(args[1]);
    InstantSource clock = InstantSource.system();
    Environment environment = Site.environment(profile);
    Secrets secrets = Site.secrets(profile);
    try (Store store =
        Store.open(StoreSettings.of(Profiles.load(profile).store(), data, secrets))) {
      store.awaitOpened(Duration.ofSeconds(20));
      Journal journal = new Journal(store);
      Audit audit = new Audit(store, data, "here");
      try (People people = new People(environment, store, journal, audit, clock);
          Workflows workflows =
              new Workflows(environment, secrets, null, people.evidence(), clock)) {
        Workflow deploy = workflows.of(Deploy.ID);
        Run run =
            new Engine(
                    environment,
                    journal,
                    new Guards(store),
                    audit,
                    Site.OPERATOR,
                    "here",
                    clock,
                    Pause.REAL)
                .start(deploy, deploy.plan(args[2]), Start.of("crash", ""), each -> {});
        System.out.println(run.state().words() + ": " + run.why());
      }
    }
  }
}
