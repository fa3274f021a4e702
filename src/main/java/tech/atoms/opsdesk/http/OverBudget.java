package tech.atoms.opsdesk.http;

import java.time.Duration;
import tech.atoms.opsdesk.common.PleaseWait;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A request that was not sent, because the budget of requests a minute is used up. */
public final class OverBudget extends ProblemException implements PleaseWait {
  private static final long serialVersionUID = 1L;
  private final transient Duration pause;

  OverBudget(Problem problem, Duration pause) {
    super(problem);
    this.pause = pause;
  }

  /** When the next request may be sent. */
  @Override
  public Duration pause() {
    return pause;
  }
}
