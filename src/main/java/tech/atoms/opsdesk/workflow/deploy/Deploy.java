package tech.atoms.opsdesk.workflow.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.GateStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Preview;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.backup.BackupSteps;
import tech.atoms.opsdesk.workflow.figures.Figures;
import tech.atoms.opsdesk.workflow.figures.MeasureStep;
import tech.atoms.opsdesk.workflow.traffic.LookStep;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;
import tech.atoms.opsdesk.workflow.traffic.Paced;
import tech.atoms.opsdesk.workflow.traffic.Smoke;
import tech.atoms.opsdesk.workflow.traffic.SmokeLook;

/**
 * Deploys: checks, builds without traffic, looks at what was built at its own address, lets people
 * decide, moves the traffic, and watches. A target is what {@link Wanted#target} makes.
 */
public final class Deploy implements Workflow {
  /** The workflow's name. */
  public static final String ID = "deploy";

  static final String STAGED = "staged";
  static final String BASELINE = "baseline";
  static final String ITEMS = "items";
  static final String WATCH = "watch";

  private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration ITEMS_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration ITEMS_FRESH = Duration.ofSeconds(20);
  private static final Duration LONGEST_BASELINE = Duration.ofSeconds(30);

  private final Environment environment;
  private final Vercel platform;
  private final ServerClient server;
  private final @Nullable MonitoredDatabase database;
  private final SecretResolver secrets;
  private final @Nullable Evidence evidence;
  private final @Nullable BackupSteps backups;
  private final InstantSource clock;

  /**
   * The deployment of an environment.
   *
   * @param platform builds and moves the traffic; stays open
   * @param server production; stays open
   * @param database null where the profile names none; stays open
   * @param evidence null: this desk has none, and its gates say so
   * @param backups takes a backup where no young one is verified; null: the profile does not say
   *     how
   */
  public Deploy(
      Environment environment,
      Vercel platform,
      ServerClient server,
      @Nullable MonitoredDatabase database,
      SecretResolver secrets,
      @Nullable Evidence evidence,
      @Nullable BackupSteps backups,
      InstantSource clock) {
    this.backups = backups;
    this.environment = environment;
    this.platform = platform;
    this.server = server;
    this.database = database;
    this.secrets = secrets;
    this.evidence = evidence;
    this.clock = clock;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Plan plan(String target) {
    return new Planning(environment, platform, backups, Wanted.parse(target)).plan();
  }

  @Override
  public Preview preview(Plan plan) {
    return Preview.of(preflight(plan), clock);
  }

  private Preflight preflight(Plan plan) {
    String live = plan.facts().getOrDefault(Planning.LIVE_ID, "");
    return new Preflight(environment, platform, server, database, evidence, live, clock);
  }

  /** The steps of a plan that no run carries out. */
  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return steps("", "", plan, null, null, log);
  }

  @Override
  public List<Step> steps(Run run, RunLog log) {
    Instant asked = null;
    Figures measured = null;
    for (Run.RunStep step : run.steps()) {
      if (step.id().equals(BuildStep.ID) && step.attempts() > 0) {
        asked = step.started();
      } else if (step.id().equals(BASELINE)) {
        measured = Figures.parse(step.detail());
      }
    }
    return steps(run.id(), run.by(), run.plan(), asked, measured, log);
  }

  private List<Step> steps(
      String run,
      String by,
      Plan plan,
      @Nullable Instant asked,
      @Nullable Figures measured,
      RunLog log) {
    Wanted wanted = Wanted.parse(plan.target());
    String live = plan.facts().getOrDefault(Planning.LIVE_ID, "");
    Staged staged = new Staged(platform.deployments(), run);
    StagedServer stagedServer = new StagedServer(staged, environment.server(), secrets, clock);
    SmokeLook stagedSmoke = new SmokeLook("Staged", stagedServer::look, clock);
    SmokeLook smoke = new SmokeLook("Production", () -> Smoke.of(server, ""), clock);
    Items after = new Items(evidence, "post-deployment", ITEMS_FRESH, clock);
    List<Step> steps = new ArrayList<>();
    steps.add(new GateStep(Preflight.ID, preflight(plan)));
    if (backups == null) {
      steps.add(new GateStep(BackupGate.ID, new BackupGate()));
    } else {
      steps.addAll(backups.steps(run, by, true));
      steps.addAll(backups.copies().of(plan, () -> backups.counting(run, true)));
    }
    steps.add(
        new BuildStep(
            platform.deployments(),
            staged,
            run,
            how -> Planning.request(platform.deployments(), wanted, plan, how),
            log,
            clock,
            asked));
    steps.add(
        new LookStep(
            STAGED,
            LOOK_TIMEOUT,
            new Paced(LOOK_EVERY, clock, () -> LookSteps.smoke(stagedSmoke.lines()))));
    Supplier<@Nullable Figures> before = () -> measured;
    if (!wanted.watch().isZero()) {
      Duration over =
          wanted.watch().compareTo(LONGEST_BASELINE) < 0 ? wanted.watch() : LONGEST_BASELINE;
      MeasureStep baseline = MeasureStep.baseline(BASELINE, server, over, log, clock);
      before = () -> baseline.result() == null ? measured : baseline.result();
      steps.add(baseline);
    }
    steps.add(
        new GateStep(
            GoGate.ID,
            new GoGate(
                environment,
                platform.traffic(),
                staged,
                stagedSmoke,
                database,
                evidence,
                plan,
                wanted.label(),
                clock)));
    TakeBack back =
        live.isEmpty()
            ? null
            : new TakeBack(platform.traffic(), server, live, Planning.liveVersion(plan), clock);
    steps.add(new PromoteStep(platform.traffic(), staged, back));
    steps.add(LookSteps.version(server, stagedServer::version, clock));
    steps.add(LookSteps.smoke(server, clock));
    steps.add(new LookStep(ITEMS, ITEMS_TIMEOUT, new Paced(LOOK_EVERY, clock, () -> items(after))));
    steps.add(new GateStep(AfterGate.ID, new AfterGate(environment.name(), after, smoke)));
    if (!wanted.watch().isZero()) {
      steps.add(MeasureStep.comparison(WATCH, server, wanted.watch(), before, log, clock));
    }
    return steps;
  }

  /**
   * The steps that build a deployment anew and give it the traffic, without gates and without a way
   * back: for a recovery, whose plan was confirmed.
   *
   * @param run whose steps they are
   * @param deployment its id at the platform
   */
  public List<Step> again(Run run, String deployment, RunLog log) {
    Instant asked = null;
    for (Run.RunStep step : run.steps()) {
      if (step.id().equals(BuildStep.ID) && step.attempts() > 0) {
        asked = step.started();
      }
    }
    Staged staged = new Staged(platform.deployments(), run.id());
    StagedServer stagedServer = new StagedServer(staged, environment.server(), secrets, clock);
    return List.of(
        new BuildStep(
            platform.deployments(),
            staged,
            run.id(),
            how -> platform.deployments().redeploy(deployment, how),
            log,
            clock,
            asked),
        new PromoteStep(platform.traffic(), staged, null),
        LookSteps.version(server, stagedServer::version, clock));
  }

  /** The same as a plan tells them. */
  public static List<PlannedStep> plannedAgain(String name) {
    return List.of(
        new PlannedStep(
            BuildStep.ID,
            "Build " + name + " anew, with today's variables",
            "not built",
            "built and ready, no traffic",
            "it gets no traffic; remove it at the platform"),
        new PlannedStep(
            MoveStep.ID,
            "Point production to what was built",
            name + " is live",
            "the new build is live",
            "roll back to " + name),
        new PlannedStep(
            LookSteps.VERSION,
            "The server tells the version that was built",
            "",
            "",
            "nothing is changed"));
  }

  private static Observed items(Items items) {
    items.look();
    String failing = items.failing();
    return failing.isEmpty()
        ? Observed.done(
            "%d pass, %d wait for a person".formatted(items.checks().size(), items.ticks().size()))
        : Observed.notDone(failing);
  }
}
