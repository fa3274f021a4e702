package tech.atoms.opsdesk.provider.vercel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the project's production traffic goes.
 *
 * @param projectId {@code prj_…}
 * @param live id of the deployment that has it; empty where none has
 * @param pinned whether new deployments do not get production's domains by themselves, as after an
 *     instant rollback
 * @param request the newest change that was asked for; null where none is told
 */
public record Traffic(String projectId, String live, boolean pinned, @Nullable Request request) {

  /** When the newest change moved the traffic to a deployment; null where it did not, or untold. */
  public @Nullable Instant movedTo(String id) {
    Request newest = request;
    return newest != null && newest.to().equals(id) && newest.status().equals("succeeded")
        ? newest.at()
        : null;
  }

  /**
   * A change of traffic.
   *
   * @param type promote or rollback
   * @param from id of the deployment that had the traffic; empty where that is not told
   * @param to id of the deployment that is to get it
   * @param status pending, in-progress, succeeded, failed or skipped
   * @param at when it was asked for; null where that is not told
   */
  public record Request(String type, String from, String to, String status, @Nullable Instant at) {

    /** Whether it has neither succeeded nor failed yet. */
    public boolean isUnderWay() {
      return status.equals("pending") || status.equals("in-progress");
    }
  }
}
