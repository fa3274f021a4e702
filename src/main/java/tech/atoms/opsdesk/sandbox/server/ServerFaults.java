package tech.atoms.opsdesk.sandbox.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/**
 * The faults that act by themselves. Each tick brings the world to what the switchboard says; what
 * fails is tried again at the next tick.
 */
final class ServerFaults {
  private final Faults faults;
  private final InstantSource clock;
  private final Chores chores;
  private @Nullable Instant frozen;

  ServerFaults(Faults faults, InstantSource clock, Chores chores) {
    this.faults = faults;
    this.clock = clock;
    this.chores = chores;
  }

  /** What a fault does to the world; throws where it could not, and is called again then. */
  @FunctionalInterface
  interface Effect {
    /**
     * Brings it about.
     *
     * @param value the fault's value; empty: the fault is off
     */
    void apply(OptionalDouble value) throws Exception;
  }

  /** Lets an effect follow a fault. The first tick applies the state found, off included. */
  void follow(Fault fault, Effect effect) {
    var follower = new Follower(fault, effect);
    chores.add(fault.word(), Duration.ZERO, follower);
  }

  /** The time that {@code /health} gives: stands still while {@code health-stale} is on. */
  synchronized Instant healthTimestamp() {
    Instant now = clock.instant();
    if (!faults.active(Fault.HEALTH_STALE)) {
      frozen = null;
      return now;
    }
    if (frozen == null) {
      frozen = now;
    }
    return frozen;
  }

  private final class Follower implements Runnable {
    private final Fault fault;
    private final Effect effect;
    private @Nullable OptionalDouble applied;

    Follower(Fault fault, Effect effect) {
      this.fault = fault;
      this.effect = effect;
    }

    @Override
    public void run() {
      OptionalDouble wanted =
          faults.active(fault) ? OptionalDouble.of(faults.value(fault)) : OptionalDouble.empty();
      if (wanted.equals(applied)) {
        return;
      }
      try {
        effect.apply(wanted);
        applied = wanted;
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(fault.word() + " could not act", e);
      }
    }
  }
}
