package tech.atoms.opsdesk.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Loopback;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;
import tech.atoms.opsdesk.http.RequestBudget;

/**
 * Asks one MCP server. Every method blocks, for no longer than a few deadlines, and is called on
 * virtual threads, one call of each method at a time; what is not had is an {@link HttpFailure} or
 * another problem in words.
 */
public final class ServerClient implements AutoCloseable {
  private static final int HEALTH_CAP = 64 * 1024;
  private static final int METRICS_CAP = 4 * 1024 * 1024;

  private final ServerSettings settings;
  private final SecretResolver secrets;
  private final InstantSource clock;
  private final HttpReader http;
  private final McpWire wire;
  private final McpProbe mcp;
  private final SignInProbe signIn;

  /**
   * Creates it; nothing is opened yet.
   *
   * @param settings where the server is
   * @param secrets resolves its tokens, at each use
   * @param clock stamps what is read
   * @param deadline of each request as a whole
   * @param forge whether an invented expired token may be tried where the profile names none
   */
  public ServerClient(
      ServerSettings settings,
      SecretResolver secrets,
      InstantSource clock,
      Duration deadline,
      boolean forge) {
    this(settings, secrets, clock, deadline, forge, null, Duration.ZERO);
  }

  /**
   * Creates it for somebody who can wait; nothing is opened yet.
   *
   * @param settings where the server is
   * @param secrets resolves its tokens, at each use
   * @param clock stamps what is read
   * @param deadline of each request as a whole
   * @param forge whether an invented expired token may be tried where the profile names none
   * @param patience how long a 429 is waited for where it says how long
   */
  public ServerClient(
      ServerSettings settings,
      SecretResolver secrets,
      InstantSource clock,
      Duration deadline,
      boolean forge,
      Duration patience) {
    this(settings, secrets, clock, deadline, forge, null, patience);
  }

  /**
   * Creates it with a budget; nothing is opened yet.
   *
   * @param settings where the server is
   * @param secrets resolves its tokens, at each use
   * @param clock stamps what is read
   * @param deadline of each request as a whole
   * @param forge whether an invented expired token may be tried where the profile names none
   * @param budget of requests, also to the authorization server; null for none
   */
  public ServerClient(
      ServerSettings settings,
      SecretResolver secrets,
      InstantSource clock,
      Duration deadline,
      boolean forge,
      @Nullable RequestBudget budget) {
    this(settings, secrets, clock, deadline, forge, budget, Duration.ZERO);
  }

  private ServerClient(
      ServerSettings settings,
      SecretResolver secrets,
      InstantSource clock,
      Duration deadline,
      boolean forge,
      @Nullable RequestBudget budget,
      Duration patience) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
    this.http = new HttpReader(deadline, settings.caFile(), budget, patience);
    this.wire = new McpWire(http, url(settings.mcpPath()));
    this.mcp = new McpProbe(wire, () -> secret(settings.token()), clock);
    this.signIn = new SignInProbe(wire, http, clock, () -> secret(settings.expiredToken()), forge);
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

  /**
   * Reads the metrics endpoint.
   *
   * @throws HttpFailure where it did not answer with a success, or with nothing
   */
  public MetricsText metrics() {
    URI url = url(settings.metricsPath());
    Answer answer =
        http.send(
            Ask.get(
                "metrics endpoint",
                url,
                Map.of(
                    "Accept",
                    "application/openmetrics-text; version=1.0.0, text/plain; version=0.0.4;q=0.5"),
                METRICS_CAP));
    boolean html =
        answer.mediaType().equals("text/html") || answer.body().stripLeading().startsWith("<");
    boolean empty = answer.body().isBlank();
    if (!answer.isSuccess() || html || empty) {
      boolean gone = answer.status() == 404 || answer.status() == 410;
      throw new HttpFailure(
          answer.isSuccess() ? HttpFailure.Kind.CONTENT : HttpFailure.Kind.STATUS,
          new Problem(
              gone ? "The metrics endpoint is gone" : "The metrics endpoint gives no metrics",
              url.toString(),
              !answer.isSuccess()
                  ? "it answered " + answer.status()
                  : empty
                      ? "it answered " + answer.status() + " with an empty body"
                      : "it answered a web page",
              "Check the metrics path in the profile and the server's log"),
          null,
          answer.retryAfter());
    }
    return new MetricsText(
        clock.instant(),
        answer.took(),
        answer.mediaType().equals("application/openmetrics-text"),
        answer.body());
  }

  /**
   * Looks at the MCP endpoint: lists the tools, calls none.
   *
   * @throws HttpFailure where it fails; a 401 or 429 is no failure
   */
  public Mcp mcp() {
    return mcp.read();
  }

  /**
   * Calls a tool that {@link #mcp()} has listed, for what it answers. Only a call that changes
   * nothing belongs here.
   *
   * @param tool its name
   * @param arguments texts by name
   * @throws HttpFailure where the endpoint does not answer
   */
  public McpCall call(String tool, Map<String, String> arguments) {
    ObjectNode values = McpWire.params();
    arguments.forEach(values::put);
    return mcp.call(tool, values);
  }

  /**
   * Sends a ping over the connection that {@link #mcp()} has agreed on.
   *
   * @return how long it took; null where that generation knows no ping, or nothing is agreed yet
   * @throws HttpFailure where it is not answered
   */
  public @Nullable Duration ping() {
    return mcp.ping();
  }

  /**
   * Looks at how the server asks for sign-in.
   *
   * @throws HttpFailure where the MCP endpoint does not answer
   */
  public SignIn signIn() {
    return signIn.read();
  }

  /**
   * What the MCP endpoint answers to a ping with some token: 401 where it refuses the token,
   * anything else below 500 where it does not. Nothing is called and nothing is kept.
   *
   * @param token whatever is to be tried
   * @throws HttpFailure where the endpoint does not answer
   */
  public int statusWith(Secret token) {
    requireProtected();
    return wire.request("ping", null, Map.of("Authorization", "Bearer " + token.reveal())).status();
  }

  /**
   * Asks what a browser asks before a request from another origin.
   *
   * @throws HttpFailure where it did not answer
   */
  public Cors cors() {
    Answer answer =
        http.send(
            new Ask(
                McpWire.SUBJECT,
                "OPTIONS",
                url(settings.mcpPath()),
                Map.of(
                    "Origin",
                    origin(settings.baseUrl()),
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "authorization, content-type"),
                null,
                HEALTH_CAP,
                null));
    return new Cors(
        clock.instant(),
        answer.took(),
        answer.status(),
        answer.header("Access-Control-Allow-Origin"),
        answer.header("Access-Control-Allow-Methods"));
  }

  /** Ends the MCP session if there is one, cancels what is under way, closes the connections. */
  @Override
  public void close() {
    mcp.close();
    http.close();
  }

  private @Nullable Secret secret(@Nullable SecretRef ref) {
    if (ref == null) {
      return null;
    }
    requireProtected();
    return secrets.resolve(ref);
  }

  private void requireProtected() {
    String host = settings.baseUrl().getHost();
    boolean local = host != null && Loopback.is(host);
    if (settings.baseUrl().getScheme().equals("http") && !local) {
      throw new HttpFailure(
          HttpFailure.Kind.SETTINGS,
          new Problem(
              "The token is not sent",
              settings.baseUrl().toString(),
              "the address is plain http and not on this machine",
              "Use https in the profile"),
          null);
    }
  }

  private static String origin(URI url) {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  private URI url(String path) {
    String base = settings.baseUrl().toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + (path.startsWith("/") ? path : "/" + path));
  }
}
