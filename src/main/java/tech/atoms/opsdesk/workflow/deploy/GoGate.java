package tech.atoms.opsdesk.workflow.deploy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.provider.vercel.DeploymentStatus;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.traffic.Smoke;

/** Go or no-go: the staged deployment answers well, and people let it have the traffic. */
final class GoGate implements Gate {
  /** Its id in the plan. */
  static final String ID = "go";

  private final Environment environment;
  private final VercelTraffic platform;
  private final Staged staged;
  private final StagedServer server;
  private final @Nullable Evidence evidence;
  private final String live;
  private final String label;
  private final InstantSource clock;
  private List<Smoke.Line> lines = List.of();
  private List<String> despite = List.of();

  /**
   * The gate before the traffic moves.
   *
   * @param evidence null: this desk knows of no freezes
   * @param live id of the deployment that has the traffic
   * @param label what is deployed, e.g. "main"
   */
  GoGate(
      Environment environment,
      VercelTraffic platform,
      Staged staged,
      StagedServer server,
      @Nullable Evidence evidence,
      String live,
      String label,
      InstantSource clock) {
    this.environment = environment;
    this.platform = platform;
    this.staged = staged;
    this.server = server;
    this.evidence = evidence;
    this.live = live;
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
    checks.add(
        Look.at(
            "The staged build is ready",
            now,
            () -> {
              // It may have been removed since it was built: what was read then is no look.
              DeploymentStatus found = staged.find();
              String commit = found == null ? "" : found.deployment().commit();
              return Look.Answer.of(
                  found != null && found.isReady(),
                  found == null
                      ? "the platform has it no more"
                      : found.id()
                          + (found.isReady() ? "" : " is " + found.state())
                          + (commit.isEmpty() ? "" : " of commit " + commit));
            }));
    checks.add(
        Look.at(
            "Production's traffic is where the plan has it",
            now,
            () -> {
              String has = platform.traffic().live();
              return Look.Answer.of(has.equals(live), has.isEmpty() ? "nothing has it" : has);
            }));
    lines = server.look();
    for (Smoke.Line line : lines) {
      if (line.state() != Smoke.State.UNKNOWN) {
        checks.add(
            new GateCheck(
                "Staged: " + line.name(),
                line.state() == Smoke.State.PASS ? GateCheck.State.PASS : GateCheck.State.FAIL,
                line.words(),
                server.lookedAt()));
      }
    }
    despite = evidence == null ? List.of() : Look.freezes(evidence, environment, now);
    return checks;
  }

  /** Traffic never moves without a person: who types nothing says it. */
  @Override
  public List<String> ticks() {
    List<String> ticks = new ArrayList<>(despite);
    for (Smoke.Line line : lines) {
      if (line.state() == Smoke.State.UNKNOWN) {
        ticks.add("Staged: " + line + " (unknown), I vouch for it");
      }
    }
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
