package tech.atoms.opsdesk.sandbox.platform;

import java.util.List;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/** Runs versions of the server: one under production's address, others beside it. */
@FunctionalInterface
public interface Servers {
  /** A port that is free, for a deployment to come; 0 where nothing is run beside production. */
  default int port() {
    return 0;
  }

  /** Starts what was built in place of what answers under production's address now. */
  void serve(Build build) throws Exception;

  /**
   * Starts what was built beside production, by https on 127.0.0.1.
   *
   * @param port wanted; 0, or one that is taken: any free one
   * @return the port; 0 where nothing is run beside production
   */
  default int stage(Build build, int port) throws Exception {
    return 0;
  }

  /** Ends what runs beside production for a deployment; nothing happens where nothing does. */
  default void end(String deployment) {}

  /** What was asked of a deployment at its own address, oldest first. */
  default List<RequestLog.Line> requests(String deployment) {
    return List.of();
  }
}
