package tech.atoms.opsdesk.sandbox.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the world follow the switchboard: faults that are on are made, faults that ended are
 * undone, also when they end by themselves.
 */
public final class FaultDriver implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FaultDriver.class);

  private final Faults faults;
  private final List<FaultEffect> effects;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("faults").factory());
  private String trouble = "";

  /**
   * Creates it; {@link #start} lets it look by itself.
   *
   * @param faults the switchboard
   * @param effects in the order in which they are made
   */
  public FaultDriver(Faults faults, List<? extends FaultEffect> effects) {
    this.faults = faults;
    this.effects = List.copyOf(effects);
  }

  /**
   * Looks at the switchboard from now on.
   *
   * @param interval how often; how late a fault may end
   */
  public void start(Duration interval) {
    long millis = interval.toMillis();
    var running = timer.scheduleWithFixedDelay(this::settle, millis, millis, TimeUnit.MILLISECONDS);
    log.trace("looking every {} ms: {}", millis, running);
  }

  /** Makes and undoes what is due now, and returns when it is done. */
  public synchronized void settle() {
    String seen = "";
    for (FaultEffect effect : effects) {
      try {
        settle(effect);
      } catch (Exception e) {
        seen = effect.fault().word() + ": " + e.getMessage();
        if (!seen.equals(trouble)) {
          log.warn("Fault {} could not be switched, trying again", effect.fault().word(), e);
        }
      }
    }
    trouble = seen;
  }

  private void settle(FaultEffect effect) throws Exception {
    if (!faults.active(effect.fault())) {
      effect.undo();
      return;
    }
    double value = faults.value(effect.fault());
    if (!effect.holds(value)) {
      effect.make(value);
    }
  }

  /** Undoes everything that can be undone at once, and stops looking. */
  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      for (FaultEffect effect : effects.reversed()) {
        try {
          effect.undo();
        } catch (Exception e) {
          log.debug("Fault {} was not undone", effect.fault().word(), e);
        }
      }
    }
  }
}
