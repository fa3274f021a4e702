package tech.atoms.opsdesk.sandbox.platform;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** Moves production's traffic, one move at a time. Safe on any thread. */
final class Traffic implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Traffic.class);

  private final PlatformState state;
  private final Servers servers;
  private final Faults faults;
  private final InstantSource clock;
  private final Duration pending;
  private final Duration inProgress;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Prepares moves.
   *
   * @param move how long one takes, besides the start of the server
   */
  Traffic(PlatformState state, Servers servers, Faults faults, InstantSource clock, Duration move) {
    pending = move.dividedBy(3);
    inProgress = move.minus(pending);
    this.state = state;
    this.servers = servers;
    this.faults = faults;
    this.clock = clock;
  }

  /** Carries a move out that the state has begun; returns at once. */
  void begin(Move move, Deployment to) {
    threads.execute(() -> carryOut(move, to));
  }

  /** Gives a new deployment the traffic, unless production is pinned or a move is under way. */
  void takeOver(Deployment to) throws Exception {
    turn.lock();
    try {
      if (state.isFree()) {
        servers.serve(to.build());
        state.takeOver(to.id(), clock.instant());
      }
    } finally {
      turn.unlock();
    }
  }

  private void carryOut(Move move, Deployment to) {
    try {
      Thread.sleep(pending);
      while (faults.active(Fault.PLATFORM_NEVER_DONE)) {
        Thread.sleep(pending);
        if (!faults.active(Fault.PLATFORM_NEVER_DONE)) {
          state.fail(move);
          return;
        }
      }
      state.tell(move.in("in-progress"));
      Thread.sleep(inProgress);
      if (faults.active(Fault.PLATFORM_MOVE_FAILS)) {
        state.fail(move);
        return;
      }
      serve(move, to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("Traffic was not moved to {}", to.id(), e);
      state.fail(move);
    }
  }

  private void serve(Move move, Deployment to) throws Exception {
    turn.lockInterruptibly();
    try {
      servers.serve(to.build());
      state.finish(move, clock.instant());
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
