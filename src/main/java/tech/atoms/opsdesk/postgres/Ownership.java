package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.AtExit;
import tech.atoms.opsdesk.common.DirectoryLock;

/** The right and the duty to stop a server; a normal end of the process fulfils it too. */
final class Ownership {
  private static final Logger log = LoggerFactory.getLogger(Ownership.class);

  private final Server server;
  private final DirectoryLock lock;
  private final AtExit atExit;
  private boolean ended;

  /**
   * Takes the duty.
   *
   * @param lock released when the server is gone
   */
  Ownership(Server server, DirectoryLock lock, ProcessHandle postmaster) {
    this.server = server;
    this.lock = lock;
    this.atExit = AtExit.last(() -> stop(postmaster));
  }

  /** Stops the server and gives the directory free; does nothing the second time. */
  void end(ProcessHandle postmaster) {
    stop(postmaster);
    atExit.close();
  }

  private synchronized void stop(ProcessHandle postmaster) {
    if (ended) {
      return;
    }
    ended = true;
    server.stop(postmaster);
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("The lock of the PostgreSQL data directory was not released: {}", Words.of(e));
    }
  }
}
