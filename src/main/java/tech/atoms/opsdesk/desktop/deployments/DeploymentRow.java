package tech.atoms.opsdesk.desktop.deployments;

import tech.atoms.opsdesk.provider.vercel.Listed;

/**
 * A deployment in the table.
 *
 * @param listed what the platform tells
 * @param live whether it has production's traffic
 * @param pinned whether it has it by a rollback that has not ended
 */
record DeploymentRow(Listed listed, boolean live, boolean pinned) {

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
