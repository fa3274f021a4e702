package tech.atoms.opsdesk.workflow.rollback;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Listed;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.figures.Figures;
import tech.atoms.opsdesk.workflow.figures.MeasureStep;
import tech.atoms.opsdesk.workflow.figures.SinceStart;
import tech.atoms.opsdesk.workflow.traffic.LookStep;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;

/**
 * Points production's domains back to a deployment that has served before, or ends such a rollback.
 * Nothing is built: what served then serves again, with the variables of its own build.
 */
public final class Rollback implements Workflow {
  /** Which way. */
  public enum Kind {
    /** Back to what has served before; production is pinned then. */
    ROLLBACK("rollback"),
    /** To what served before the rollback; ends the pin. */
    UNDO("rollback-undo");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The workflow's name. */
    public String id() {
      return id;
    }
  }

  /** Id of the step that reads the metrics before. */
  static final String BEFORE = "before";

  /** Id of the step that watches them afterwards. */
  static final String RECOVERY = "recovery";

  private static final int LISTED = 100;
  private static final Duration GLANCE = Duration.ofSeconds(5);

  private final Kind kind;
  private final Environment environment;
  private final VercelTraffic platform;
  private final Reality reality;
  private final ServerClient server;
  private final ServerClient glance;
  private final InstantSource clock;

  /**
   * The rollback of an environment.
   *
   * @param platform moves the traffic; stays open
   * @param server reads the server that is to answer afterwards; stays open
   * @param glance reads the same one before, with a deadline so short that a server which hangs
   *     keeps nobody from rolling back; stays open
   * @param database tells its migrations; null where the profile names none; stays open
   * @param clock paces the looks
   */
  public Rollback(
      Kind kind,
      Environment environment,
      Vercel platform,
      ServerClient server,
      ServerClient glance,
      @Nullable MonitoredDatabase database,
      InstantSource clock) {
    this.kind = kind;
    this.environment = environment;
    this.platform = platform.traffic();
    this.reality = new Reality(platform.reader(), database);
    this.server = server;
    this.glance = glance;
    this.clock = clock;
  }

  @Override
  public String id() {
    return kind.id();
  }

  @Override
  public Plan plan(String target) {
    Traffic traffic = platform.traffic();
    Candidates candidates = new Candidates(platform.deployments(LISTED), traffic);
    Listed live = candidates.live();
    Listed to = target.isEmpty() ? proposed(candidates) : candidates.named(target);
    if (kind == Kind.ROLLBACK && to.deployment().id().equals(traffic.live())) {
      throw Candidates.alreadyLive(to);
    }
    String from = live == null ? "an unknown deployment" : Candidates.name(live.deployment());
    String back = Candidates.name(to.deployment());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("live deployment", live == null ? "unknown" : full(live.deployment()));
    facts.put("target", full(to.deployment()));
    facts.put("why this one", why(candidates, to));
    facts.put("target's state", to.state());
    facts.put("production is pinned", traffic.pinned() ? "yes" : "no");
    Traffic.Request request = traffic.request();
    facts.put(
        "change of traffic under way", request != null && request.isUnderWay() ? "yes" : "no");
    String changed = reality.variablesSince(to.deployment().created());
    facts.put("variables changed since the target was built", changed);
    return new Plan(
        kind.id(),
        environment.name(),
        to.deployment().id(),
        (kind == Kind.ROLLBACK ? "Roll back from " + from + " to " : "Undo the rollback: promote ")
            + back,
        environment.name() + " " + back,
        facts,
        warnings(candidates, live, to, changed),
        plannedSteps(from, back, traffic.pinned()));
  }

  private List<PlannedStep> plannedSteps(String from, String back, boolean pinned) {
    boolean rollback = kind == Kind.ROLLBACK;
    List<PlannedStep> steps = new ArrayList<>();
    if (isWatched()) {
      steps.add(looks(BEFORE, "Read the metrics of " + from + ", to compare with"));
    }
    steps.add(
        new PlannedStep(
            MoveStep.ID,
            "Point production to " + back,
            from + " is live" + (pinned ? ", pinned" : ""),
            back + " is live" + (rollback ? ", pinned" : ""),
            rollback
                ? "opsdesk rollback undo promotes " + from + "; it takes about a second"
                : "roll back to " + from + "; it takes about a second"));
    steps.add(looks(LookSteps.VERSION, "The server tells " + back));
    steps.add(looks(LookSteps.SMOKE, "Health, MCP endpoint and sign-in answer as they should"));
    if (isWatched()) {
      steps.add(
          looks(
              RECOVERY,
              "Errors and p95 are well again, within "
                  + environment.policy().recoverySeconds()
                  + " s"));
    }
    return steps;
  }

  private static PlannedStep looks(String id, String name) {
    return new PlannedStep(id, name, "", "", "nothing is changed");
  }

  /** Whether there are metrics to watch, and the policy wants it. */
  private boolean isWatched() {
    return environment.policy().recoverySeconds() > 0 && tellsMetrics();
  }

  private boolean tellsMetrics() {
    return !environment.server().metricsPath().isBlank();
  }

  /** The steps of a plan that no run carries out. */
  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return steps(plan, null, log);
  }

  @Override
  public List<Step> steps(Run run, RunLog log) {
    Figures measured =
        run.steps().stream()
            .filter(step -> step.id().equals(BEFORE))
            .findFirst()
            .map(step -> Figures.parse(step.detail()))
            .orElse(null);
    return steps(run.plan(), measured, log);
  }

  private List<Step> steps(Plan plan, @Nullable Figures measured, RunLog log) {
    Listed to =
        new Candidates(platform.deployments(LISTED), platform.traffic()).named(plan.target());
    List<Step> steps = new ArrayList<>();
    AtomicReference<@Nullable Figures> before = new AtomicReference<>(measured);
    if (isWatched()) {
      steps.add(new LookStep(BEFORE, GLANCE, () -> before(before)));
    }
    steps.add(
        new MoveStep(
            platform,
            kind == Kind.ROLLBACK ? MoveStep.Kind.ROLL_BACK : MoveStep.Kind.UNPIN,
            to.deployment().id()));
    steps.add(LookSteps.version(server, to.deployment().version(), clock));
    steps.add(LookSteps.smoke(server, clock));
    if (isWatched()) {
      Duration over = Duration.ofSeconds(environment.policy().recoverySeconds());
      steps.add(MeasureStep.recovery(RECOVERY, server, over, before::get, log, clock));
    }
    return steps;
  }

  private Observed before(AtomicReference<@Nullable Figures> figures) {
    Observed seen = SinceStart.look(glance);
    figures.set(Figures.parse(seen.detail()));
    return seen;
  }

  /** A fact of the plan: it must not depend on whether the target was named or proposed. */
  private String why(Candidates candidates, Listed to) {
    if (kind != Kind.ROLLBACK) {
      return "it served before the rollback";
    }
    return candidates.isPrevious(to)
        ? "the last that served before the live one"
        : "it has served before";
  }

  private Listed proposed(Candidates candidates) {
    return kind == Kind.ROLLBACK ? candidates.lastGood() : candidates.beforeRollback();
  }

  private List<String> warnings(
      Candidates candidates, @Nullable Listed live, Listed to, String changed) {
    List<String> all = new ArrayList<>();
    if (!changed.equals("none")) {
      all.add("It runs with the variables of its own build. Changed since: " + changed);
    }
    if (kind == Kind.ROLLBACK && !candidates.traffic().pinned()) {
      all.add("Afterwards production is pinned: new deployments get no traffic until a promote");
    }
    if (kind == Kind.ROLLBACK
        && live != null
        && to.deployment().created().isAfter(live.deployment().created())) {
      all.add("It is newer than what is live");
    }
    if (kind == Kind.UNDO) {
      all.add(
          Candidates.name(to.deployment())
              + " was rolled back: what was wrong with it then comes back, unless it had another"
              + " cause");
    }
    if (!tellsMetrics()) {
      all.add("The server tells no metrics: whether errors and p95 recover is not seen");
    }
    all.add(reality.migrationsSince(to.deployment().created()));
    String crons = reality.crons();
    if (!crons.isEmpty()) {
      all.add(crons);
    }
    if (kind == Kind.ROLLBACK && !candidates.isPrevious(to)) {
      all.add(
          "It is not the one before: whether the platform's plan allows that is not known (a Hobby"
              + " plan does not)");
    }
    return all;
  }

  private static String full(Deployment one) {
    return one.version().isEmpty() ? one.id() : one.version() + " " + one.id();
  }
}
