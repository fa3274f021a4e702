package tech.atoms.opsdesk.checklist;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.provider.vercel.Production;
import tech.atoms.opsdesk.provider.vercel.VercelReader;

/** Asks the hosting platform which deployment is live. Safe on any thread. */
public final class PlatformDeployments implements DeploymentSource, AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(4);
  private final @Nullable VercelReader reader;

  /** Asks the platform of an environment; where it has none, no deployment is known. */
  public PlatformDeployments(Environment environment, SecretResolver secrets) {
    PlatformSettings platform = environment.platform();
    reader = platform == null ? null : new VercelReader(platform, secrets, DEADLINE);
  }

  @Override
  public @Nullable Deployment current() {
    if (reader == null) {
      throw new ProblemException(
          new Problem(
              "The live deployment is not known",
              "environment's platform",
              "the profile names no platform",
              "Add a platform to the environment in the profile"));
    }
    Production production = reader.production();
    return production == null
        ? null
        : new Deployment(production.live().id(), production.live().version());
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
