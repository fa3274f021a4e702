package tech.atoms.opsdesk.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Speaks to the MCP endpoint as a stateless client does: one POST a message. */
final class McpCaller {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PROTOCOL = "2025-06-18";

  private final HttpClient http;
  private final URI endpoint;
  private final AtomicLong id = new AtomicLong();

  McpCaller(HttpClient http, URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param result of the message; a missing node where there is none
   */
  record Reply(int status, JsonNode result) {}

  Reply initialize(String token, String client) throws IOException, InterruptedException {
    return send(
        token,
        client,
        "initialize",
        Map.of(
            "protocolVersion", PROTOCOL,
            "capabilities", Map.of(),
            "clientInfo", Map.of("name", client, "version", "1.0")));
  }

  Reply tools(String token, String client) throws IOException, InterruptedException {
    return send(token, client, "tools/list", Map.of());
  }

  Reply call(String token, String client, String tool, Map<String, ?> arguments)
      throws IOException, InterruptedException {
    return send(token, client, "tools/call", Map.of("name", tool, "arguments", arguments));
  }

  private Reply send(String token, String client, String method, Map<String, ?> params)
      throws IOException, InterruptedException {
    String message =
        JSON.writeValueAsString(
            Map.of(
                "jsonrpc", "2.0", "id", id.incrementAndGet(), "method", method, "params", params));
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", PROTOCOL)
            .header("User-Agent", client)
            .POST(HttpRequest.BodyPublishers.ofString(message))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), result(response.body()));
  }

  /** The message's result, from a plain answer or from the last event of a stream. */
  private static JsonNode result(String body) {
    String text = body;
    for (String line : body.split("\n", -1)) {
      if (line.startsWith("data:")) {
        text = line.substring("data:".length()).strip();
      }
    }
    try {
      return JSON.readTree(text).path("result");
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
