package tech.atoms.opsdesk.metric;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.PleaseWait;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Reads sources at their intervals: each on its own, one read in flight, with a deadline. A source
 * that hangs holds up nobody else.
 *
 * <p>A failing source is read on at its usual pace, because its return must be noticed within one
 * interval; only a source that asks to be left alone is left alone, and for no longer than twice
 * its interval, so that silence never hides behind politeness.
 */
public final class Sampler implements AutoCloseable {
  private final List<Slot> slots;
  private final Consumer<Reading> listener;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final DoubleSupplier jitter;
  private volatile boolean closed;

  /**
   * Creates it; {@link #start} begins reading.
   *
   * @param sources what to read
   * @param listener hears every reading, on the thread of the read
   * @param clock stamps the readings
   * @param scheduler timers and threads; not closed by the sampler
   * @param jitter 0 to 1, spreads the reads; intervals are only ever shortened, by up to a tenth
   */
  public Sampler(
      List<? extends Source<?>> sources,
      Consumer<Reading> listener,
      InstantSource clock,
      Scheduler scheduler,
      DoubleSupplier jitter) {
    this.slots = sources.stream().map(Slot::new).toList();
    this.listener = listener;
    this.clock = clock;
    this.scheduler = scheduler;
    this.jitter = jitter;
  }

  /** Reads everything once, and from then on at its interval. */
  public void start() {
    readNow();
  }

  /** Reads everything now that is not being read; the intervals begin anew. */
  public void readNow() {
    slots.forEach(Slot::due);
  }

  @Override
  public void close() {
    closed = true;
    slots.forEach(Slot::stop);
  }

  /** What becomes of a read that is due. */
  private enum Begin {
    READ,
    BUSY,
    STUCK
  }

  /** One source with its timers. */
  private final class Slot {
    private final Source<?> source;
    private Scheduler.@Nullable Handle timer;
    private Scheduler.@Nullable Handle deadline;
    private Scheduler.@Nullable Handle read;

    /** Number of the newest read. */
    private long awaited;

    private boolean inFlight;

    Slot(Source<?> source) {
      this.source = source;
    }

    /** Whether the read in flight has passed its deadline and does not heed its interruption. */
    private boolean abandoned;

    void due() {
      synchronized (this) {
        if (closed) {
          return;
        }
        cancel(timer);
        timer = scheduler.after(pause(), this::due);
      }
      Begin begin = begin();
      if (begin == Begin.READ) {
        launch();
      } else if (begin == Begin.STUCK) {
        tell(scheduler.nanoTime(), null, late());
      }
    }

    private synchronized Begin begin() {
      if (inFlight) {
        return abandoned ? Begin.STUCK : Begin.BUSY;
      }
      inFlight = true;
      abandoned = false;
      awaited++;
      return Begin.READ;
    }

    private void launch() {
      long start = scheduler.nanoTime();
      long number;
      synchronized (this) {
        number = awaited;
        cancel(deadline);
        deadline = scheduler.after(source.deadline(), () -> expired(number));
      }
      Scheduler.Handle handle = scheduler.start("read-" + source.name(), () -> read(start));
      synchronized (this) {
        if (inFlight) {
          read = handle;
        }
      }
      if (closed) {
        handle.cancel();
      }
    }

    private void read(long start) {
      Object value = null;
      ProblemException failure = null;
      try {
        value = source.read();
      } catch (ProblemException e) {
        failure = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = unexpected("interrupted", e);
      } catch (Exception e) {
        failure = unexpected(e.toString(), e);
      }
      boolean wanted;
      synchronized (this) {
        inFlight = false;
        read = null;
        wanted = !abandoned && !closed;
        if (wanted) {
          cancel(deadline);
          deadline = null;
        }
        Object told = failure == null ? value : failure;
        Duration asked = told instanceof PleaseWait wait ? wait.pause() : null;
        if (wanted && asked != null) {
          cancel(timer);
          timer = scheduler.after(bounded(asked), this::due);
        }
      }
      if (wanted) {
        tell(start, value, failure);
      }
    }

    private void expired(long number) {
      Scheduler.Handle running;
      synchronized (this) {
        if (number != awaited || !inFlight || closed) {
          return;
        }
        abandoned = true;
        running = read;
      }
      cancel(running);
      tell(scheduler.nanoTime() - source.deadline().toNanos(), null, late());
    }

    private ProblemException late() {
      return new ReadTooLate(
          new Problem(
              source.name() + " could not be read in time",
              source.name(),
              "no complete answer within " + source.deadline().toMillis() + " ms",
              "It is read again at its next interval"));
    }

    private void tell(long start, @Nullable Object value, @Nullable ProblemException failure) {
      long now = scheduler.nanoTime();
      listener.accept(
          new Reading(
              source.name(), clock.instant(), now, Duration.ofNanos(now - start), value, failure));
    }

    private Duration pause() {
      long nanos = source.interval().toNanos();
      return Duration.ofNanos(nanos - (long) (nanos * 0.1 * jitter.getAsDouble()));
    }

    private Duration bounded(Duration asked) {
      Duration most = source.interval().multipliedBy(2);
      Duration least = source.interval();
      return asked.compareTo(most) > 0 ? most : asked.compareTo(least) < 0 ? least : asked;
    }

    private ProblemException unexpected(String why, Exception e) {
      return new ProblemException(
          new Problem(
              source.name() + " could not be read",
              source.name(),
              Masking.mask(why),
              "It is read again at its next interval; the log holds the details"),
          e);
    }

    synchronized void stop() {
      cancel(timer);
      cancel(deadline);
      cancel(read);
    }

    private static void cancel(Scheduler.@Nullable Handle handle) {
      if (handle != null) {
        handle.cancel();
      }
    }
  }
}
