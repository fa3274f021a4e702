package tech.atoms.opsdesk.server;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.PleaseWait;

/**
 * One look at the MCP endpoint.
 *
 * @param at when
 * @param outcome how far it went
 * @param took how long listing the tools took; null where they were not listed
 * @param era which generation of the protocol it speaks; null: not known without signing in
 * @param protocolVersion as agreed; null: not known
 * @param serverName its own name; null: not provided
 * @param serverVersion its own version; null: not provided
 * @param tools names of its tools; empty where they were not listed
 * @param definitions each tool as it was listed, JSON text by name
 * @param session whether it keeps a session for the desk
 * @param resourceMetadata where its 401 points to; null: nowhere, or no 401
 * @param headers of the last answer, by name in any case
 * @param pause how long the endpoint asks to be left alone; null where it does not
 */
public record Mcp(
    Instant at,
    Outcome outcome,
    @Nullable Duration took,
    @Nullable Era era,
    @Nullable String protocolVersion,
    @Nullable String serverName,
    @Nullable String serverVersion,
    List<String> tools,
    Map<String, String> definitions,
    boolean session,
    @Nullable URI resourceMetadata,
    Map<String, String> headers,
    @Nullable Duration pause)
    implements PleaseWait {

  /** Copies the collections. */
  public Mcp {
    tools = List.copyOf(tools);
    definitions = Map.copyOf(definitions);
    headers = Health.anyCase(headers);
  }

  /** A look whose tools are known by name alone. */
  public Mcp(
      Instant at,
      Outcome outcome,
      @Nullable Duration took,
      @Nullable Era era,
      @Nullable String protocolVersion,
      @Nullable String serverName,
      @Nullable String serverVersion,
      List<String> tools,
      boolean session,
      @Nullable URI resourceMetadata,
      Map<String, String> headers,
      @Nullable Duration pause) {
    this(
        at,
        outcome,
        took,
        era,
        protocolVersion,
        serverName,
        serverVersion,
        tools,
        Map.of(),
        session,
        resourceMetadata,
        headers,
        pause);
  }

  /** How far a look went. Each of them means that the endpoint is up. */
  public enum Outcome {
    /** The tools were listed. */
    LISTED,
    /** 401, and the desk has no token: that is how it should be. */
    SIGN_IN_REQUIRED,
    /** 401 or 403, though the desk sent its token. */
    TOKEN_REFUSED,
    /** 429: the desk itself is being limited. */
    RATE_LIMITED
  }

  /** Generations of the protocol. */
  public enum Era {
    /** Up to 2025-11-25: initialize first. */
    LEGACY,
    /** From 2026-07-28 on: every request stands alone. */
    MODERN
  }
}
