package tech.atoms.opsdesk.workflow;

import java.time.Duration;

/** Waiting; tests bring their own. */
@FunctionalInterface
public interface Pause {
  /** Waits for real. */
  Pause REAL = Thread::sleep;

  /** Waits. */
  void sleep(Duration time) throws InterruptedException;
}
