package tech.atoms.opsdesk.desktop.deployments;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.provider.vercel.Listed;

/**
 * A deployment in the table.
 *
 * @param listed what the platform tells
 * @param live whether it has production's traffic
 * @param pinned whether it has it by a rollback that has not ended
 * @param moved when the traffic was moved to it last; null: the platform does not tell
 */
record DeploymentRow(Listed listed, boolean live, boolean pinned, @Nullable Instant moved) {

  String id() {
    return listed.deployment().id();
  }

  /** Its version, or else its id. */
  String name() {
    String version = listed.deployment().version();
    return version.isEmpty() ? id() : version;
  }

  /** Whether traffic can be rolled back to it. */
  boolean candidate() {
    return listed.servedProduction() && !live;
  }
}
