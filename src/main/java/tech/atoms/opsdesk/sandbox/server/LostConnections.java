package tech.atoms.opsdesk.sandbox.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A mistake in a version: one tool call in {@link #EVERY} keeps its connection for ever. A few
 * calls show nothing; under traffic the pool is empty after some hundred, and every further call
 * waits and fails. Safe on any thread.
 */
final class LostConnections implements Runnable {
  /** More calls than a smoke test makes. */
  static final int EVERY = 40;

  private final Database database;
  private final AtomicLong calls = new AtomicLong();

  LostConnections(Database database) {
    this.database = database;
  }

  /** Counts a call. */
  @Override
  public void run() {
    if (calls.incrementAndGet() % EVERY == 0) {
      database.lose();
    }
  }
}
