package tech.atoms.opsdesk.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Runs checks side by side: each has a virtual thread, and what they read is limited by {@link
 * Lane}. Safe on any thread.
 */
public final class CheckRun {
  private static final Logger log = LoggerFactory.getLogger(CheckRun.class);

  /** Longer than whatever has a deadline of its own needs, the wait for others among it. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final InstantSource clock;
  private final Earlier earlier;
  private final @Nullable OwnNetwork network;
  private final Duration patience;

  /**
   * A runner that knows of no earlier run.
   *
   * @param clock the time of the findings
   */
  public CheckRun(InstantSource clock) {
    this(clock, Earlier.NOTHING, null);
  }

  /**
   * A runner.
   *
   * @param clock the time of the findings
   * @param earlier what was found in other runs
   * @param network tells whether this machine is at fault where nothing can be reached; null: it is
   *     never blamed
   */
  public CheckRun(InstantSource clock, Earlier earlier, @Nullable OwnNetwork network) {
    this(clock, earlier, network, PATIENCE);
  }

  /**
   * A runner with a patience of its own.
   *
   * @param patience how long each check may take; then it is unknown, and the run goes on
   */
  CheckRun(InstantSource clock, Earlier earlier, @Nullable OwnNetwork network, Duration patience) {
    this.patience = patience;
    this.clock = clock;
    this.earlier = earlier;
    this.network = network;
  }

  /**
   * Runs checks side by side, those that disturb others one by one at the end, and returns when all
   * have answered. Blocks; an interrupt cancels what runs.
   *
   * @param checks which
   * @param progress hears each finding as it comes, on threads of the run
   * @return one finding per check, in their order
   * @throws InterruptedException where the run was cancelled; nothing of it runs on
   */
  public List<Finding> run(List<Check> checks, Consumer<Finding> progress)
      throws InterruptedException {
    Facts facts = new Facts(earlier);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("check-", 0).factory());
    try {
      Map<Check, Future<Finding>> running = new LinkedHashMap<>();
      for (Check check : checks) {
        if (!check.spec().last()) {
          running.put(check, threads.submit(() -> told(check, facts, progress, threads)));
        }
      }
      for (Future<Finding> one : running.values()) {
        one.get();
      }
      List<Finding> findings = new ArrayList<>();
      for (Check check : checks) {
        Future<Finding> begun = running.get(check);
        findings.add(
            begun == null
                ? threads.submit(() -> told(check, facts, progress, threads)).get()
                : begun.get());
      }
      return findings;
    } catch (InterruptedException e) {
      threads.shutdownNow();
      threads.close();
      throw e;
    } catch (ExecutionException e) {
      threads.shutdownNow();
      threads.close();
      if (e.getCause() instanceof InterruptedException) {
        throw new CancellationException("the run was cancelled");
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow(); // what has been given up is not waited for
    }
  }

  private Finding told(
      Check check, Facts facts, Consumer<Finding> progress, ExecutorService threads)
      throws InterruptedException {
    Finding finding = answer(check, facts, threads);
    progress.accept(finding);
    return finding;
  }

  /** Where this machine's own network is at fault, that is the reason, and not the other side. */
  private Answer blaming(ProblemException failure, Facts facts) throws InterruptedException {
    Answer answer = Answer.unknown(failure.problem());
    if (network == null || !OwnNetwork.mayExplain(failure)) {
      return answer;
    }
    String own = facts.get(network.fault());
    return own.isEmpty()
        ? answer
        : Answer.unknown(own, new Evidence("what failed because of it", answer.found()));
  }

  private Finding answer(Check check, Facts facts, ExecutorService threads)
      throws InterruptedException {
    Instant at = clock.instant();
    long start = System.nanoTime();
    Answer answer;
    try {
      answer =
          threads.submit(() -> check.answer(facts)).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Not interrupted before the end of the run: what it reads may be a fact of others too.
      answer = Answer.unknown("no answer within " + words(patience));
    } catch (ExecutionException e) {
      answer = failed(check, facts, e.getCause());
    }
    return Finding.of(check.spec(), answer, at, Duration.ofNanos(System.nanoTime() - start));
  }

  private Answer failed(Check check, Facts facts, @Nullable Throwable cause)
      throws InterruptedException {
    return switch (cause) {
      case ProblemException problem -> blaming(problem, facts);
      case InterruptedException cancelled -> throw cancelled;
      // What one check does with hostile input takes none of the others with it.
      case StackOverflowError deep -> broken(check, deep);
      case LinkageError missing -> broken(check, missing);
      case Error error -> throw error;
      case null, default -> broken(check, cause);
    };
  }

  private static Answer broken(Check check, @Nullable Throwable cause) {
    log.warn("Check {} did not answer", check.spec().id(), cause);
    return Answer.unknown("the check itself failed: " + cause);
  }

  private static String words(Duration time) {
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toMillis() + " ms";
  }
}
