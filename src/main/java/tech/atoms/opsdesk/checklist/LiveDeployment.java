package tech.atoms.opsdesk.checklist;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What is live, as it was told.
 *
 * @param deployment null where there is none, or it cannot be told
 * @param problem why; null where there is one
 */
record LiveDeployment(@Nullable Deployment deployment, @Nullable Problem problem) {
  private static final Logger log = LoggerFactory.getLogger(LiveDeployment.class);

  /**
   * Asks. Blocks.
   *
   * @param setting whom to ask, and of which environment
   * @param anew whether what was seen a moment ago is not enough
   */
  static LiveDeployment of(ReadinessSetting setting, boolean anew) throws InterruptedException {
    String environment = setting.environment().name();
    try {
      DeploymentSource source = setting.deployments();
      Deployment live = anew ? source.askedNow() : source.current();
      return new LiveDeployment(
          live,
          live != null
              ? null
              : new Problem(
                  "No deployment is live",
                  environment,
                  "nothing was ever deployed to production",
                  "Deploy something"));
    } catch (ProblemException e) {
      return new LiveDeployment(null, e.problem());
    } catch (RuntimeException e) {
      log.warn("The live deployment cannot be told", e);
      return new LiveDeployment(
          null,
          new Problem(
              "The live deployment cannot be told",
              environment,
              Masking.mask(e.toString()),
              "It is asked for again; the log holds the details"));
    }
  }
}
