package tech.atoms.opsdesk.monitor;

import java.util.function.Consumer;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.MetricHistory;

/** Watches one environment. Safe on any thread. */
public interface Monitor extends AutoCloseable {

  /** The environment it watches. */
  Environment environment();

  /** The newest snapshot; before the first reading one in which everything is unknown. */
  Snapshot snapshot();

  /**
   * Hears every new snapshot, at most one a second, on a thread of the monitor.
   *
   * @param listener must return quickly
   * @return closing it ends the subscription
   */
  Subscription subscribe(Consumer<Snapshot> listener);

  /** Reads every source now, beside its schedule. Returns at once. */
  void refresh();

  /** Recorded samples of this environment. */
  MetricHistory history();

  /** Stops reading and cancels what is under way. Returns within a second. */
  @Override
  void close();

  /** A running subscription. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
