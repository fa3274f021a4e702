package tech.atoms.opsdesk.server;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the MCP endpoint answers to a browser's question before a request from another origin.
 *
 * @param at when
 * @param took from sending to the last byte
 * @param statusCode of HTTP
 * @param allowOrigin {@code Access-Control-Allow-Origin}; null: not sent
 * @param allowMethods {@code Access-Control-Allow-Methods}; null: not sent
 */
public record Cors(
    Instant at,
    Duration took,
    int statusCode,
    @Nullable String allowOrigin,
    @Nullable String allowMethods) {}
