package tech.atoms.opsdesk.server;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;

/**
 * Asks one MCP server. Every method blocks, for no longer than the deadline, and is called on
 * virtual threads; what is not had is an {@link HttpFailure} in words.
 */
public final class ServerClient implements AutoCloseable {
  /** Most bytes of a health answer. */
  static final int HEALTH_CAP = 64 * 1024;

  private final ServerSettings settings;
  private final InstantSource clock;
  private final HttpReader http;

  /**
   * Creates it; nothing is opened yet.
   *
   * @param settings where the server is
   * @param clock stamps what is read
   * @param deadline of each request as a whole
   */
  public ServerClient(ServerSettings settings, InstantSource clock, Duration deadline) {
    this.settings = settings;
    this.clock = clock;
    this.http = new HttpReader(deadline, settings.caFile());
  }

  /**
   * Reads the health endpoint.
   *
   * @throws HttpFailure where it did not answer, or with something unreadable
   */
  public Health health() {
    Ask ask =
        Ask.get(
            "health endpoint",
            url(settings.healthPath()),
            Map.of("Accept", "application/json, text/plain;q=0.5"),
            HEALTH_CAP);
    return HealthParser.parse(http.send(ask), clock.instant());
  }

  /** Cancels what is under way and closes every connection. */
  @Override
  public void close() {
    http.close();
  }

  private URI url(String path) {
    String base = settings.baseUrl().toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + (path.startsWith("/") ? path : "/" + path));
  }
}
