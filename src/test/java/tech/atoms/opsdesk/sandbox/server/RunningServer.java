package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** A server with its issuer and its own database, and a client for it. */
final class RunningServer implements AutoCloseable {
  static final Secret KEY = Issuer.newKey();
  static final ObjectMapper JSON = new ObjectMapper();
  static final MediaType JSON_TYPE = MediaType.get("application/json");

  final MovableClock clock = new MovableClock();
  final Faults faults = new Faults(clock);
  final DataSource database;
  final Issuer issuer;
  final AtomsServer server;
  final OkHttpClient http =
      new OkHttpClient.Builder()
          .readTimeout(Duration.ofSeconds(20))
          .retryOnConnectionFailure(false)
          .build();

  /** What a test may want otherwise. */
  record Options(int rate, int burst, int perUser, boolean modern, int maxBytes) {
    static final Options USUAL = new Options(6000, 1000, 3, true, 10_000);

    Options limits(int newRate, int newBurst) {
      return new Options(newRate, newBurst, perUser, modern, maxBytes);
    }

    Options legacyOnly() {
      return new Options(rate, burst, perUser, false, maxBytes);
    }
  }

  /** An answer, read whole. */
  record Answer(int status, okhttp3.Headers headers, String body) {
    JsonNode json() {
      String text = body;
      if (text.startsWith("event: message")) {
        text = text.substring(text.indexOf("data: ") + "data: ".length()).strip();
      }
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    String header(String name) {
      String value = headers.get(name);
      return value == null ? "" : value;
    }
  }

  RunningServer(Options options) throws IOException {
    database = TestPostgres.createDatabase().dataSource();
    TestPostgres.execute(database, SpecificationTables.all());
    issuer = new Issuer(KEY, 0, clock);
    issuer.start();
    server =
        new AtomsServer(
            new AtomsServer.Settings(
                0,
                "1.4.2",
                "abc1234",
                issuer,
                options.rate(),
                options.burst(),
                options.perUser(),
                Duration.ofHours(24),
                Duration.ofMinutes(30),
                20,
                new AtomsServer.Tuning(
                    options.modern(),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(5),
                    Duration.ofMinutes(5),
                    1_000_000,
                    options.maxBytes())),
            database,
            faults,
            clock);
    server.start();
  }

  String token() {
    return token(UUID.randomUUID());
  }

  String token(UUID user) {
    return issuer.token(user.toString(), user + "@example.com", Duration.ofHours(1));
  }

  Answer get(String path) {
    return send(request(path).build());
  }

  Request.Builder request(String path) {
    return new Request.Builder().url(server.baseUrl() + path);
  }

  Request.Builder mcp(String token, String body) {
    return request("/api/mcp")
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json, text/event-stream")
        .post(RequestBody.create(body, JSON_TYPE));
  }

  Answer send(Request request) {
    try (Response response = http.newCall(request).execute()) {
      return new Answer(response.code(), response.headers(), response.body().string());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a JSON-RPC request without a handshake. */
  Answer rpc(String token, String method, Map<String, Object> params) {
    return send(mcp(token, message(method, params)).build());
  }

  static String message(String method, Map<String, Object> params) {
    try {
      return JSON.writeValueAsString(
          Map.of("jsonrpc", "2.0", "id", 7, "method", method, "params", params));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls a tool and returns the result. */
  JsonNode tool(String token, String tool, Map<String, Object> arguments) {
    return rpc(token, "tools/call", Map.of("name", tool, "arguments", arguments))
        .json()
        .path("result");
  }

  /** The first column of a query's first row, as text. */
  String sql(String query) {
    try (var c = database.getConnection();
        var s = c.createStatement();
        var rows = s.executeQuery(query)) {
      rows.next();
      return String.valueOf(rows.getObject(1));
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String... statements) {
    TestPostgres.execute(database, statements);
  }

  /** Stops and starts, and drops the client's connections to the server that was. */
  void restart() throws IOException {
    server.stop();
    server.start();
    http.connectionPool().evictAll();
  }

  @Override
  public void close() {
    server.close();
    issuer.close();
    http.connectionPool().evictAll();
  }
}
