package tech.atoms.opsdesk.provider.vercel;

import java.time.Duration;
import java.util.function.Consumer;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.Patience;

/** Opens the platform for tests whose time does not pass by itself. */
public final class Patient {
  private Patient() {}

  /**
   * The platform.
   *
   * @param most how long is waited in all for one request
   * @param passes lets time pass
   */
  public static Vercel open(
      PlatformSettings settings,
      SecretResolver secrets,
      Duration deadline,
      Duration most,
      Consumer<Duration> passes) {
    return new Vercel(settings, secrets, deadline, new Patience(most, passes::accept));
  }
}
