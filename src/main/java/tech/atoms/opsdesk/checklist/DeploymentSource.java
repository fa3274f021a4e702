package tech.atoms.opsdesk.checklist;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.state.Deployment;

/** Tells which deployment is live. */
@FunctionalInterface
public interface DeploymentSource {

  /**
   * The live deployment. May block; any thread.
   *
   * @return null where nothing was ever deployed
   * @throws tech.atoms.opsdesk.common.ProblemException where it cannot be told
   */
  @Nullable Deployment current() throws InterruptedException;

  /** The same, not as it was seen a moment ago but asked for now: a signature is bound to it. */
  default @Nullable Deployment askedNow() throws InterruptedException {
    return current();
  }
}
