package tech.atoms.opsdesk.workflow.traffic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Refused;

/** Points production's domains to another deployment. */
public final class MoveStep extends ChangingStep {
  /** Its id in the plan. */
  public static final String ID = "move";

  /** How long it may take: the platform's own client waits as long. */
  public static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final VercelTraffic platform;
  private final Kind kind;
  private final String to;
  private Traffic.@Nullable Request failed;
  private Traffic.@Nullable Request failedBefore;

  /** How it is moved. */
  public enum Kind {
    /** By an instant rollback, which pins production. */
    ROLL_BACK,
    /** By a promotion. */
    PROMOTE,
    /** By a promotion that ends the pin of a rollback. */
    UNPIN
  }

  /**
   * A move.
   *
   * @param to id of the deployment that gets the traffic
   */
  public MoveStep(VercelTraffic platform, Kind kind, String to) {
    super(ID, TIMEOUT);
    this.platform = platform;
    this.kind = kind;
    this.to = to;
  }

  @Override
  public boolean pointOfNoReturn() {
    return true;
  }

  @Override
  public @Nullable String precondition() {
    Traffic.Request request = platform.traffic().request();
    return request != null && request.isUnderWay()
        ? "another change of traffic is under way at the platform, to " + request.to()
        : null;
  }

  @Override
  public Observed observe() {
    Traffic traffic = platform.traffic();
    Traffic.Request request = traffic.request();
    String status = request == null || !request.to().equals(to) ? "" : request.status();
    if (request != null && !status.isEmpty() && request.isUnderWay()) {
      return Observed.underWay("the platform says " + status);
    }
    boolean stillPinned = kind == Kind.UNPIN && traffic.pinned();
    if (traffic.live().equals(to) && !stillPinned) {
      return Observed.done("production's domains point to " + to);
    }
    failed = status.equals("failed") ? request : null;
    if (failed != null && !failed.equals(failedBefore)) {
      return Observed.failed("the platform says that it has failed; going on asks for it again");
    }
    return Observed.notDone(
        "production's domains point to " + traffic.live() + (stillPinned ? ", pinned" : ""));
  }

  @Override
  public void apply() {
    failedBefore = failed; // what failed before says nothing of what is asked for now
    try {
      if (kind == Kind.ROLL_BACK) {
        platform.rollBack(to);
      } else {
        platform.promote(to);
      }
    } catch (HttpFailure e) {
      if (e.isRefusal()) {
        throw new Refused(e.problem());
      }
      throw e;
    }
  }
}
