package tech.atoms.opsdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.server.Mcp.Era;
import tech.atoms.opsdesk.server.Mcp.Outcome;

class McpTest {
  private static final String TOKEN = "a-token-of-the-test";
  private final MockWebServer server = Prompt.server();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Answers as one kind of server does; the shared parts see to id and record. */
  private abstract class Fake extends Dispatcher {
    abstract MockResponse answer(String method, String id, RecordedRequest request);

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String body = request.getBody() == null ? "" : request.getBody().utf8();
      String method = between(body, "\"method\":\"", "\"");
      asked.add(method.isEmpty() ? request.getMethod() : method);
      return answer(method, between(body, "\"id\":\"", "\""), request);
    }
  }

  @Test
  void aStatefulServerKeepsOneSessionForAllLooksAndItIsEnded() {
    server.setDispatcher(
        new Fake() {
          @Override
          MockResponse answer(String method, String id, RecordedRequest request) {
            String session = request.getHeaders().get("Mcp-Session-Id");
            return switch (method) {
              case "server/discover" -> plain(400, "Bad Request: Missing session ID");
              case "initialize" ->
                  events(
                          "id: 1\n"
                              + "data:\n\n"
                              + "event: message\r\n"
                              + "data: {\"result\":{\"serverInfo\":{\"name\":\"atoms\","
                              + "\"version\":\"1.4.2\"},\"protocolVersion\":\"2025-06-18\"},\"jsonrpc\":\"2.0\",\"id\":\""
                              + id
                              + "\"}\r\n\r\n")
                      .newBuilder()
                      .setHeader("Mcp-Session-Id", "s1")
                      .build();
              case "notifications/initialized" -> plain(202, "");
              case "tools/list" ->
                  "s1".equals(session)
                      ? json(tools(id, "next", "a", "b"))
                      : plain(400, "No valid session ID");
              default -> plain(200, "");
            };
          }
        });
    ServerClient client = client(TOKEN);
    Mcp first = client.mcp();
    client.mcp();
    client.close();
    assertThat(first.outcome()).isEqualTo(Outcome.LISTED);
    assertThat(first.era()).isEqualTo(Era.LEGACY);
    assertThat(first.protocolVersion()).isEqualTo("2025-06-18");
    assertThat(first.serverVersion()).isEqualTo("1.4.2");
    assertThat(first.tools()).containsExactly("a", "b", "a", "b");
    assertThat(first.took()).isNotNull();
    assertThat(asked.stream().filter("initialize"::equals)).hasSize(1);
    assertThat(asked.getLast()).isEqualTo("DELETE");
  }

  @Test
  void aSessionThatTheServerForgotIsReplaced() {
    server.setDispatcher(
        new Fake() {
          private int sessions;

          @Override
          MockResponse answer(String method, String id, RecordedRequest request) {
            String session = request.getHeaders().get("Mcp-Session-Id");
            return switch (method) {
              case "server/discover" -> plain(400, "Unsupported");
              case "initialize" ->
                  json("{\"id\":\"" + id + "\",\"result\":{}}")
                      .newBuilder()
                      .setHeader("Mcp-Session-Id", "s" + ++sessions)
                      .build();
              case "tools/list" ->
                  "s2".equals(session)
                      ? json(tools(id, "", "a"))
                      : plain(400, "Bad Request: No valid session ID provided");
              default -> plain(202, "");
            };
          }
        });
    try (ServerClient client = client(TOKEN)) {
      assertThat(client.mcp().tools()).containsExactly("a");
    }
  }

  @Test
  void theModernGenerationNeedsNoHandshake() {
    server.setDispatcher(
        new Fake() {
          @Override
          MockResponse answer(String method, String id, RecordedRequest request) {
            assertThat(request.getHeaders().get("Mcp-Method")).isEqualTo(method);
            assertThat(request.getHeaders().get("MCP-Protocol-Version")).isEqualTo("2026-07-28");
            return method.equals("server/discover")
                ? json(
                    "{\"jsonrpc\":\"2.0\",\"id\":\""
                        + id
                        + "\",\"result\":{\"supportedVersions\":[\"2026-07-28\"],\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"n\",\"version\":\"9\"}}}}")
                : json(tools(id, "", "a"));
          }
        });
    try (ServerClient client = client(TOKEN)) {
      Mcp mcp = client.mcp();
      client.mcp();
      assertThat(mcp.era()).isEqualTo(Era.MODERN);
      assertThat(mcp.serverVersion()).isEqualTo("9");
      assertThat(mcp.tools()).containsExactly("a");
      assertThat(client.ping()).isNull();
    }
    assertThat(asked).containsExactly("server/discover", "tools/list", "tools/list");
  }

  @Test
  void whoLimitsTheDeskIsHeard() {
    MockResponse.Builder limits = new MockResponse.Builder().setHeader("Retry-After", "7");
    server.enqueue(limits.code(429).build());
    server.enqueue(limits.code(503).build());
    server.enqueue(limits.code(503).build());
    try (ServerClient client = client(TOKEN)) {
      Mcp limited = client.mcp();
      assertThat(limited.outcome()).isEqualTo(Outcome.RATE_LIMITED);
      assertThat(limited.pause()).isEqualTo(Duration.ofSeconds(7));
      HttpFailure busy = catchThrowableOfType(HttpFailure.class, client::mcp);
      assertThat(busy.pause()).isEqualTo(Duration.ofSeconds(7));
      HttpFailure metrics = catchThrowableOfType(HttpFailure.class, client::metrics);
      assertThat(metrics.pause()).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void askingForSignInIsUp() {
    server.setDispatcher(
        new Fake() {
          @Override
          MockResponse answer(String method, String id, RecordedRequest request) {
            return plain(401, "{\"error\":\"invalid_token\"}")
                .newBuilder()
                .setHeader(
                    "WWW-Authenticate",
                    "Bearer error=\"invalid_token\","
                        + " resource_metadata=\"https://h/.well-known/oauth-protected-resource/api/mcp\"")
                .build();
          }
        });
    try (ServerClient client = client(null)) {
      Mcp mcp = client.mcp();
      assertThat(mcp.outcome()).isEqualTo(Outcome.SIGN_IN_REQUIRED);
      assertThat(Objects.requireNonNull(mcp.resourceMetadata()).getPath())
          .isEqualTo("/.well-known/oauth-protected-resource/api/mcp");
    }
    try (ServerClient client = client(TOKEN)) {
      assertThat(client.mcp().outcome()).isEqualTo(Outcome.TOKEN_REFUSED);
    }
  }

  @Test
  void anErrorIsToldInItsOwnWords() {
    server.setDispatcher(
        new Fake() {
          @Override
          MockResponse answer(String method, String id, RecordedRequest request) {
            return json(
                "{\"jsonrpc\":\"2.0\",\"id\":\"server-error\",\"error\":{\"code\":-32603,\"message\":\"boom\"}}");
          }
        });
    try (ServerClient client = client(TOKEN)) {
      HttpFailure failure = catchThrowableOfType(HttpFailure.class, client::mcp);
      assertThat(failure.problem().why())
          .isEqualTo("initialize was answered with error -32603: boom");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | application/json | {\"error\":\"Internal error\"} | status 500: Internal error",
        "500 | application/json | {\"error\":{}} | status 500 and an error without words",
        "200 | text/html | <!doctype html><p>Hi | status 200 and a web page",
        "200 | application/json | {\"jsonrpc\": | status 200 and text that is not JSON:"
            + " {\"jsonrpc\":",
        "200 | application/json | {\"a\":1} | status 200 and JSON that is no reply: {\"a\":1}",
        "200 | text/event-stream | : nothing | status 200 and events without a reply",
        "200 | text/plain | '' | status 200 and nothing else"
      })
  void whatCameInsteadIsTold(int status, String type, String body, String told) {
    server.setDispatcher(
        new Fake() {
          @Override
          MockResponse answer(String method, String id, RecordedRequest request) {
            return new MockResponse.Builder()
                .code(method.equals("server/discover") ? 400 : status)
                .setHeader("Content-Type", type)
                .body(body)
                .build();
          }
        });
    try (ServerClient client = client(TOKEN)) {
      HttpFailure failure = catchThrowableOfType(HttpFailure.class, client::mcp);
      assertThat(failure.problem().why()).isEqualTo("initialize was answered with " + told);
    }
  }

  @ParameterizedTest
  @CsvSource({"404", "405"})
  void thereMayBeNoSuchEndpoint(int status) {
    server.setDispatcher(
        new Fake() {
          @Override
          MockResponse answer(String method, String id, RecordedRequest request) {
            return plain(status, "<html>Not found</html>");
          }
        });
    try (ServerClient client = client(null)) {
      HttpFailure failure = catchThrowableOfType(HttpFailure.class, client::mcp);
      assertThat(failure.problem().what()).startsWith("There is no MCP endpoint");
      assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.NOT_THERE);
    }
  }

  @Test
  void signInIsFollowedToTheKeysAndAForgedTokenIsTried() {
    server.setDispatcher(
        new Fake() {
          @Override
          MockResponse answer(String method, String id, RecordedRequest request) {
            String base = "http://127.0.0.1:" + server.getPort();
            return switch (Objects.requireNonNull(request.getUrl()).encodedPath()) {
              case "/.well-known/oauth-protected-resource/api/mcp" ->
                  json(
                      "{\"resource\":\""
                          + base
                          + "/api/mcp\",\"authorization_servers\":[\""
                          + base
                          + "/\"]}");
              case "/.well-known/oauth-authorization-server" ->
                  json("{\"issuer\":\"" + base + "\",\"jwks_uri\":\"" + base + "/jwks\"}");
              case "/jwks" -> json("{\"keys\":[{\"kty\":\"RSA\"}]}");
              default ->
                  request.getHeaders().get("Authorization") == null
                      ? plain(401, "")
                          .newBuilder()
                          .setHeader(
                              "WWW-Authenticate",
                              "Bearer resource_metadata=\""
                                  + base
                                  + "/.well-known/oauth-protected-resource/api/mcp\"")
                          .build()
                      : json("{\"id\":\"" + id + "\",\"result\":{}}");
            };
          }
        });
    try (ServerClient client = client(null)) {
      SignIn signIn = client.signIn();
      assertThat(signIn.isEnforced()).isTrue();
      assertThat(signIn.troubles()).isEmpty();
      assertThat(signIn.keys()).isEqualTo(1);
      assertThat(signIn.keysTook()).isNotNull();
      assertThat(signIn.acceptsExpiredToken()).isTrue();
    }
  }

  @Test
  void theTokenIsNotSentToAnotherOriginNorOverPlainHttp() throws IOException {
    try (MockWebServer elsewhere = Prompt.server()) {
      elsewhere.start();
      elsewhere.enqueue(plain(401, ""));
      server.enqueue(
          plain(307, "")
              .newBuilder()
              .setHeader("Location", "http://127.0.0.1:" + elsewhere.getPort() + "/api/mcp")
              .build());
      try (ServerClient client = client(TOKEN)) {
        client.mcp();
        RecordedRequest there = elsewhere.takeRequest();
        assertThat(there.getHeaders().get("Authorization")).isNull();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    try (ServerClient client = client(TOKEN, "http://atoms.invalid")) {
      HttpFailure failure = catchThrowableOfType(HttpFailure.class, client::mcp);
      assertThat(failure.problem().why()).contains("plain http");
    }
  }

  @Test
  void theSessionIsNotSentToAnotherOrigin() throws Exception {
    String rpc = "{\"jsonrpc\":\"2.0\",\"id\":\"opsdesk-";
    server.enqueue(plain(400, "Bad Request: Missing session ID"));
    server.enqueue(
        json(rpc + "2\",\"result\":{}}").newBuilder().setHeader("Mcp-Session-Id", "s1").build());
    server.enqueue(plain(202, ""));
    try (MockWebServer elsewhere = Prompt.server()) {
      elsewhere.start();
      elsewhere.enqueue(json(rpc + "3\",\"result\":{\"tools\":[]}}"));
      server.enqueue(
          plain(307, "")
              .newBuilder()
              .setHeader("Location", "http://127.0.0.1:" + elsewhere.getPort() + "/api/mcp")
              .build());
      server.enqueue(plain(200, ""));
      try (ServerClient client = client(null)) {
        assertThat(client.mcp().session()).isTrue();
        assertThat(elsewhere.takeRequest().getHeaders().get("Mcp-Session-Id")).isNull();
      }
    }
  }

  private ServerClient client(@Nullable String token) {
    return client(token, "http://127.0.0.1:" + server.getPort());
  }

  private static ServerClient client(@Nullable String token, String base) {
    return new ServerClient(
        new ServerSettings(
            URI.create(base),
            "/health",
            "/metrics",
            "/api/mcp",
            token == null ? null : new SecretRef(SecretRef.Scheme.ENV, "TOKEN"),
            null),
        ref -> new Secret(token == null ? "" : token),
        InstantSource.system(),
        Duration.ofSeconds(3),
        true);
  }

  private String tools(String id, String next, String... names) {
    // The second page comes only to whoever asks for it.
    boolean second = asked.stream().filter("tools/list"::equals).count() % 2 == 0;
    String list = "{\"name\":\"" + String.join("\"},{\"name\":\"", names) + "\"}";
    String cursor = next.isEmpty() || second ? "" : ",\"nextCursor\":\"" + next + "\"";
    return "{\"jsonrpc\":\"2.0\",\"id\":\""
        + id
        + "\",\"result\":{\"tools\":["
        + list
        + "]"
        + cursor
        + "}}";
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder()
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  private static MockResponse events(String body) {
    return new MockResponse.Builder()
        .setHeader("Content-Type", "text/event-stream")
        .body(body)
        .build();
  }

  private static MockResponse plain(int code, String body) {
    return new MockResponse.Builder().code(code).body(body).build();
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start);
    return from < 0
        ? ""
        : text.substring(from + start.length(), text.indexOf(end, from + start.length()));
  }
}
