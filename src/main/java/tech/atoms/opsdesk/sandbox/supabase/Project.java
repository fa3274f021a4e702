package tech.atoms.opsdesk.sandbox.supabase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** The project: its status, its restore points, and at most one recovery. Safe on any thread. */
final class Project implements AutoCloseable {
  /** How far back it recovers. */
  static final Duration REACH = Duration.ofDays(7);

  /** The log is archived so often. */
  private static final Duration ARCHIVED = Duration.ofSeconds(30);

  private static final Duration POINT_TAKES = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Logger log = LoggerFactory.getLogger(Project.class);

  private final Recoverable database;
  private final Faults faults;
  private final InstantSource clock;
  private final Duration takes;
  private final Map<String, Instant> points = new LinkedHashMap<>();
  private volatile String status = "ACTIVE_HEALTHY";
  private @Nullable Thread recovery;

  Project(Recoverable database, Faults faults, InstantSource clock, Duration takes) {
    this.database = database;
    this.faults = faults;
    this.clock = clock;
    this.takes = takes;
  }

  String status() {
    return status;
  }

  boolean pitr() {
    return !faults.active(Fault.PITR_OFF);
  }

  /** The earliest time that it can be put back to. */
  Instant earliest() {
    return clock.instant().minus(REACH).truncatedTo(ChronoUnit.SECONDS);
  }

  /** The latest: what is written since is not archived yet. */
  Instant latest() {
    long every = ARCHIVED.toSeconds();
    return Instant.ofEpochSecond(clock.instant().getEpochSecond() / every * every);
  }

  /** Starts a recovery; false where one is under way, or the project is not well. */
  synchronized boolean start(Instant target) {
    if (!status.equals("ACTIVE_HEALTHY")) {
      return false;
    }
    status = "RESTORING";
    recovery = Thread.ofVirtual().name("recovery").start(() -> recover(target));
    return true;
  }

  synchronized void point(String name) {
    points.put(name, clock.instant().plus(POINT_TAKES));
  }

  /** When a restore point is complete; null: there is none of the name. */
  synchronized @Nullable Instant point(String name, boolean any) {
    Instant at = points.get(name);
    return at == null || (!any && clock.instant().isBefore(at)) ? null : at;
  }

  private void recover(Instant target) {
    try {
      Instant stopped = database.begin();
      Thread.sleep(takes);
      while (faults.active(Fault.PITR_HANGS)) {
        Thread.sleep(LOOK);
      }
      if (faults.active(Fault.PITR_FAILS)) {
        status = "RESTORE_FAILED";
        while (faults.active(Fault.PITR_FAILS)) {
          Thread.sleep(LOOK);
        }
        database.giveUp();
      } else {
        database.finish(target, stopped);
      }
      status = "ACTIVE_HEALTHY";
    } catch (InterruptedException ended) {
      log.debug("The sandbox ends in the middle of a recovery");
    } catch (Exception e) {
      log.warn("The recovery failed", e);
      status = "RESTORE_FAILED";
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      running = recovery;
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join(Duration.ofSeconds(3));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
