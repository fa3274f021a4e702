package tech.atoms.opsdesk.workflow.pitr;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.supabase.ProjectStatus;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.PlanText;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.traffic.Paced;

/**
 * Asks the platform once for a recovery, and looks until it is over. The platform's answer means
 * that it was started. It is over when the project is healthy and the database is on another
 * timeline; where that is the same as before, nobody knows that it was ever started.
 */
final class RecoverStep extends ChangingStep {
  /** Its id in the plan. */
  static final String ID = "recover";

  /** Days have been reported; whoever waits longer goes on by resuming the run. */
  private static final Duration TIMEOUT = Duration.ofHours(4);

  /**
   * A recovery that was asked for so long ago, and of which nothing is seen, may not have begun.
   */
  static final Duration BEGINS = Duration.ofSeconds(90);

  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Ground ground;
  private final Instant target;
  private final String before;
  private final Paced look;
  private volatile @Nullable Instant asked;
  private volatile boolean seenUnderWay;

  /**
   * A step.
   *
   * @param before the timeline when it was planned, or {@link Ground#UNKNOWN}
   * @param earlier the step as an earlier turn of the run has left it; null: there was none
   */
  RecoverStep(Ground ground, Instant target, String before, Run.@Nullable RunStep earlier) {
    super(ID, TIMEOUT);
    this.ground = ground;
    this.target = target;
    this.before = before;
    this.asked = earlier == null || earlier.attempts() == 0 ? null : earlier.started();
    this.look = new Paced(EVERY, ground.clock(), this::seen);
  }

  /** When it was asked for, by this machine's clock; empty where it was not. */
  Optional<Instant> asked() {
    return Optional.ofNullable(asked);
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public boolean pointOfNoReturn() {
    return true;
  }

  @Override
  public @Nullable String precondition() {
    ProjectStatus status = ground.supabase().status();
    if (!status.isHealthy()) {
      return "the platform says " + status.status() + ": it recovers only what is healthy";
    }
    String now = ground.timeline();
    if (!now.equals(before)) {
      return "the database is on timeline "
          + now
          + ", and was on "
          + before
          + ": somebody has recovered it since it was planned";
    }
    String obstacle = ground.supabase().backups().obstacle(target);
    return obstacle.isEmpty() ? null : obstacle;
  }

  @Override
  public Observed observe() {
    return asked == null ? Observed.notDone("it was not asked for") : look.get();
  }

  private Observed seen() {
    ProjectStatus status = ground.supabase().status();
    Instant since = asked == null ? ground.clock().instant() : asked;
    Duration age = Duration.between(since, ground.clock().instant());
    if (status.hasFailed()) {
      return Observed.failed(
          "the platform says "
              + status.status()
              + ": ask Supabase's support; nothing here brings the database back");
    }
    if (!status.isHealthy()) {
      seenUnderWay |= status.isComing();
      return Observed.underWay(
          "started; the platform says %s, %s ago asked for"
              .formatted(status.status(), PlanText.time(age)));
    }
    String now = ground.timeline();
    if (!now.equals(Ground.UNKNOWN) && !before.equals(Ground.UNKNOWN) && !now.equals(before)) {
      return Observed.done(
          "the platform says %s, and the timeline went from %s to %s"
              .formatted(status.status(), before, now));
    }
    if (now.equals(Ground.UNKNOWN) && !before.equals(Ground.UNKNOWN)) {
      return Observed.underWay(
          "the platform says " + status.status() + ", and the database does not answer yet");
    }
    return unmoved(status, now, age);
  }

  /** The project is healthy, and the timeline says nothing new. */
  private Observed unmoved(ProjectStatus status, String now, Duration age) {
    if (before.equals(Ground.UNKNOWN) && seenUnderWay) {
      return Observed.done(
          "the platform was seen to recover and says %s; the timeline is %s, and was not known"
              .formatted(status.status(), now));
    }
    if (age.compareTo(BEGINS) < 0) {
      return Observed.underWay(
          "asked for %s ago; the platform still says %s, timeline %s"
              .formatted(PlanText.time(age), status.status(), now));
    }
    return Observed.failed(
        "it is not known that it was ever started: the platform says %s, and the timeline is %s as"
                .formatted(status.status(), now)
            + " before. Look at the project's backups at Supabase before anything else");
  }

  @Override
  public void apply() {
    asked = ground.clock().instant();
    try {
      ground.supabase().startRecovery(target);
    } catch (HttpFailure e) {
      if (e.isRefusal()) {
        asked = null;
        throw new Refused(e.problem());
      }
      throw e;
    } catch (ProblemException e) {
      asked = null; // nothing was sent: the token could not be had
      throw new Refused(e.problem());
    }
  }
}
