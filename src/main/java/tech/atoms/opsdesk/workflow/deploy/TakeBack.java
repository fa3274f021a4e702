package tech.atoms.opsdesk.workflow.deploy;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;
import tech.atoms.opsdesk.workflow.traffic.Paced;

/**
 * Takes a promotion back: the instant rollback to what was live, which is done once the server
 * tells that version again. Production is pinned then.
 */
final class TakeBack extends ChangingStep {
  /** Moved within seconds; then the server has to tell it. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final Duration EVERY = Duration.ofMillis(500);

  private final MoveStep move;
  private final Paced told;

  /**
   * The way back.
   *
   * @param to id of the deployment that was live
   * @param version that the server told then; empty: not known
   */
  TakeBack(
      VercelTraffic platform, ServerClient server, String to, String version, InstantSource clock) {
    super(MoveStep.ID, TIMEOUT);
    move = new MoveStep(platform, MoveStep.Kind.ROLL_BACK, to);
    told = new Paced(EVERY, clock, () -> LookSteps.version(server.health(), version));
  }

  @Override
  public @Nullable String precondition() {
    return move.precondition();
  }

  @Override
  public Observed observe() {
    Observed moved = move.observe();
    if (moved.state() != Observed.State.DONE) {
      return moved;
    }
    Observed seen = told.get();
    String both = moved.detail() + "; " + seen.detail();
    return seen.state() == Observed.State.DONE ? Observed.done(both) : Observed.underWay(both);
  }

  @Override
  public void apply() {
    move.apply();
  }
}
