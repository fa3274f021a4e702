package tech.atoms.opsdesk.check;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What is known in one run. The first who asks for a fact reads it, others wait; a fact that could
 * not be read stays so, with its reason, for everybody who needs it. Safe on any thread.
 */
public final class Facts {
  private final Map<Fact<?>, FutureTask<?>> known = new ConcurrentHashMap<>();
  private final Map<Lane, Semaphore> lanes = new EnumMap<>(Lane.class);

  /** Nothing is known yet. */
  public Facts() {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new Semaphore(lane.width(), true));
    }
  }

  /**
   * A fact, read now where nobody has read it yet. Blocks.
   *
   * @throws Unanswerable where it cannot be had
   * @throws InterruptedException where the run was cancelled
   */
  public <T> T get(Fact<T> fact) throws InterruptedException {
    @SuppressWarnings("unchecked") // put below for the same fact
    FutureTask<T> task =
        (FutureTask<T>)
            known.computeIfAbsent(fact, key -> new FutureTask<>(() -> read((Fact<?>) key)));
    task.run(); // does nothing where another thread has it
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw unanswerable(fact, e.getCause() == null ? e : e.getCause());
    }
  }

  private <T> T read(Fact<T> fact) throws Exception {
    for (Fact<?> need : fact.needs()) {
      get(need);
    }
    Semaphore lane = lanes.getOrDefault(fact.lane(), new Semaphore(1));
    lane.acquire();
    try {
      return fact.reader().read(this);
    } finally {
      lane.release();
    }
  }

  private static Unanswerable unanswerable(Fact<?> fact, Throwable cause)
      throws InterruptedException {
    return switch (cause) {
      case InterruptedException interrupted -> throw interrupted;
      case Error error -> throw error;
      case Unanswerable already -> already;
      case ProblemException problem -> new Unanswerable(problem.problem(), problem);
      default ->
          new Unanswerable(
              new Problem(
                  "The " + fact.name() + " could not be read",
                  fact.name(),
                  cause.getMessage() == null ? cause.toString() : cause.getMessage(),
                  "Run the check again; the newest log of the desk says more"),
              cause);
    };
  }
}
