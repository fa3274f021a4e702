package tech.atoms.opsdesk.provider.vercel;

import java.time.Duration;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.Patience;

/**
 * The platform for whoever changes something: all of its operations over one connection pool. A 429
 * is waited for where the platform says how long, what only reads is asked again where the platform
 * is unwell for a moment, what changes something never. Nothing is opened before it is used.
 * Blocks; safe on any thread.
 */
public final class Vercel implements AutoCloseable {
  private final VercelApi api;
  private final VercelTraffic traffic;
  private final VercelReader reader;
  private final VercelDeployments deployments;
  private final VercelVariables variables;

  /**
   * Creates it.
   *
   * @param settings where the API is, and which project
   * @param secrets resolves the token, at each use
   * @param deadline of each request but those that listen
   * @param patience how long is waited in all before a request counts as failed
   */
  public Vercel(
      PlatformSettings settings, SecretResolver secrets, Duration deadline, Duration patience) {
    this(settings, secrets, deadline, new Patience(patience, Thread::sleep));
  }

  Vercel(PlatformSettings settings, SecretResolver secrets, Duration deadline, Patience patience) {
    api = new VercelApi(settings, secrets, deadline, patience);
    traffic = new VercelTraffic(api);
    reader = new VercelReader(api);
    deployments = new VercelDeployments(api);
    variables = new VercelVariables(api);
  }

  /** Where production's traffic goes, and how it is moved. */
  public VercelTraffic traffic() {
    return traffic;
  }

  /** What is live, and whose the token is. */
  public VercelReader reader() {
    return reader;
  }

  /** Creates deployments and watches their builds. */
  public VercelDeployments deployments() {
    return deployments;
  }

  /** The project's environment variables. */
  public VercelVariables variables() {
    return variables;
  }

  @Override
  public void close() {
    api.close();
  }
}
