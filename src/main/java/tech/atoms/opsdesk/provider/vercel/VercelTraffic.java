package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.HttpFailure;

/**
 * Lists deployments, tells where production's traffic goes, and moves it. Only workflows move it.
 * Blocks; safe on any thread.
 */
public final class VercelTraffic implements AutoCloseable {
  private static final int PAGE = 100;

  private final VercelApi api;
  private volatile String projectId = "";

  /**
   * Creates it; nothing is opened yet.
   *
   * @param settings where the API is, and which project
   * @param secrets resolves the token, at each use
   * @param deadline of each request
   */
  public VercelTraffic(PlatformSettings settings, SecretResolver secrets, Duration deadline) {
    this(new VercelApi(settings, secrets, deadline));
  }

  VercelTraffic(VercelApi api) {
    this.api = api;
  }

  /**
   * The project's deployments, newest first.
   *
   * @param most how many at most; pages are followed up to it
   * @throws HttpFailure where the platform does not answer, or refuses
   */
  public List<Listed> deployments(int most) {
    List<Listed> all = new ArrayList<>();
    String project = VercelApi.encoded(traffic().projectId());
    String until = "";
    while (all.size() < most) {
      int limit = Math.min(PAGE, most - all.size());
      JsonNode page =
          api.get(Paths.DEPLOYMENTS, "projectId=" + project + "&limit=" + limit + until);
      page.path("deployments").forEach(one -> all.add(listed(one)));
      JsonNode next = page.path("pagination").path("next");
      if (!next.isNumber() || page.path("deployments").isEmpty()) {
        break;
      }
      until = "&until=" + next.asLong();
    }
    return List.copyOf(all);
  }

  /**
   * Where production's traffic goes now.
   *
   * @throws HttpFailure where the platform does not answer, or refuses
   */
  public Traffic traffic() {
    JsonNode project = api.get(Paths.PROJECTS + api.project(), "rollbackInfo=true");
    projectId = project.path("id").asText("");
    return new Traffic(
        projectId,
        project.path("targets").path("production").path("id").asText(""),
        project.has("autoAssignCustomDomains")
            && !project.path("autoAssignCustomDomains").asBoolean(true),
        request(project.path("lastAliasRequest")));
  }

  /**
   * Asks for an instant rollback: no build, the domains are pointed to a deployment that has served
   * before. The platform answers when it has taken the request, not when it is done: see {@link
   * #traffic}.
   *
   * @param deployment its id
   * @throws HttpFailure where it was refused (kind STATUS), or where nobody knows whether it was
   *     taken (every other kind)
   */
  public void rollBack(String deployment) {
    move(Paths.ROLL_BACK_IN, "rollback", deployment);
  }

  /**
   * Asks for production's traffic to go to a deployment that was built for production; ends the pin
   * of a rollback. As {@link #rollBack} in all else.
   */
  public void promote(String deployment) {
    move(Paths.PROMOTE_IN, "promote", deployment);
  }

  private void move(String path, String operation, String deployment) {
    // Read before, mostly: where reading fails now, nobody could tell that nothing was sent.
    String id = projectId;
    String project = VercelApi.encoded(id.isEmpty() ? traffic().projectId() : id);
    api.change(
        "POST", path + project + "/" + operation + "/" + VercelApi.encoded(deployment), "", "{}");
  }

  /**
   * Says whether new deployments get production's domains by themselves.
   *
   * @param pinned whether they do not
   * @throws HttpFailure as {@link #rollBack}
   */
  public void pin(boolean pinned) {
    api.change(
        "PATCH",
        Paths.PROJECTS + api.project(),
        "",
        "{\"autoAssignCustomDomains\":" + !pinned + "}");
  }

  /**
   * The names that a change of traffic did not move.
   *
   * @param type promote or rollback
   * @throws HttpFailure where the platform does not answer, or does not tell it
   */
  public List<String> failedAliases(String type) {
    JsonNode answer =
        api.get(
            Paths.PROJECTS + api.project() + "/" + type + "/aliases", "failedOnly=true&limit=20");
    List<String> failed = new ArrayList<>();
    for (JsonNode one : answer.path("aliases")) {
      JsonNode alias = one.path("alias");
      failed.add(alias.isTextual() ? alias.asText() : alias.path("alias").asText(""));
    }
    return List.copyOf(failed);
  }

  @Override
  public void close() {
    api.close();
  }

  private static Listed listed(JsonNode one) {
    String target = one.path("target").asText("");
    return new Listed(
        Deployments.read(one),
        Deployments.text(one, List.of("readyState", "state", "status")),
        target.isEmpty() || target.equals("null") ? "preview" : target,
        Deployments.text(one, List.of("errorMessage", "readyStateReason")));
  }

  private static Traffic.@Nullable Request request(JsonNode request) {
    if (!request.isObject()) {
      return null;
    }
    JsonNode at = request.path("requestedAt");
    JsonNode from = request.path("fromDeploymentId");
    return new Traffic.Request(
        request.path("type").asText(""),
        from.isTextual() ? from.asText() : "",
        request.path("toDeploymentId").asText(""),
        request.path("jobStatus").asText(""),
        at.isNumber() ? Instant.ofEpochMilli(at.asLong()) : null);
  }
}
