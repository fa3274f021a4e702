package tech.atoms.opsdesk.workflow.news;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.notify.Deliverer;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.notify.Outbox;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.Journal;

/**
 * Tells people outside how runs end: sends what the outbox holds, and finds runs whose desk is
 * gone. What became of each notice is said in its run's log. Safe on any thread.
 */
public final class RunNews implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunNews.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration CUT_OFF = Duration.ofSeconds(3);

  private final Store store;
  private final InstantSource clock;
  private final Outbox outbox;
  private final Deliverer deliverer;
  private final Semaphore wake = new Semaphore(0);
  private @Nullable Thread thread;
  private volatile boolean closed;

  /** Does nothing by itself, see {@link #start}. */
  public RunNews(Store store, SecretResolver secrets, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    outbox = new Outbox(store);
    Journal journal = new Journal(store);
    deliverer = new Deliverer(outbox, secrets, clock, journal::told);
  }

  /**
   * Tells what there is to tell, every five seconds, until this is closed. Returns at once; without
   * environments it does nothing.
   */
  public synchronized void start(List<Environment> environments) {
    if (environments.isEmpty()) {
      return;
    }
    thread =
        Thread.ofVirtual()
            .name("run-news")
            .start(
                () -> {
                  while (!closed) {
                    if (store.state() == Store.State.UP) {
                      environments.forEach(this::tellOrLog);
                    }
                    pause(EVERY);
                  }
                });
  }

  /**
   * Tells what is due now. Blocks.
   *
   * @throws ProblemException where the store is away
   */
  public void tell(Environment environment) {
    new Journal(store, environment.notices()).tellInterrupted(environment.name(), clock.instant());
    deliverer.deliver(environment);
  }

  /**
   * Tells what is due now or within a time, and then nothing more: this is closed. Blocks for a few
   * seconds longer at the most.
   *
   * @param began only what was to be told from then on is given back
   * @return what has become of it; what still waits is for another desk
   */
  public List<Delivery> finish(Environment environment, Instant began, Duration patience) {
    Instant until = clock.instant().plus(patience);
    Thread telling =
        Thread.ofVirtual()
            .name("run-news")
            .start(
                () -> {
                  do {
                    tellOrLog(environment);
                  } while (dueBefore(environment, until));
                });
    try {
      telling.join(patience);
      close();
      telling.join(CUT_OFF);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return outbox.since(environment.name(), began);
  }

  /** Waits for the next that is due before then; false where there is none. */
  private boolean dueBefore(Environment environment, Instant until) {
    List<Delivery> waiting;
    try {
      waiting = outbox.waiting(environment.name());
    } catch (ProblemException e) {
      return false;
    }
    Instant next =
        waiting.stream()
            .filter(one -> environment.notices().channel(one.channel()).isPresent())
            .map(Delivery::due)
            .min(Instant::compareTo)
            .orElse(until);
    if (!next.isBefore(until)) {
      return false;
    }
    // What is due already is being sent by another desk: it is looked for again soon.
    Duration pause = Duration.between(clock.instant(), next);
    pause(pause.compareTo(Duration.ofMillis(200)) < 0 ? Duration.ofMillis(200) : pause);
    return !closed;
  }

  private void tellOrLog(Environment environment) {
    try {
      tell(environment);
    } catch (ProblemException e) {
      log.debug("Nothing can be told of {}: {}", environment.name(), e.problem().line());
    } catch (RuntimeException e) {
      log.warn("Nothing can be told of {}", environment.name(), e);
    }
  }

  private void pause(Duration time) {
    try {
      if (wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Cuts off what is under way; a few seconds are given to write down that it was. */
  @Override
  public void close() {
    closed = true;
    deliverer.close();
    wake.release();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    try {
      if (running != null) {
        running.join(CUT_OFF);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
