package tech.atoms.opsdesk.workflow.backup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.Cancellation;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;

/**
 * A change that this desk makes itself and that takes minutes: asked for once, made on a thread of
 * its own, and observed until it is over. What it leaves behind where the desk dies is nothing, so
 * it may be asked for again.
 */
public abstract class LongStep extends ChangingStep {
  private static final Duration TIMEOUT = Duration.ofHours(4);

  private @Nullable CompletableFuture<Void> work;
  private volatile boolean ended;

  /**
   * A step.
   *
   * @param id in the plan
   */
  protected LongStep(String id) {
    super(id, TIMEOUT);
  }

  /** Whether it has happened, as the world has it. */
  protected abstract Observed seen();

  /** Makes it. Blocks until it is made; on a thread of its own. */
  protected abstract void make() throws InterruptedException;

  /** How far it is, in words; on the run's thread. */
  protected abstract String progress();

  /**
   * Ends what is being made; on the run's thread. It may come before there is anything to end:
   * {@link #isEnded} tells that to whoever makes it.
   */
  protected abstract void end();

  /** Whether its end was asked for; on any thread. */
  protected final boolean isEnded() {
    return ended;
  }

  @Override
  public Cancellation cancellation() {
    return Cancellation.DURING;
  }

  @Override
  public final void cancelApplied() {
    ended = true;
    end();
  }

  @Override
  public final Observed observe() {
    CompletableFuture<Void> now = work;
    if (now != null && !now.isDone()) {
      String far = progress();
      return Observed.underWay(far.isEmpty() ? "it has begun" : far);
    }
    if (now != null && now.isCompletedExceptionally()) {
      return Observed.failed(why(now));
    }
    return seen();
  }

  private static String why(CompletableFuture<Void> failed) {
    try {
      failed.join();
      return "";
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      return cause instanceof ProblemException known
          ? known.problem().advice()
          : String.valueOf(cause);
    }
  }

  @Override
  public final void apply() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    work = begun;
    Thread.ofVirtual()
        .name("step-" + id())
        .start(
            () -> {
              try {
                make();
                begun.complete(null);
              } catch (InterruptedException | RuntimeException | Error e) {
                begun.completeExceptionally(e);
              }
            });
  }
}
