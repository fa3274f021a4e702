package tech.atoms.opsdesk.workflow.pitr;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;
import tech.atoms.opsdesk.provider.supabase.ProjectStatus;
import tech.atoms.opsdesk.provider.supabase.Supabase;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.GateStep;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.backup.BackupSteps;
import tech.atoms.opsdesk.workflow.traffic.LookStep;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;
import tech.atoms.opsdesk.workflow.traffic.Paced;

/**
 * Lets the platform put the whole database back to a point in time, in place. What is there is
 * backed up and proven first where the profile says how. The target is a time to the second.
 */
public final class Pitr implements Workflow {
  /** The workflow's name. */
  public static final String ID = "pitr";

  private static final Duration ROWS = Duration.ofSeconds(60);
  private static final Duration ROWS_EVERY = Duration.ofSeconds(5);
  private static final String TIMELINE = "timeline";

  private final Ground ground;
  private final @Nullable BackupSteps backups;
  private final ServerClient server;

  /**
   * The recovery of an environment's database.
   *
   * @param supabase the platform; stays open
   * @param database the database itself; stays open; null where the profile names none
   * @param backups takes and proves what is there before; null where the profile does not say how
   * @param server reads the server that is to answer afterwards; stays open
   */
  public Pitr(
      Environment environment,
      Supabase supabase,
      @Nullable MonitoredDatabase database,
      @Nullable BackupSteps backups,
      ServerClient server,
      InstantSource clock) {
    this.ground = new Ground(environment, supabase, database, clock);
    this.backups = backups;
    this.server = server;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Plan plan(String told) {
    Instant target = ground.target(told);
    PlatformBackups platform = ground.supabase().backups();
    ground.requireWithin(target, platform);
    ProjectStatus status = ground.supabase().status();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("target", target.toString());
    facts.put(
        "project",
        ground.project() + (platform.region().isEmpty() ? "" : " in " + platform.region()));
    facts.put("status", status.status());
    facts.put(TIMELINE, ground.timeline());
    return new Plan(
        ID,
        ground.environment().name(),
        target.toString(),
        "Put the database back to " + target,
        ground.environment().name() + " " + target,
        facts,
        Losses.of(ground, target, platform),
        planned(target),
        List.of(TIMELINE));
  }

  private List<PlannedStep> planned(Instant target) {
    List<PlannedStep> steps = new ArrayList<>();
    if (backups != null) {
      steps.addAll(backups.planned(false));
    }
    if (ground.environment().policy().fourEyes()) {
      steps.add(looks(ApprovalGate.ID, "Gate: another person lets the database be put back"));
    }
    steps.add(
        new PlannedStep(
            RecoverStep.ID,
            "Ask Supabase once to put the database back to %s, and look until it is"
                .formatted(target),
            "the database of now",
            "the database as it was then, on another timeline",
            backups == null
                ? "nothing takes it back"
                : "nothing takes it back; restore the backup that this run has taken before"));
    steps.add(looks(RowsLook.ID, "Nothing is there that was written after the target"));
    steps.add(looks(LookSteps.SMOKE, "Health, MCP endpoint and sign-in answer as they should"));
    return steps;
  }

  private static PlannedStep looks(String id, String name) {
    return new PlannedStep(id, name, "", "", "nothing is changed");
  }

  /** The steps of a plan that no run carries out. */
  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return steps("", "", plan, null);
  }

  @Override
  public List<Step> steps(Run run, RunLog log) {
    Run.RunStep earlier =
        run.steps().stream()
            .filter(step -> step.id().equals(RecoverStep.ID))
            .findFirst()
            .orElse(null);
    return steps(run.id(), run.by(), run.plan(), earlier);
  }

  private List<Step> steps(String run, String by, Plan plan, Run.@Nullable RunStep earlier) {
    Instant target = ground.target(plan.target());
    List<Step> steps = new ArrayList<>();
    if (backups != null) {
      steps.addAll(backups.steps(run, by, false));
    }
    if (plan.steps().stream().anyMatch(step -> step.id().equals(ApprovalGate.ID))) {
      steps.add(new GateStep(ApprovalGate.ID, new ApprovalGate(ground, target)));
    }
    RecoverStep recovery =
        new RecoverStep(
            ground, target, plan.facts().getOrDefault(TIMELINE, Ground.UNKNOWN), earlier);
    steps.add(recovery);
    RowsLook rows = new RowsLook(ground, target, recovery);
    steps.add(new LookStep(RowsLook.ID, ROWS, new Paced(ROWS_EVERY, ground.clock(), rows)));
    steps.add(LookSteps.smoke(server, ground.clock()));
    return steps;
  }
}
