package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.check.catalogue.Catalogue;
import tech.atoms.opsdesk.checklist.LiveReadiness;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.PlatformDeployments;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSetting;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.store.Store;

/**
 * The checklist of one command, made when it is first asked for: its records are read, no check has
 * run. One thread.
 */
final class OwnReadiness implements AutoCloseable {
  private final Environment environment;
  private final SecretResolver secrets;
  private final Checklist checklist;
  private final Store store;
  private final Audit audit;
  private final InstantSource clock;
  private final Deque<Runnable> opened = new ArrayDeque<>();
  private @Nullable LiveReadiness readiness;

  OwnReadiness(
      Environment environment,
      SecretResolver secrets,
      Checklist checklist,
      Store store,
      Audit audit,
      InstantSource clock) {
    this.environment = environment;
    this.secrets = secrets;
    this.checklist = checklist;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** The checklist. Blocks on the store the first time. */
  Readiness get() {
    LiveReadiness there = readiness;
    if (there == null) {
      Catalogue catalogue = new Catalogue(environment, secrets, null, clock);
      opened.push(catalogue::close);
      PlatformDeployments deployments = new PlatformDeployments(environment, secrets);
      opened.push(deployments::close);
      SystemScheduler scheduler = new SystemScheduler("readiness");
      opened.push(scheduler::close);
      there =
          new LiveReadiness(
              new ReadinessSetting(
                  environment,
                  checklist,
                  catalogue.all(),
                  store,
                  audit,
                  deployments,
                  Me.of(environment, System.getProperty("user.name", "")),
                  clock,
                  scheduler));
      opened.push(there::close);
      there.look();
      readiness = there;
    }
    return there;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
