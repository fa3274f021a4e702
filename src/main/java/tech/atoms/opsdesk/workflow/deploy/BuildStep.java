package tech.atoms.opsdesk.workflow.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.vercel.DeploymentStatus;
import tech.atoms.opsdesk.provider.vercel.NewDeployment;
import tech.atoms.opsdesk.provider.vercel.VercelDeployments;
import tech.atoms.opsdesk.workflow.Cancellation;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.RunLog;

/**
 * Creates the staged deployment and watches its build. What was asked for is found again by the
 * run's mark; until the platform has had its time to take a request whose answer was lost, it is
 * not asked for again.
 */
final class BuildStep extends ChangingStep {
  /** Its id in the plan. */
  static final String ID = "build";

  /** The platform ends a build after 45 minutes; a build of this server takes two. */
  static final Duration TIMEOUT = Duration.ofMinutes(20);

  /** A request whose answer was lost may take so long to have its effect. */
  static final Duration GRACE = Duration.ofSeconds(75);

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final VercelDeployments platform;
  private final Staged staged;
  private final String run;
  private final Request request;
  private final RunLog log;
  private final InstantSource clock;
  private final BuildLog lines;
  private final @Nullable Instant askedBefore;
  private @Nullable Instant asked;
  private Set<String> failed = Set.of();
  private Set<String> left = Set.of();
  private int told = 1;
  private @Nullable Observed seen;
  private Instant next = Instant.MIN;

  /** Asks the platform for a deployment. */
  @FunctionalInterface
  interface Request {
    /** Asks, once. */
    void send(NewDeployment how);
  }

  /**
   * A build.
   *
   * @param run the run's id
   * @param request asks for it
   * @param askedBefore when another turn of the run asked for it; null: none did
   */
  BuildStep(
      VercelDeployments platform,
      Staged staged,
      String run,
      Request request,
      RunLog log,
      InstantSource clock,
      @Nullable Instant askedBefore) {
    super(ID, TIMEOUT);
    this.platform = platform;
    this.staged = staged;
    this.run = run;
    this.request = request;
    this.log = log;
    this.clock = clock;
    this.askedBefore = askedBefore;
    lines = new BuildLog(platform, log, ID, clock, TIMEOUT);
  }

  @Override
  public Cancellation cancellation() {
    return Cancellation.DURING;
  }

  /** A build takes minutes: it is not asked for at every turn. */
  @Override
  public Observed observe() {
    Instant now = clock.instant();
    Observed last = seen;
    if (last == null || !now.isBefore(next)) {
      last = look();
      seen = last;
      next = now.plus(EVERY);
    }
    return last;
  }

  private Observed look() {
    List<DeploymentStatus> all =
        staged.all().stream().filter(one -> !left.contains(one.id())).toList();
    failed =
        all.stream()
            .filter(DeploymentStatus::hasFailed)
            .map(DeploymentStatus::id)
            .collect(Collectors.toSet());
    DeploymentStatus found = Staged.of(all);
    if (found == null) {
      return nothing();
    }
    tellOthers(found, all);
    if (!found.hasFailed()) {
      lines.follow(found.id());
    }
    if (found.isReady()) {
      lines.end();
      String version = found.deployment().version();
      return Observed.done(
          found.id()
              + (version.isEmpty() ? "" : ", " + version)
              + " is ready at "
              + found.host()
              + ", without traffic"
              + others(found, all));
    }
    if (found.hasFailed()) {
      lines.end();
      return Observed.failed(
          "%s is %s%s; its log tells why, and going on builds anew"
              .formatted(
                  found.id(), found.state(), found.error().isEmpty() ? "" : ": " + found.error()));
    }
    return Observed.underWay(found.id() + " is " + found.state());
  }

  private static String others(DeploymentStatus found, List<DeploymentStatus> all) {
    String others =
        all.stream()
            .filter(one -> !one.id().equals(found.id()) && !one.hasFailed())
            .map(DeploymentStatus::id)
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : "; made more than once, and without traffic too: " + others;
  }

  /** Nothing is there: it was not asked for, is on its way, or will never be. */
  private Observed nothing() {
    Instant here = asked;
    Instant last = here == null ? askedBefore : here;
    if (last == null) {
      return Observed.notDone("the platform has no deployment of this run");
    }
    String when = "asked for at " + last + ", and the platform has no deployment of this run";
    if (clock.instant().isBefore(last.plus(GRACE))) {
      return Observed.underWay(when + " yet");
    }
    return here == null ? Observed.notDone(when) : Observed.failed(when);
  }

  private void tellOthers(DeploymentStatus found, List<DeploymentStatus> all) {
    if (all.size() > told) {
      told = all.size();
      for (DeploymentStatus one : all) {
        if (!one.id().equals(found.id()) && !one.hasFailed()) {
          log.line(
              RunLog.Level.WARN,
              ID,
              "the platform has made it more than once: "
                  + one.id()
                  + " is another one, and gets no traffic");
        }
      }
    }
  }

  @Override
  public void apply() {
    seen = null;
    asked = clock.instant();
    left = Set.copyOf(failed); // they were asked for before: they say nothing of this request
    try {
      request.send(NewDeployment.staged(Map.of(Staged.MARK, run)));
    } catch (HttpFailure e) {
      if (e.isRefusal()) {
        throw new Refused(e.problem());
      }
      throw e;
    } catch (ProblemException e) {
      throw new Refused(e.problem()); // nothing was sent
    }
  }

  @Override
  public void cancelApplied() {
    DeploymentStatus found = staged.find();
    if (found == null) {
      throw new ProblemException(
          new Problem(
              "The build cannot be cancelled",
              "run " + run,
              "the platform has no deployment of it yet",
              "Look at the platform; what is staged gets no traffic"));
    }
    platform.cancel(found.id());
  }
}
