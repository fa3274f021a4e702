package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol generation of 2026-07-28: no handshake, every request names its version, in a header
 * and in its {@code _meta}. The SDK does not speak it yet. Safe on any thread.
 */
final class ModernMcp {
  static final String VERSION = "2026-07-28";
  static final String VERSION_HEADER = "MCP-Protocol-Version";
  static final String META = "io.modelcontextprotocol/";

  private static final int HEADER_MISMATCH = -32020;
  private static final int UNSUPPORTED_VERSION = -32022;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final long TTL_MILLIS = 60_000;

  private final Toolbox toolbox;
  private final String name;
  private final String version;

  ModernMcp(Toolbox toolbox, String name, String version) {
    this.toolbox = toolbox;
    this.name = name;
    this.version = version;
  }

  /** Whether a message is of this generation or a later one. */
  static boolean concerns(@Nullable String versionHeader, JsonNode message) {
    boolean later = versionHeader != null && versionHeader.compareTo(VERSION) >= 0;
    return later || versionInBody(message) != null;
  }

  private static @Nullable String versionInBody(JsonNode message) {
    return message.path("params").path("_meta").path(META + "protocolVersion").textValue();
  }

  /** Answers a message. */
  void answer(HttpServletRequest request, HttpServletResponse response, JsonNode message)
      throws IOException {
    JsonNode id = message.get("id");
    String method = message.path("method").asText();
    String asked = request.getHeader(VERSION_HEADER);
    String inBody = versionInBody(message);
    if (asked == null || !asked.equals(inBody)) {
      error(response, 400, id, HEADER_MISMATCH, VERSION_HEADER + " and _meta differ", null);
    } else if (!asked.equals(VERSION)) {
      error(
          response,
          400,
          id,
          UNSUPPORTED_VERSION,
          "Unsupported protocol version",
          Map.of("supported", List.of(VERSION), "requested", asked));
    } else if (!method.equals(request.getHeader("Mcp-Method"))) {
      error(response, 400, id, HEADER_MISMATCH, "Mcp-Method and method differ", null);
    } else if (id == null) {
      response.setStatus(202);
    } else {
      dispatch(request, response, id, method, message.path("params"));
    }
  }

  private void dispatch(
      HttpServletRequest request,
      HttpServletResponse response,
      JsonNode id,
      String method,
      JsonNode params)
      throws IOException {
    switch (method) {
      case "server/discover" -> result(response, id, discover());
      case "tools/list" -> result(response, id, list());
      case "tools/call" -> {
        String tool = params.path("name").asText();
        if (tool.equals(request.getHeader("Mcp-Name"))) {
          Map<String, Object> arguments =
              Replies.JSON.convertValue(
                  params.path("arguments").isObject()
                      ? params.path("arguments")
                      : Replies.JSON.createObjectNode(),
                  new TypeReference<Map<String, Object>>() {});
          result(
              response, id, result(toolbox.call(tool, arguments, Exchange.of(request).caller())));
        } else {
          error(response, 400, id, HEADER_MISMATCH, "Mcp-Name and name differ", null);
        }
      }
      default -> error(response, 404, id, METHOD_NOT_FOUND, "Method not found: " + method, null);
    }
  }

  private Map<String, Object> discover() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("supportedVersions", List.of(VERSION));
    result.put("capabilities", Map.of("tools", Map.of("listChanged", false)));
    result.put("ttlMs", TTL_MILLIS);
    result.put("cacheScope", "public");
    result.put("_meta", Map.of(META + "serverInfo", Map.of("name", name, "version", version)));
    return result;
  }

  private Map<String, Object> list() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(
        "tools",
        toolbox.tools().stream()
            .map(
                tool -> {
                  Map<String, Object> shown = new LinkedHashMap<>();
                  shown.put("name", tool.name());
                  shown.put("description", tool.description());
                  shown.put("inputSchema", tool.schemaMap());
                  return shown;
                })
            .toList());
    result.put("ttlMs", TTL_MILLIS);
    result.put("cacheScope", "private");
    return result;
  }

  /** The members of a tool's result that both generations share. */
  static Map<String, Object> result(Toolbox.Outcome outcome) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("content", List.of(Map.of("type", "text", "text", outcome.text())));
    if (!outcome.error()) {
      result.put("structuredContent", outcome.structured());
    }
    result.put("isError", outcome.error());
    return result;
  }

  private static void result(HttpServletResponse response, JsonNode id, Map<String, Object> result)
      throws IOException {
    Map<String, Object> complete = new LinkedHashMap<>();
    complete.put("resultType", "complete");
    complete.putAll(result);
    Replies.json(response, 200, Replies.rpcResult(id, complete));
  }

  private static void error(
      HttpServletResponse response,
      int status,
      @Nullable JsonNode id,
      int code,
      String message,
      @Nullable Object data)
      throws IOException {
    Replies.json(response, status, Replies.rpcError(id, code, message, data));
  }
}
