package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/**
 * Stands before the SDK's servlet and gives the endpoint FastMCP's manners: sign-in before
 * everything, FastMCP's status codes and error bodies, answers framed as server-sent events. The
 * modern protocol generation is answered here without the SDK, and nothing of an SDK error but its
 * code and message leaves the server.
 */
final class McpFilter extends HttpFilter {
  static final String PATH = "/api/mcp";

  /** The SDK's protocol versions, all of the generation with {@code initialize}. */
  static final List<String> LEGACY =
      List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

  private static final long serialVersionUID = 1L;
  private static final int PARSE_ERROR = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final List<String> METHODS =
      List.of("initialize", "ping", "tools/list", "tools/call");

  private final transient Gatekeeper gatekeeper;
  private final transient Toolbox toolbox;
  private final transient @Nullable ModernMcp modern;
  private final transient IntSupplier maxBytes;
  private final transient Faults faults;

  /**
   * The filter.
   *
   * @param modern answers the generation of 2026-07-28; null: not spoken
   * @param maxBytes longest body
   * @param faults what is to go wrong
   */
  McpFilter(
      Gatekeeper gatekeeper,
      Toolbox toolbox,
      @Nullable ModernMcp modern,
      IntSupplier maxBytes,
      Faults faults) {
    this.faults = faults;
    this.gatekeeper = gatekeeper;
    this.toolbox = toolbox;
    this.modern = modern;
    this.maxBytes = maxBytes;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader(
        "Access-Control-Expose-Headers",
        "WWW-Authenticate, Mcp-Session-Id, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining");
    if (request.getMethod().equals("OPTIONS")) {
      preflight(response);
      return;
    }
    Optional<Caller> caller = gatekeeper.admit(request, response);
    if (caller.isPresent()) {
      Exchange exchange = Exchange.of(request);
      exchange.caller(caller.get());
      if (acceptable(request, response)) {
        readBody(request, response, chain);
        exchange.rethrowTimeout();
      }
    }
  }

  private static void preflight(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS");
    response.setHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method,"
            + " Mcp-Name, Last-Event-ID");
    response.setHeader("Access-Control-Max-Age", "86400");
    response.setStatus(204);
  }

  private static boolean acceptable(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getRequestURI().equals(PATH)) {
      Replies.text(response, 404, "Not Found");
      return false;
    }
    if (!request.getMethod().equals("POST")) {
      response.setHeader("Allow", "POST, OPTIONS");
      Replies.rpcError(response, 405, INVALID_REQUEST, "Method Not Allowed");
      return false;
    }
    if (!header(request, "Content-Type").startsWith("application/json")) {
      Replies.text(response, 400, "Invalid Content-Type header");
      return false;
    }
    String accept = header(request, "Accept");
    if (!accept.contains("application/json") || !accept.contains("text/event-stream")) {
      Replies.rpcError(
          response,
          406,
          INVALID_REQUEST,
          "Not Acceptable: Client must accept both application/json and text/event-stream");
      return false;
    }
    return true;
  }

  private void readBody(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    int most = maxBytes.getAsInt();
    byte[] body =
        request.getContentLengthLong() > most
            ? new byte[most + 1]
            : request.getInputStream().readNBytes(most + 1);
    if (body.length > most) {
      response.setHeader("Connection", "close");
      Replies.text(response, 413, "Payload too large");
      return;
    }
    JsonNode message;
    try {
      message = Replies.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      if (faults.active(Fault.STACK_TRACE_SHOWN)) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        Replies.text(response, 500, trace.toString());
        return;
      }
      Replies.rpcError(response, 400, PARSE_ERROR, "Parse error: the body is no JSON");
      return;
    }
    if (!message.isObject() || !message.path("jsonrpc").asText().equals("2.0")) {
      Replies.rpcError(response, 400, INVALID_REQUEST, "Invalid Request: no JSON-RPC 2.0 message");
      return;
    }
    describeClient(request, message);
    dispatch(new BufferedRequest(request, body), response, chain, message);
  }

  private void describeClient(HttpServletRequest request, JsonNode message) {
    JsonNode params = message.path("params");
    JsonNode info = params.path("clientInfo");
    if (info.isMissingNode()) {
      info = params.path("_meta").path(ModernMcp.META + "clientInfo");
    }
    if (info.hasNonNull("name")) {
      gatekeeper.describe(
          request, info.path("name").asText() + "/" + info.path("version").asText("?"));
    }
  }

  private void dispatch(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain, JsonNode message)
      throws IOException, ServletException {
    String version = request.getHeader(ModernMcp.VERSION_HEADER);
    if (modern != null && ModernMcp.concerns(version, message)) {
      modern.answer(request, response, message);
    } else if (version != null && !LEGACY.contains(version)) {
      Replies.rpcError(
          response,
          400,
          INVALID_REQUEST,
          "Bad Request: Unsupported protocol version: %s. Supported versions: %s"
              .formatted(version, String.join(", ", LEGACY)));
    } else {
      legacy(request, response, chain, message);
    }
  }

  private void legacy(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain, JsonNode message)
      throws IOException, ServletException {
    String method = message.path("method").asText();
    JsonNode id = message.get("id");
    if (id != null && !METHODS.contains(method)) {
      frame(response, Replies.rpcError(id, -32601, "Method not found: " + method, null));
      return;
    }
    String tool = message.path("params").path("name").asText();
    if (id != null && method.equals("tools/call") && !toolbox.has(tool)) {
      frame(response, Replies.rpcResult(id, ModernMcp.result(toolbox.unknown(tool))));
      return;
    }
    var captured = new CapturedResponse(response);
    chain.doFilter(request, captured);
    Exchange.of(request).rethrowTimeout();
    byte[] body = captured.body();
    if (captured.getStatus() >= 400) {
      frame(response, withoutTrace(id, body));
    } else if (body.length == 0) {
      response.setStatus(captured.getStatus());
    } else {
      frame(response, body);
    }
  }

  private static Map<String, Object> withoutTrace(@Nullable JsonNode id, byte[] body) {
    int code = -32603;
    String message = "Internal error";
    try {
      JsonNode error = Replies.JSON.readTree(body).path("jsonRpcError");
      code = error.path("code").asInt(code);
      message = error.path("message").asText(message);
    } catch (IOException e) {
      return Replies.rpcError(id, code, message, null);
    }
    return Replies.rpcError(id, code, message, null);
  }

  private static void frame(HttpServletResponse response, Object message) throws IOException {
    frame(response, Replies.JSON.writeValueAsBytes(message));
  }

  private static void frame(HttpServletResponse response, byte[] json) throws IOException {
    response.setHeader("Cache-Control", "no-cache, no-transform");
    String data = new String(json, StandardCharsets.UTF_8);
    Replies.bytes(
        response,
        200,
        "text/event-stream",
        ("event: message\r\ndata: " + data + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value.toLowerCase(Locale.ROOT);
  }
}
