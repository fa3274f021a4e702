package tech.atoms.opsdesk.check;

import java.util.EnumMap;
import java.util.List;
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

  private final Earlier earlier;

  /** Nothing is known yet, nor was anything found before. */
  public Facts() {
    this(Earlier.NOTHING);
  }

  /**
   * Nothing is known yet of this run.
   *
   * @param earlier what was found in others
   */
  public Facts(Earlier earlier) {
    this.earlier = earlier;
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

  /**
   * What a check found in earlier runs, newest first, one finding per deployment at least.
   *
   * @param check its id
   * @throws ProblemException where it cannot be told
   */
  public List<Finding> earlier(String check) {
    return earlier.of(check);
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
