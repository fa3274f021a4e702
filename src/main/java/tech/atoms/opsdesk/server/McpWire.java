package tech.atoms.opsdesk.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;

/** JSON-RPC over Streamable HTTP, as far as a probe needs it: one request, one reply. */
final class McpWire {
  static final String SUBJECT = "MCP endpoint";
  private static final JsonMapper JSON = new JsonMapper();
  private static final int CAP = 1024 * 1024;

  private final HttpReader http;
  private final URI url;
  private final AtomicLong ids = new AtomicLong();

  McpWire(HttpReader http, URI url) {
    this.http = http;
    this.url = url;
  }

  /**
   * A reply.
   *
   * @param answer of HTTP
   * @param message the JSON-RPC message; null where the answer holds none
   */
  record Reply(Answer answer, @Nullable JsonNode message) {
    int status() {
      return answer.status();
    }

    @Nullable JsonNode result() {
      return message == null ? null : message.get("result");
    }

    @Nullable JsonNode error() {
      return message == null ? null : message.get("error");
    }
  }

  URI url() {
    return url;
  }

  static ObjectNode params() {
    return JSON.createObjectNode();
  }

  /** Sends a request and waits for its reply. */
  Reply request(String method, @Nullable ObjectNode params, Map<String, String> headers) {
    String id = "opsdesk-" + ids.incrementAndGet();
    SseReader events = new SseReader(id);
    Answer answer =
        http.send(
            Ask.post(SUBJECT, url, with(headers), body(method, id, params), CAP, events::line));
    JsonNode message =
        answer.mediaType().equals("text/event-stream")
            ? events.message()
            : SseReader.json(answer.body());
    return new Reply(answer, message);
  }

  /** Sends a notification; the answer's content does not matter. */
  Answer notify(String method, Map<String, String> headers) {
    return http.send(Ask.post(SUBJECT, url, with(headers), body(method, null, null), CAP, null));
  }

  /** Ends a session; whether the server agrees does not matter. */
  void end(Map<String, String> headers, Duration deadline) {
    http.send(new Ask(SUBJECT, "DELETE", url, with(headers), null, CAP, null), deadline);
  }

  /** A failure for an answer that is no answer to the question. */
  HttpFailure unexpected(Reply reply, String doing) {
    String why = doing + " was answered with " + Instead.of(reply);
    boolean missing = reply.status() == 404 || reply.status() == 405;
    return new HttpFailure(
        missing
            ? HttpFailure.Kind.NOT_THERE
            : reply.answer().isSuccess() ? HttpFailure.Kind.CONTENT : HttpFailure.Kind.STATUS,
        new Problem(
            missing ? "There is no MCP endpoint at this address" : "The MCP endpoint fails",
            url.toString(),
            why,
            missing ? "Check the MCP path in the profile" : "Check the server's log"),
        null,
        reply.answer().retryAfter());
  }

  private static Map<String, String> with(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Accept", "application/json, text/event-stream");
    return all;
  }

  private static String body(String method, @Nullable String id, @Nullable ObjectNode params) {
    ObjectNode message = JSON.createObjectNode();
    message.put("jsonrpc", "2.0");
    if (id != null) {
      message.put("id", id);
    }
    message.put("method", method);
    if (params != null) {
      message.set("params", params);
    }
    try {
      return JSON.writeValueAsString(message);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }
}
