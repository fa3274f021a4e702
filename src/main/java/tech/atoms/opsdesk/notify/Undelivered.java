package tech.atoms.opsdesk.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.PleaseWait;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A notice was not taken by its channel, or nobody knows whether it was. */
public final class Undelivered extends ProblemException implements PleaseWait {
  private static final long serialVersionUID = 1L;
  private final boolean hopeless;
  private final boolean unsure;
  private final transient @Nullable Duration pause;

  private Undelivered(
      Problem problem,
      @Nullable Throwable cause,
      boolean hopeless,
      boolean unsure,
      @Nullable Duration pause) {
    super(problem, cause);
    this.hopeless = hopeless;
    this.unsure = unsure;
    this.pause = pause;
  }

  /** It did not arrive, and may the next time. */
  static Undelivered notNow(
      Problem problem, @Nullable Throwable cause, @Nullable Duration asksForPause) {
    return new Undelivered(problem, cause, false, false, asksForPause);
  }

  /** Nobody knows whether it arrived. */
  static Undelivered unsure(Problem problem, @Nullable Throwable cause) {
    return new Undelivered(problem, cause, false, true, null);
  }

  /** It was refused, and would be again. */
  static Undelivered refused(Problem problem, @Nullable Throwable cause) {
    return new Undelivered(problem, cause, true, false, null);
  }

  /** Whether the same would come of sending it again: a person has to change something first. */
  public boolean isHopeless() {
    return hopeless;
  }

  /** Whether it may have arrived all the same. */
  public boolean isUnsure() {
    return unsure;
  }

  @Override
  public @Nullable Duration pause() {
    return pause;
  }
}
