package tech.atoms.opsdesk.check.security;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Loopback;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpReader;

/** Posts to the MCP endpoint what a well-behaved client would not. Blocks. */
final class McpPoster implements AutoCloseable {
  static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"opsdesk-probe\",\"method\":\"ping\"}";
  private static final String ACCEPT = "application/json, text/event-stream";
  private static final int CAP = 1024 * 1024;

  private final ServerSettings settings;
  private final SecretResolver secrets;
  private final HttpReader http;

  McpPoster(ServerSettings settings, SecretResolver secrets, Duration deadline) {
    this.settings = settings;
    this.secrets = secrets;
    this.http = new HttpReader(deadline, settings.caFile());
  }

  /** An event stream is read up to the end of the reply, and no further. */
  private static final class Reply implements Predicate<String> {
    private boolean heard;

    @Override
    public boolean test(String line) {
      heard |=
          line.startsWith("data:")
              && (line.contains("opsdesk-probe") || line.contains("\"error\""));
      return heard && line.isEmpty();
    }
  }

  URI url() {
    return PublicServer.at(settings.baseUrl(), settings.mcpPath());
  }

  /** The profile's token; null where it names none, or it must not be sent in the clear. */
  @Nullable Secret token() {
    SecretRef ref = settings.token();
    boolean safe =
        "https".equals(url().getScheme())
            || (url().getHost() != null && Loopback.is(url().getHost()));
    return ref == null || !safe ? null : secrets.resolve(ref);
  }

  /**
   * Posts a body.
   *
   * @param token null: none
   * @param more headers besides
   */
  Answer post(@Nullable Secret token, String body, Map<String, String> more) {
    return http.send(Ask.post("MCP endpoint", url(), with(token, more), body, CAP, new Reply()));
  }

  /** Sends a request without a body. */
  Answer get(@Nullable Secret token, URI url) {
    return http.send(Ask.get("server", url, with(token, Map.of()), CAP));
  }

  private static Map<String, String> with(@Nullable Secret token, Map<String, String> more) {
    Map<String, String> all = new java.util.HashMap<>();
    all.put("Accept", ACCEPT);
    if (token != null) {
      all.put("Authorization", "Bearer " + token.reveal());
    }
    all.putAll(more);
    return all;
  }

  @Override
  public void close() {
    http.close();
  }
}
