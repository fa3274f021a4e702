package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One event of a build.
 *
 * @param id names it; empty where the platform does not
 * @param at when
 * @param type command, stdout, stderr, exit, deployment-state …
 * @param level error or warning; empty for all others
 * @param text as it was written; may be empty
 * @param state the deployment's state, of an event that tells it; else empty
 */
public record BuildLine(
    String id, Instant at, String type, String level, String text, String state) {

  /** Both shapes: flat, and with a payload. */
  static BuildLine read(JsonNode json) {
    JsonNode payload = json.path("payload").isObject() ? json.path("payload") : json;
    long at = payload.path("date").asLong(json.path("created").asLong(json.path("date").asLong()));
    JsonNode info = payload.path("info");
    return new BuildLine(
        Deployments.text(payload, List.of("id", "serial")),
        Instant.ofEpochMilli(at),
        json.path("type").asText(payload.path("type").asText("")),
        Deployments.text(payload, List.of("level")),
        payload.path("text").asText(""),
        info.path("readyState").asText(payload.path("readyState").asText("")));
  }

  /** Whether no further line comes: the deployment is ready, or will never be. */
  public boolean isLast() {
    return List.of("READY", "ERROR", "CANCELED").contains(state);
  }
}
