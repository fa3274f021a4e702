package tech.atoms.opsdesk.workflow.deploy;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;

/** Points production's domains to what the run has staged. */
final class PromoteStep extends ChangingStep {
  private final VercelTraffic platform;
  private final Staged staged;
  private final @Nullable TakeBack back;
  private @Nullable MoveStep move;

  /**
   * A promotion.
   *
   * @param back to what had the traffic before; null where nothing had
   */
  PromoteStep(VercelTraffic platform, Staged staged, @Nullable TakeBack back) {
    super(MoveStep.ID, MoveStep.TIMEOUT);
    this.platform = platform;
    this.staged = staged;
    this.back = back;
  }

  private MoveStep move() {
    MoveStep known = move;
    if (known == null) {
      known = new MoveStep(platform, MoveStep.Kind.PROMOTE, staged.ready().id());
      move = known;
    }
    return known;
  }

  @Override
  public boolean pointOfNoReturn() {
    return true;
  }

  @Override
  public @Nullable String precondition() {
    return move().precondition();
  }

  @Override
  public Observed observe() {
    return move().observe();
  }

  @Override
  public void apply() {
    move().apply();
  }

  @Override
  public @Nullable Step compensation() {
    return back;
  }
}
