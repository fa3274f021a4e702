package tech.atoms.opsdesk.workflow.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.LiveReadiness;
import tech.atoms.opsdesk.checklist.ReadinessSetting;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.GateView;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.deploy.Evidence;

/** What gates need: a checklist that only asks people, and a person who says yes to everything. */
final class People implements AutoCloseable {
  private final SystemScheduler scheduler = new SystemScheduler("people");
  private final LiveReadiness readiness;
  private final Evidence evidence;
  private final Journal journal;
  private final AtGate person;

  People(Environment environment, Store store, Journal journal, Audit audit, InstantSource clock) {
    this.journal = journal;
    Guards guards = new Guards(store);
    readiness =
        new LiveReadiness(
            new ReadinessSetting(
                environment,
                Templates.shipped(),
                List.of(),
                store,
                audit,
                () -> new Deployment("dpl", ""),
                Site.OPERATOR,
                clock,
                scheduler));
    readiness.look();
    evidence = new Evidence(() -> readiness, guards, store);
    person = new AtGate(environment, journal, guards, audit, Site.OPERATOR, clock);
  }

  Evidence evidence() {
    return evidence;
  }

  /** Says what the newest run's gate asks for; nothing where it is at none. */
  void answer(InstantSource clock) {
    for (Run run : journal.runs(Site.ENVIRONMENT, 1, clock.instant())) {
      GateView gate = run.gate();
      if (gate == null || run.state() != RunState.NEEDS_YOU) {
        return;
      }
      try {
        for (String missing : gate.waitsFor()) {
          if (missing.startsWith("tick: ")) {
            person.tick(run.id(), missing.substring("tick: ".length()));
          } else if (missing.equals("typed text")) {
            person.type(run.id(), gate.typed());
          }
        }
      } catch (ProblemException e) {
        // The gate has opened meanwhile; or the next look tells.
        assertThat(e.problem().what()).contains("waits at no gate");
      }
    }
  }

  @Override
  public void close() {
    readiness.close();
    scheduler.close();
  }
}
