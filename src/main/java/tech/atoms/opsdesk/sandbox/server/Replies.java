package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers. */
final class Replies {
  static final ObjectMapper JSON = JsonMapper.builder().build();

  private Replies() {}

  static void json(HttpServletResponse response, int status, Object body) throws IOException {
    bytes(response, status, "application/json", JSON.writeValueAsBytes(body));
  }

  static void text(HttpServletResponse response, int status, String body) throws IOException {
    bytes(response, status, "text/plain;charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Leaves the answer in Jetty's buffer until the filters are through, so that whoever has an
   * answer also finds it counted and its instance free again.
   */
  static void bytes(HttpServletResponse response, int status, String type, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    if (body.length >= response.getBufferSize()) {
      response.setBufferSize(body.length + 1);
    }
    response.getOutputStream().write(body);
  }

  /** An error that concerns no request in particular, as FastMCP sends it. */
  static void rpcError(HttpServletResponse response, int status, int code, String message)
      throws IOException {
    json(response, status, rpcError("server-error", code, message, null));
  }

  /** A JSON-RPC error. */
  static Map<String, Object> rpcError(
      @Nullable Object id, int code, String message, @Nullable Object data) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    if (data != null) {
      error.put("data", data);
    }
    return envelope(id, "error", error);
  }

  /** A JSON-RPC result. */
  static Map<String, Object> rpcResult(@Nullable Object id, Object result) {
    return envelope(id, "result", result);
  }

  private static Map<String, Object> envelope(@Nullable Object id, String member, Object value) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("jsonrpc", "2.0");
    putNullable(envelope, "id", id);
    envelope.put(member, value);
    return envelope;
  }

  @SuppressWarnings("NullAway") // JSON null is a value here, and LinkedHashMap takes it
  static void putNullable(Map<String, Object> map, String name, @Nullable Object value) {
    map.put(name, value);
  }
}
