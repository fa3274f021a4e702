package tech.atoms.opsdesk.workflow.deploy;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.provider.vercel.DeploymentStatus;
import tech.atoms.opsdesk.provider.vercel.VercelDeployments;

/**
 * The deployment that a run has made, found by the mark that it carries: whatever became of the
 * answer to the request, and whichever desk goes on. Blocks; one thread.
 */
final class Staged {
  /** What a deployment of a run carries among its metadata, with the run's id. */
  static final String MARK = "opsdeskRun";

  private final VercelDeployments platform;
  private final String run;
  private @Nullable DeploymentStatus ready;

  Staged(VercelDeployments platform, String run) {
    this.platform = platform;
    this.run = run;
  }

  /** All that carry the run's mark, the newest first. */
  List<DeploymentStatus> all() {
    return platform.marked(MARK, run);
  }

  /**
   * The one that counts: of those that have not failed the oldest, else the newest.
   *
   * @return null where the platform has none
   */
  @Nullable DeploymentStatus find() {
    return of(all());
  }

  /** The same, of those that were read. */
  static @Nullable DeploymentStatus of(List<DeploymentStatus> all) {
    Comparator<DeploymentStatus> age = Comparator.comparing(one -> one.deployment().created());
    return all.stream()
        .filter(one -> !one.hasFailed())
        .min(age)
        .or(() -> all.stream().max(age))
        .orElse(null);
  }

  /**
   * The one that is built, in full.
   *
   * @throws ProblemException where there is none
   */
  DeploymentStatus ready() {
    DeploymentStatus known = ready;
    if (known == null) {
      DeploymentStatus found = find();
      if (found == null || !found.isReady()) {
        throw new ProblemException(
            new Problem(
                "The staged deployment is not there",
                "run " + run,
                found == null
                    ? "the platform has none that carries the run's mark"
                    : found.id() + " is " + found.state(),
                "Look at the platform; resume the run once it is there, or give the run up"));
      }
      known = platform.get(found.id());
      ready = known;
    }
    return known;
  }
}
