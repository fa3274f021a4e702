package tech.atoms.opsdesk.sandbox.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that comes round by itself. One thread keeps time; the work runs on virtual threads, never
 * twice at once, so that a database that hangs delays nothing else.
 */
final class Chores implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Chores.class);
  private static final long TICK_MILLIS = 200;

  private final InstantSource clock;
  private final List<Chore> chores = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("atoms-server-tick").factory());

  Chores(InstantSource clock) {
    this.clock = clock;
  }

  /** Virtual threads for whoever needs one. */
  ExecutorService threads() {
    return threads;
  }

  /** Adds work that runs at the first tick and then every so often. */
  void add(String name, Duration every, Runnable work) {
    chores.add(new Chore(name, every, work, clock.instant()));
  }

  void start() {
    var _ = ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    Instant now = clock.instant();
    chores.forEach(chore -> chore.runIfDue(now));
  }

  private final class Chore {
    private final String name;
    private final Duration every;
    private final Runnable work;
    private final AtomicBoolean running = new AtomicBoolean();
    private Instant due;

    Chore(String name, Duration every, Runnable work, Instant due) {
      this.name = name;
      this.every = every;
      this.work = work;
      this.due = due;
    }

    void runIfDue(Instant now) {
      if (!now.isBefore(due) && running.compareAndSet(false, true)) {
        due = now.plus(every);
        threads.execute(this::run);
      }
    }

    private void run() {
      try {
        work.run();
      } catch (RuntimeException e) {
        log.debug("{} failed and will be tried again", name, e);
      } finally {
        running.set(false);
      }
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    threads.shutdown();
    try {
      // An interrupt closes the socket of the database connection in use; so it is the last resort.
      if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
