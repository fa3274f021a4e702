package tech.atoms.opsdesk.workflow.deploy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.database.Migrations;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.provider.vercel.DeploymentStatus;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.traffic.SmokeLook;

/** Go or no-go: the staged deployment answers well, and people let it have the traffic. */
final class GoGate implements Gate {
  /** Its id in the plan. */
  static final String ID = "go";

  private final Environment environment;
  private final VercelTraffic platform;
  private final Staged staged;
  private final SmokeLook smoke;
  private final @Nullable MonitoredDatabase database;
  private final @Nullable Evidence evidence;
  private final Plan plan;
  private final String live;
  private final String label;
  private final InstantSource clock;
  private List<String> despite = List.of();

  /**
   * The gate before the traffic moves.
   *
   * @param smoke what the staged build answers
   * @param database null where the profile names none
   * @param evidence null: this desk knows of no freezes
   * @param plan of the run
   * @param label what is deployed, e.g. "main"
   */
  GoGate(
      Environment environment,
      VercelTraffic platform,
      Staged staged,
      SmokeLook smoke,
      @Nullable MonitoredDatabase database,
      @Nullable Evidence evidence,
      Plan plan,
      String label,
      InstantSource clock) {
    this.environment = environment;
    this.platform = platform;
    this.staged = staged;
    this.smoke = smoke;
    this.database = database;
    this.evidence = evidence;
    this.plan = plan;
    this.live = plan.facts().getOrDefault(Planning.LIVE_ID, "");
    this.label = label;
    this.clock = clock;
  }

  @Override
  public String question() {
    return "Switch all traffic of " + environment.name() + " to the build of " + label + "?";
  }

  @Override
  public List<GateCheck> checks() {
    Instant now = clock.instant();
    List<GateCheck> checks = new ArrayList<>();
    checks.add(Look.at("The staged build is ready", now, this::built));
    checks.add(
        Look.at(
            "Production's traffic is where the plan has it",
            now,
            () -> {
              String has = platform.traffic().live();
              return Look.Answer.of(has.equals(live), has.isEmpty() ? "nothing has it" : has);
            }));
    List<String> said =
        evidence == null
            ? new ArrayList<>()
            : new ArrayList<>(Look.freezes(evidence, environment, now));
    smoke.tell(checks, said);
    List<String> migrations = Changes.migrations(plan.facts());
    if (!migrations.isEmpty()) {
      Look.passOrTick(
          Look.at("The migrations it brings are applied", now, () -> applied(migrations)),
          checks,
          said);
    }
    despite = List.copyOf(said);
    return checks;
  }

  /** It may have been removed since it was built: what was read then is no look. */
  private Look.Answer built() {
    DeploymentStatus found = staged.find();
    if (found == null) {
      return Look.Answer.of(false, "the platform has it no more");
    }
    String commit = found.deployment().commit();
    String planned = Planning.commit(plan);
    boolean another = !planned.isEmpty() && !commit.isEmpty() && !commit.equals(planned);
    return Look.Answer.of(
        found.isReady() && !another,
        found.id()
            + (found.isReady() ? "" : " is " + found.state())
            + (commit.isEmpty() ? "" : " of commit " + commit)
            + (another ? ", the plan has " + planned : ""));
  }

  private Look.Answer applied(List<String> migrations) {
    MonitoredDatabase there = database;
    Migrations applied = there == null ? new Migrations(false, List.of()) : there.migrations();
    if (!applied.kept()) {
      return new Look.Answer(
          GateCheck.State.UNKNOWN,
          there == null ? "the profile names no database" : "the database keeps no list of them");
    }
    List<String> missing = new ArrayList<>(migrations);
    missing.removeAll(applied.versions());
    return Look.Answer.of(
        missing.isEmpty(),
        missing.isEmpty() ? Few.of(migrations) : "not applied: " + Few.of(missing));
  }

  /** Traffic never moves without a person: who types nothing says it. */
  @Override
  public List<String> ticks() {
    List<String> ticks = new ArrayList<>(despite);
    if (typed().isEmpty()) {
      ticks.add("Go: all traffic to the build of " + label);
    }
    return ticks;
  }

  @Override
  public List<Approval> approvals() {
    Policy policy = environment.policy();
    return policy.fourEyes()
        ? List.of(new Approval(policy.mayChange().getFirst(), 1, AtGate.APPROVAL))
        : List.of();
  }

  @Override
  public String typed() {
    return environment.policy().typedConfirmation() ? environment.name() + " " + label : "";
  }
}
