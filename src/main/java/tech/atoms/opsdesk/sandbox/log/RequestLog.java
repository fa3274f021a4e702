package tech.atoms.opsdesk.sandbox.log;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The newest requests to the server, as a platform's runtime logs keep them. Safe on any thread.
 */
public final class RequestLog {
  /** Older lines are forgotten. */
  static final int MOST = 2_000;

  private final InstantSource clock;
  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private long rows;

  /**
   * One request.
   *
   * @param row number of the line since the start
   * @param at when it was answered
   * @param method HTTP method
   * @param path without query
   * @param status of the answer
   */
  public record Line(long row, Instant at, String method, String path, int status) {
    /** The level that the platform gives it: error from 500 on, warning from 400 on. */
    public String level() {
      return status >= 500 ? "error" : status >= 400 ? "warning" : "info";
    }
  }

  /**
   * Begins empty.
   *
   * @param clock the time of the lines
   */
  public RequestLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Adds a request that has just been answered. */
  public synchronized void add(String method, String path, int status) {
    if (lines.size() == MOST) {
      lines.removeFirst();
    }
    lines.addLast(new Line(++rows, clock.instant(), method, path, status));
  }

  /** What is kept, oldest first. */
  public synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  /** Forgets everything: what a server answered while it started is nobody's error. */
  public synchronized void clear() {
    lines.clear();
  }
}
