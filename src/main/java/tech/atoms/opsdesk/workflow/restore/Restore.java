package tech.atoms.opsdesk.workflow.restore;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.restore.Outlook;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.GateStep;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlanText;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.backup.BackupSteps;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;

/**
 * Replaces the rows of the live database by those of a verified backup: what is there is backed up
 * and proven first, and the rows are replaced in one transaction or not at all. The target is
 * {@link Wanted#word}.
 */
public final class Restore implements Workflow {
  /** The workflow's name. */
  public static final String ID = "restore";

  private static final String SESSIONS = "public.atoms_sessions";

  private final Environment environment;
  private final BackupSteps backups;
  private final Restoring restoring;
  private final ServerClient server;
  private final InstantSource clock;

  /**
   * The restore of an environment.
   *
   * @param backups takes and proves what is there before
   * @param server reads the server that is to answer afterwards; stays open
   * @throws tech.atoms.opsdesk.common.ProblemException where the profile lacks what it needs
   */
  public Restore(
      Environment environment,
      SecretResolver secrets,
      BackupSteps backups,
      ServerClient server,
      InstantSource clock) {
    this.environment = environment;
    this.backups = backups;
    this.restoring = new Restoring(environment, secrets, clock);
    this.server = server;
    this.clock = clock;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Plan plan(String target) {
    Wanted wanted = Wanted.parse(target);
    Stored backup = restoring.named(wanted.backup());
    Manifest manifest = new Archived(backup).manifest();
    Outlook outlook = restoring.ahead(wanted.backup()).look(wanted.tables());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("backup", backup.id());
    facts.put("taken", manifest.at().truncatedTo(ChronoUnit.SECONDS).toString());
    Proof proof = backup.proof();
    facts.put(
        "verified",
        proof == null ? "never" : proof.at().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("database", manifest.server().database() + " as " + restoring.role());
    facts.put("tables", wanted.tables().isEmpty() ? "all" : String.join(", ", wanted.tables()));
    facts.put("rows in the backup", "%,d".formatted(outlook.expected().rows()));
    return new Plan(
        ID,
        environment.name(),
        wanted.word(),
        "Restore " + backup.id() + " into the live database",
        environment.name() + " " + backup.id(),
        facts,
        warnings(manifest, outlook, wanted),
        planned(backup.id()),
        List.of(),
        rows(outlook));
  }

  private static List<Plan.Rows> rows(Outlook outlook) {
    Map<String, Content.Table> now = new HashMap<>();
    outlook.now().tables().forEach(table -> now.put(table.name(), table));
    return outlook.expected().tables().stream()
        .map(
            was -> {
              Content.Table is = now.get(was.name());
              return new Plan.Rows(was.name(), is == null ? 0 : is.rows(), was.rows());
            })
        .toList();
  }

  private List<PlannedStep> planned(String backup) {
    List<PlannedStep> steps = new ArrayList<>();
    if (environment.policy().fourEyes()) {
      steps.add(looks(ApprovalGate.ID, "Gate: another person lets the rows be replaced"));
    }
    steps.addAll(backups.planned(false)); // after the gate, which may wait for hours
    steps.add(
        new PlannedStep(
            RestoreStep.ID,
            "Replace the rows by those of " + backup + ", in one transaction",
            "the rows of now",
            "the rows of the backup, compared by digest",
            "restore the backup that this run has taken before"));
    steps.add(looks(LookSteps.SMOKE, "Health, MCP endpoint and sign-in answer as they should"));
    return steps;
  }

  private static PlannedStep looks(String id, String name) {
    return new PlannedStep(id, name, "", "", "nothing is changed");
  }

  /** What changes from one moment to the next is told here, and is no fact of the plan. */
  private List<String> warnings(Manifest manifest, Outlook outlook, Wanted wanted) {
    List<String> all = new ArrayList<>();
    Map<String, Content.Table> now = new HashMap<>();
    outlook.now().tables().forEach(table -> now.put(table.name(), table));
    List<String> differing = new ArrayList<>();
    long more = 0;
    for (Content.Table was : outlook.expected().tables()) {
      Content.Table is = now.get(was.name());
      if (is != null && !is.equals(was)) {
        differing.add(was.name());
        more += Math.max(0, is.rows() - was.rows());
      }
    }
    Duration age = Duration.between(manifest.at(), clock.instant());
    all.add(
        differing.isEmpty()
            ? "The live rows are those of the backup already"
            : "What was written since the backup, %s ago, is lost%s"
                .formatted(
                    PlanText.time(age),
                    more == 0 ? "" : ": at least %,d row%s".formatted(more, more == 1 ? "" : "s")));
    if (!differing.isEmpty()) {
      all.add("Other rows than those of the backup are in " + Few.of(differing));
    }
    if (differing.contains(SESSIONS)) {
      Content.Table sessions = now.get(SESSIONS);
      all.add(
          "Who signed in since signs in again (%,d sessions now); sessions that were ended since count again until they expire"
              .formatted(sessions == null ? 0 : sessions.rows()));
    }
    all.add(
        "Who writes is not stopped before: pause the project at the platform for that. While rows"
            + " are replaced, whoever reads or writes these tables waits");
    if (!outlook.holders().isEmpty()) {
      all.add(
          "Held now, and given up after 2 s where they are held then: "
              + Few.of(outlook.holders()));
    }
    if (!wanted.tables().isEmpty()) {
      all.add("Other tables stay as they are: what they say may not fit these rows");
    }
    return all;
  }

  /** The steps of a plan that no run carries out. */
  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return steps("", "", plan, false);
  }

  @Override
  public List<Step> steps(Run run, RunLog log) {
    boolean asked =
        run.steps().stream()
            .anyMatch(step -> step.id().equals(RestoreStep.ID) && step.attempts() > 0);
    return steps(run.id(), run.by(), run.plan(), asked);
  }

  private List<Step> steps(String run, String by, Plan plan, boolean asked) {
    Wanted wanted = Wanted.parse(plan.target());
    List<Step> steps = new ArrayList<>();
    if (plan.steps().stream().anyMatch(step -> step.id().equals(ApprovalGate.ID))) {
      steps.add(
          new GateStep(ApprovalGate.ID, new ApprovalGate(environment, restoring, wanted, clock)));
    }
    steps.addAll(backups.steps(run, by, false));
    steps.add(new RestoreStep(restoring, wanted, run, asked));
    steps.add(LookSteps.smoke(server, clock));
    return steps;
  }
}
