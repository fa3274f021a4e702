package tech.atoms.opsdesk.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * The result of a scan over a whole table, kept. The dearer the scan, the longer it is kept, so
 * that scanning takes at most a fiftieth of the time; a scan of 2 s is done less than once a minute
 * and a half. One scan at a time. Safe on any thread.
 *
 * @param <T> the result
 */
final class KeptScan<T extends KeptScan.Result> {
  private static final Duration LEAST = Duration.ofSeconds(2);
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(3);
  private static final Duration AFTER_TIMEOUT = Duration.ofMinutes(2);

  private final String reading;
  private final Access access;
  private final DatabaseProblems problems;
  private final InstantSource clock;
  private final Access.Work<T> scan;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile @Nullable T newest;
  private @Nullable ProblemException failure;
  private Instant notBefore = Instant.MIN;

  /** What a scan gives. */
  interface Result {
    /** When it was read, by the desk's clock. */
    Instant at();

    /** How long the scan took. */
    Duration cost();
  }

  /**
   * Prepares; does not scan yet.
   *
   * @param reading what is read, for errors
   */
  KeptScan(
      String reading,
      Access access,
      DatabaseProblems problems,
      InstantSource clock,
      Access.Work<T> scan) {
    this.reading = reading;
    this.access = access;
    this.problems = problems;
    this.clock = clock;
    this.scan = scan;
  }

  /** The newest result that is fresh enough; scans where there is none. */
  T current() {
    T kept = keptOrNull();
    if (kept != null) {
      return kept;
    }
    try {
      oneAtATime.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problems.cancelled(reading);
    }
    try {
      T meanwhile = keptOrNull();
      if (meanwhile != null) {
        return meanwhile;
      }
      ProblemException last = failure;
      if (last != null && clock.instant().isBefore(notBefore)) {
        throw last;
      }
      return scan();
    } finally {
      oneAtATime.unlock();
    }
  }

  /** The newest result however old; scans only where there never was one. */
  T any() {
    T kept = newest;
    return kept != null ? kept : current();
  }

  /**
   * The newest result however old; scans only where there never was one. Null where a scan takes
   * too long for the server.
   */
  @Nullable T anyInTime() {
    try {
      return any();
    } catch (DatabaseException e) {
      if (e.kind() == DatabaseException.Kind.TOO_SLOW) {
        return null;
      }
      throw e;
    }
  }

  /** For how long a result is kept that cost so much. */
  static Duration keepFor(Duration cost) {
    Duration wanted = cost.multipliedBy(50);
    if (wanted.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return wanted.compareTo(MOST) > 0 ? MOST : wanted;
  }

  private @Nullable T keptOrNull() {
    T kept = newest;
    if (kept == null) {
      return null;
    }
    Duration age = Duration.between(kept.at(), clock.instant()).abs();
    return age.compareTo(keepFor(kept.cost())) < 0 ? kept : null;
  }

  private T scan() {
    try {
      T result = access.read(reading, scan);
      failure = null;
      newest = result;
      return result;
    } catch (DatabaseException e) {
      if (e.kind() != DatabaseException.Kind.CANCELLED) {
        boolean dear = e.kind() == DatabaseException.Kind.TOO_SLOW;
        failure = e;
        notBefore = clock.instant().plus(dear ? AFTER_TIMEOUT : AFTER_FAILURE);
      }
      throw e;
    }
  }
}
