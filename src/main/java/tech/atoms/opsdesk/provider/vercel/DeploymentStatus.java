package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a deployment stands. Texts are empty where the platform does not tell.
 *
 * @param deployment what it is
 * @param host its own host name, without scheme
 * @param state QUEUED, INITIALIZING, BUILDING, READY, ERROR, CANCELED, BLOCKED, DELETED
 * @param target production, staging or preview
 * @param error why it failed
 * @param meta what its creator wrote to it
 */
public record DeploymentStatus(
    Deployment deployment,
    String host,
    String state,
    String target,
    String error,
    Map<String, String> meta) {
  private static final Set<String> ENDED = Set.of("ERROR", "CANCELED", "BLOCKED", "DELETED");

  /** Copies the map. */
  public DeploymentStatus {
    meta = Map.copyOf(meta);
  }

  static DeploymentStatus read(JsonNode json) {
    Map<String, String> meta = new LinkedHashMap<>();
    json.path("meta").properties().forEach(one -> meta.put(one.getKey(), one.getValue().asText()));
    String target = json.path("target").asText("");
    JsonNode aliasError = json.path("aliasError").path("message");
    String error = Deployments.text(json, List.of("errorMessage", "readyStateReason", "errorCode"));
    return new DeploymentStatus(
        Deployments.read(json),
        json.path("url").asText(""),
        Deployments.text(json, List.of("readyState", "status", "state")),
        target.isEmpty() || target.equals("null") ? "preview" : target,
        error.isEmpty() || error.equals("null") ? aliasError.asText("") : error,
        meta);
  }

  /** Its id, {@code dpl_…}. */
  public String id() {
    return deployment.id();
  }

  /** Whether it is built and can serve. */
  public boolean isReady() {
    return state.equals("READY");
  }

  /** Whether it will never be ready. */
  public boolean hasFailed() {
    return ENDED.contains(state) || state.endsWith("_ERROR");
  }
}
