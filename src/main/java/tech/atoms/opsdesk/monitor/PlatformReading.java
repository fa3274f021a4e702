package tech.atoms.opsdesk.monitor;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Production;

/**
 * One look at the platform.
 *
 * @param deployment what is live; null: nothing was ever deployed to production
 */
record PlatformReading(@Nullable DeploymentInfo deployment) {
  private static final int SHORT_COMMIT = 7;

  static PlatformReading of(@Nullable Production production) {
    if (production == null) {
      return new PlatformReading(null);
    }
    Deployment live = production.live();
    Deployment previous = production.previous();
    return new PlatformReading(
        new DeploymentInfo(
            live.id(),
            live.version(),
            shortened(live.commit()),
            live.message(),
            live.author(),
            production.since(),
            previous == null ? null : name(previous)));
  }

  private static String name(Deployment deployment) {
    String commit = shortened(deployment.commit());
    return deployment.version().isEmpty()
        ? commit.isEmpty() ? deployment.id() : commit
        : (deployment.version() + " " + commit).strip();
  }

  private static String shortened(String commit) {
    return commit.length() > SHORT_COMMIT ? commit.substring(0, SHORT_COMMIT) : commit;
  }
}
