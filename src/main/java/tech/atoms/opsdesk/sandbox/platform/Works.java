package tech.atoms.opsdesk.sandbox.platform;

import java.time.Duration;
import tech.atoms.opsdesk.sandbox.checkout.Sources;

/**
 * What deployments are made with.
 *
 * @param servers runs what was built
 * @param sources what there is to build, besides files that are sent
 * @param buildTime how long a build takes
 */
public record Works(Servers servers, Sources sources, Duration buildTime) {
  /** How long a build takes where nobody says otherwise. */
  public static final Duration USUAL_BUILD = Duration.ofMillis(1500);

  /** How long pointing the domains elsewhere takes, besides the start of the server. */
  Duration moveTime() {
    return buildTime.multipliedBy(2).dividedBy(5);
  }

  /** Without a repository; builds take as long as usual. */
  public static Works of(Servers servers) {
    return new Works(servers, Sources.NONE, USUAL_BUILD);
  }
}
