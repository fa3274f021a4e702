package tech.atoms.opsdesk.checklist;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What is live, or why that is not known.
 *
 * @param deployment null where it is not known
 * @param problem null where it is known
 */
record LiveDeployment(@Nullable Deployment deployment, @Nullable Problem problem) {
  private static final Logger log = LoggerFactory.getLogger(LiveDeployment.class);

  /** Asks. May block. */
  static LiveDeployment of(ReadinessSetting setting) throws InterruptedException {
    String environment = setting.environment().name();
    try {
      Deployment live = setting.deployments().current();
      return live != null
          ? new LiveDeployment(live, null)
          : new LiveDeployment(
              null,
              new Problem(
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
