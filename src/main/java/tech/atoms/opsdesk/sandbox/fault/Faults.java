package tech.atoms.opsdesk.sandbox.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which faults are on. Read by every part of the sandbox at the moment it acts. Safe on any thread.
 */
public final class Faults {
  private final InstantSource clock;
  private final Map<Fault, State> on = new ConcurrentHashMap<>();

  /**
   * Starts with no fault on.
   *
   * @param clock decides when a fault ends
   */
  public Faults(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * One fault as it stands.
   *
   * @param fault which
   * @param active whether it is on
   * @param value its value, see {@link Fault#valueMeaning()}
   * @param until when it ends by itself; null: when cleared
   */
  public record State(Fault fault, boolean active, double value, @Nullable Instant until) {}

  /**
   * Switches a fault on, or changes its value.
   *
   * @param fault which
   * @param value null: the usual value
   * @param duration null: until cleared
   */
  public void set(Fault fault, @Nullable Double value, @Nullable Duration duration) {
    double used = value == null ? fault.usualValue() : value;
    on.put(
        fault,
        new State(fault, true, used, duration == null ? null : clock.instant().plus(duration)));
  }

  /** Switches a fault off. */
  public void clear(Fault fault) {
    on.remove(fault);
  }

  /** Whether a fault is on now. */
  public boolean active(Fault fault) {
    return state(fault).active();
  }

  /** Whether a fault is on with this value. */
  public boolean active(Fault fault, double value) {
    State state = state(fault);
    return state.active() && state.value() == value;
  }

  /** The fault's value, or its usual value where it is off. */
  public double value(Fault fault) {
    return state(fault).value();
  }

  /** Every fault as it stands, in the order of {@link Fault}. */
  public List<State> list() {
    return Arrays.stream(Fault.values()).map(this::state).toList();
  }

  private State state(Fault fault) {
    State state = on.get(fault);
    if (state != null && state.until() != null && !clock.instant().isBefore(state.until())) {
      on.remove(fault, state);
      state = null;
    }
    return state == null ? new State(fault, false, fault.usualValue(), null) : state;
  }
}
