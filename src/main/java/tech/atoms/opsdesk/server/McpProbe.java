package tech.atoms.opsdesk.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.server.Mcp.Era;
import tech.atoms.opsdesk.server.Mcp.Outcome;

/**
 * Looks at an MCP endpoint the way a client would: finds the generation, agrees on a version, lists
 * the tools. Calls no tool. Keeps the one session that a stateful server gives it and ends it when
 * closed: a session left behind by every look would fill the server it watches.
 */
final class McpProbe implements AutoCloseable {
  private static final String MODERN_VERSION = "2026-07-28";
  private static final String LEGACY_VERSION = "2025-11-25";
  private static final String VERSION = "MCP-Protocol-Version";
  private static final String SESSION = "Mcp-Session-Id";
  private static final Duration LAST_WORD = Duration.ofMillis(700);
  private static final int MOST_PAGES = 20;

  private final McpWire wire;
  private final Supplier<@Nullable Secret> token;
  private final InstantSource clock;

  private @Nullable Era era;
  private @Nullable String version;
  private @Nullable String serverName;
  private @Nullable String serverVersion;
  private boolean initialized;
  private volatile @Nullable String session;

  McpProbe(McpWire wire, Supplier<@Nullable Secret> token, InstantSource clock) {
    this.wire = wire;
    this.token = token;
    this.clock = clock;
  }

  /** Looks once. One call at a time. */
  Mcp read() {
    Secret secret = token.get();
    try {
      return look(secret);
    } catch (SessionLost lost) {
      forget();
    }
    try {
      return look(secret);
    } catch (SessionLost again) {
      throw wire.unexpected(again.reply, "A new session");
    }
  }

  /** Asks for a sign of life; only the older generation knows it. */
  @Nullable Duration ping() {
    if (era != Era.LEGACY || !initialized) {
      return null;
    }
    McpWire.Reply reply = wire.request("ping", null, headers(token.get(), "ping"));
    if (reply.result() == null) {
      throw wire.unexpected(reply, "ping");
    }
    return reply.answer().took();
  }

  /** Calls a tool; after {@link #read} has listed it. */
  McpCall call(String tool, ObjectNode arguments) {
    ObjectNode params =
        era == Era.MODERN ? modernParams(versionOr(MODERN_VERSION)) : McpWire.params();
    params.put("name", tool);
    params.set("arguments", arguments);
    Map<String, String> headers = headers(token.get(), "tools/call");
    if (era == Era.MODERN) {
      headers.put("Mcp-Name", tool);
    }
    McpWire.Reply reply = wire.request("tools/call", params, headers);
    JsonNode result = reply.result();
    JsonNode error = reply.error();
    boolean refused = result == null || result.path("isError").asBoolean();
    return new McpCall(
        tool,
        !refused,
        reply.answer().took(),
        !refused
            ? "answered"
            : error != null ? error.path("message").asText("refused") : Instead.of(reply));
  }

  @Override
  public void close() {
    if (session != null) {
      try {
        wire.end(headers(token.get(), "DELETE"), LAST_WORD);
      } catch (RuntimeException gone) {
        // The server ends it by its own time-out.
      }
      session = null;
    }
  }

  private Mcp look(@Nullable Secret secret) {
    if (era == null) {
      Mcp early = detect(secret);
      if (early != null) {
        return early;
      }
    }
    if (era == Era.LEGACY && !initialized) {
      Mcp early = initialize(secret);
      if (early != null) {
        return early;
      }
    }
    return list(secret);
  }

  private @Nullable Mcp detect(@Nullable Secret secret) {
    Map<String, String> headers = authorization(secret);
    headers.put(VERSION, MODERN_VERSION);
    headers.put("Mcp-Method", "server/discover");
    McpWire.Reply reply = wire.request("server/discover", modernParams(MODERN_VERSION), headers);
    Mcp early = early(reply, secret);
    if (early != null) {
      return early;
    }
    JsonNode result = reply.result();
    int code = reply.error() == null ? 0 : reply.error().path("code").asInt();
    if (result != null && result.has("supportedVersions")) {
      modern(result.path("supportedVersions"));
      JsonNode info = result.path("_meta").path("io.modelcontextprotocol/serverInfo");
      remember(info);
    } else if (code <= -32020 && code >= -32022) {
      modern(reply.error() == null ? null : reply.error().path("data").path("supported"));
    } else if (reply.status() >= 500) {
      throw wire.unexpected(reply, "server/discover");
    } else {
      era = Era.LEGACY;
    }
    return null;
  }

  private void modern(@Nullable JsonNode supported) {
    era = Era.MODERN;
    version = MODERN_VERSION;
    if (supported != null && supported.isArray() && !supported.isEmpty()) {
      boolean ours = false;
      for (JsonNode one : supported) {
        ours |= one.asText().equals(MODERN_VERSION);
      }
      version = ours ? MODERN_VERSION : supported.get(0).asText();
    }
  }

  private @Nullable Mcp initialize(@Nullable Secret secret) {
    ObjectNode params = McpWire.params();
    params.put("protocolVersion", LEGACY_VERSION);
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "atoms-opsdesk").put("version", "1");
    McpWire.Reply reply = wire.request("initialize", params, authorization(secret));
    Mcp early = early(reply, secret);
    if (early != null) {
      return early;
    }
    JsonNode result = reply.result();
    if (result == null || !reply.answer().isSuccess()) {
      throw wire.unexpected(reply, "initialize");
    }
    session = reply.answer().header(SESSION);
    version = result.path("protocolVersion").asText(LEGACY_VERSION);
    remember(result.path("serverInfo"));
    initialized = true;
    Answer noted =
        wire.notify("notifications/initialized", headers(secret, "notifications/initialized"));
    if (noted.status() >= 500) {
      throw wire.unexpected(new McpWire.Reply(noted, null), "notifications/initialized");
    }
    return null;
  }

  private Mcp list(@Nullable Secret secret) {
    List<String> tools = new ArrayList<>();
    Map<String, String> definitions = new HashMap<>();
    Duration took = null;
    String cursor = null;
    McpWire.Reply reply;
    int page = 0;
    do {
      ObjectNode params =
          era == Era.MODERN ? modernParams(versionOr(MODERN_VERSION)) : McpWire.params();
      if (cursor != null) {
        params.put("cursor", cursor);
      }
      reply = wire.request("tools/list", params, headers(secret, "tools/list"));
      Mcp early = early(reply, secret);
      if (early != null) {
        return early;
      }
      JsonNode result = reply.result();
      if (result == null) {
        throw lostOr(reply);
      }
      // The first page is what the baseline speaks of.
      took = took == null ? reply.answer().took() : took;
      for (JsonNode tool : result.path("tools")) {
        String name = tool.path("name").asText();
        tools.add(name);
        definitions.put(name, tool.toString());
      }
      String next = result.path("nextCursor").asText("");
      cursor = next.isEmpty() || next.equals(cursor) ? null : next;
    } while (cursor != null && ++page < MOST_PAGES);
    return mcp(Outcome.LISTED, took, tools, definitions, null, reply.answer());
  }

  private RuntimeException lostOr(McpWire.Reply reply) {
    boolean maybeSession =
        reply.status() == 404
            || (reply.status() == 400
                && reply.answer().body().toLowerCase(java.util.Locale.ROOT).contains("session"));
    if (era == Era.LEGACY && maybeSession) {
      return new SessionLost(reply);
    }
    if (reply.status() == 404 || reply.status() == 400) {
      // Another program may have been deployed here since.
      era = null;
      initialized = false;
    }
    return wire.unexpected(reply, "tools/list");
  }

  private @Nullable Mcp early(McpWire.Reply reply, @Nullable Secret secret) {
    int status = reply.status();
    if (status == 401 || status == 403) {
      URI metadata = Challenge.resourceMetadata(reply.answer().header("WWW-Authenticate"));
      Outcome outcome = secret == null ? Outcome.SIGN_IN_REQUIRED : Outcome.TOKEN_REFUSED;
      return mcp(outcome, null, List.of(), Map.of(), metadata, reply.answer());
    }
    return status == 429
        ? mcp(Outcome.RATE_LIMITED, null, List.of(), Map.of(), null, reply.answer())
        : null;
  }

  private Mcp mcp(
      Outcome outcome,
      @Nullable Duration took,
      List<String> tools,
      Map<String, String> definitions,
      @Nullable URI metadata,
      Answer answer) {
    Instant at = clock.instant();
    return new Mcp(
        at,
        outcome,
        took,
        era,
        version,
        serverName,
        serverVersion,
        tools,
        definitions,
        session != null,
        metadata,
        answer.headers(),
        outcome == Outcome.RATE_LIMITED ? answer.retryAfter() : null);
  }

  private Map<String, String> headers(@Nullable Secret secret, String method) {
    Map<String, String> headers = authorization(secret);
    if (era == Era.MODERN) {
      headers.put(VERSION, versionOr(MODERN_VERSION));
      headers.put("Mcp-Method", method);
    } else if (version != null) {
      headers.put(VERSION, version);
    }
    String kept = session;
    if (kept != null) {
      headers.put(SESSION, kept);
    }
    return headers;
  }

  private static Map<String, String> authorization(@Nullable Secret secret) {
    Map<String, String> headers = new HashMap<>();
    if (secret != null) {
      headers.put("Authorization", "Bearer " + secret.reveal());
    }
    return headers;
  }

  private static ObjectNode modernParams(String version) {
    ObjectNode params = McpWire.params();
    ObjectNode meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", version);
    meta.putObject("io.modelcontextprotocol/clientInfo")
        .put("name", "atoms-opsdesk")
        .put("version", "1");
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    return params;
  }

  private String versionOr(String other) {
    return version == null ? other : version;
  }

  private void remember(JsonNode info) {
    serverName = info.path("name").asText(null);
    serverVersion = info.path("version").asText(null);
  }

  private void forget() {
    initialized = false;
    session = null;
    version = null;
  }

  /** The server no longer knows the session, or wants one. */
  private static final class SessionLost extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient McpWire.Reply reply;

    SessionLost(McpWire.Reply reply) {
      super("session lost", null, false, false);
      this.reply = reply;
    }
  }
}
