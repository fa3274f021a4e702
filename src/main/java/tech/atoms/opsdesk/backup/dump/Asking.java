package tech.atoms.opsdesk.backup.dump;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether the desk waits for an answer: what it does between two statements may take as long as it
 * likes, and the server's waiting for it tells nothing then. Safe on any thread.
 */
final class Asking implements LongSupplier {
  private final AtomicLong steps = new AtomicLong();
  private volatile boolean asking = true;

  /** It has got further. */
  void step() {
    steps.incrementAndGet();
  }

  void begin() {
    asking = true;
  }

  void end() {
    step();
    asking = false;
  }

  boolean now() {
    return asking;
  }

  /** Another number at each call, but where an answer is waited for. */
  @Override
  public long getAsLong() {
    return asking ? steps.get() : steps.incrementAndGet();
  }
}
