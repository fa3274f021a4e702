package tech.atoms.opsdesk.backup.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * That somebody works with a backup: until it is closed, or until it ends by itself because its
 * desk is gone. It lasts so long that clocks of several machines may differ.
 */
public final class Lease implements AutoCloseable {
  /** From the last time it was renewed. */
  static final Duration LASTS = Duration.ofHours(2);

  private static final Duration RENEWED = Duration.ofMinutes(10);
  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  private final Holds holds;
  private final Path file;
  private final String owner;
  private final InstantSource clock;
  private final Thread renewing;
  private boolean closed;

  Lease(Holds holds, Path file, String owner, InstantSource clock) {
    this.holds = holds;
    this.file = file;
    this.owner = owner;
    this.clock = clock;
    write();
    renewing = Thread.ofVirtual().name("lease-" + file.getFileName()).start(this::renew);
  }

  private synchronized void write() {
    if (!closed) {
      holds.write(file, new Holds.Written(owner, clock.instant().plus(LASTS)));
    }
  }

  private void renew() {
    try {
      while (true) {
        Thread.sleep(RENEWED);
        try {
          write();
        } catch (ProblemException e) {
          log.warn("A lease was not renewed: {}", e.problem().line());
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it. What cannot be removed ends by itself. */
  @Override
  public void close() {
    renewing.interrupt();
    synchronized (this) {
      closed = true;
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        log.warn("A lease stays until it ends by itself: {}", e.getMessage());
      }
    }
  }
}
