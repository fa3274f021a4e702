package tech.atoms.opsdesk.common;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be ended when the process is, one after the other: first what works, and last what it
 * works with. Safe on any thread.
 */
public final class AtExit implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AtExit.class);
  private static final Deque<AtExit> ALL = new ArrayDeque<>();
  private static boolean hooked;

  private final Runnable end;

  private AtExit(Runnable end) {
    this.end = end;
  }

  /**
   * Is ended with the process, before everything that is ended last, unless it is closed before.
   *
   * @param end may block for some seconds
   */
  public static AtExit first(Runnable end) {
    return at(end, true);
  }

  /** As {@link #first}, after everything that is ended first. */
  public static AtExit last(Runnable end) {
    return at(end, false);
  }

  private static AtExit at(Runnable end, boolean first) {
    AtExit one = new AtExit(end);
    synchronized (ALL) {
      if (first) {
        ALL.addFirst(one);
      } else {
        ALL.addLast(one);
      }
      if (!hooked) {
        hooked = true;
        Runtime.getRuntime()
            .addShutdownHook(Thread.ofPlatform().name("at-exit").unstarted(AtExit::endAll));
      }
    }
    return one;
  }

  /** It is ended already. */
  @Override
  public void close() {
    synchronized (ALL) {
      ALL.remove(this);
    }
  }

  static void endAll() {
    while (true) {
      AtExit next;
      synchronized (ALL) {
        next = ALL.poll();
      }
      if (next == null) {
        return;
      }
      try {
        next.end.run();
      } catch (RuntimeException e) {
        log.warn("Something did not end cleanly", e);
      }
    }
  }
}
