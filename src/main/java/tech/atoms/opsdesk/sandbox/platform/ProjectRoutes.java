package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The project and its production alias. */
final class ProjectRoutes {
  private final PlatformState state;
  private final DeploymentJson json;
  private final String productionHost;

  ProjectRoutes(PlatformState state, DeploymentJson json, String productionHost) {
    this.state = state;
    this.json = json;
    this.productionHost = productionHost;
  }

  List<Route> all() {
    return List.of(
        Route.api("GET", "/projects", question -> projects()),
        Route.api("GET", "/projects/([^/]+)", this::project),
        Route.api("PATCH", "/projects/([^/]+)", this::change),
        Route.api("GET", "/projects/([^/]+)/custom-environments", this::environments),
        Route.api("GET", "/(?:now/)?aliases", question -> aliases()),
        Route.api("GET", "/deployments/([^/]+)/aliases", this::aliasesOf));
  }

  private Answer projects() {
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("count", 1);
    pagination.put("next", null);
    pagination.put("prev", null);
    return Answer.ok(Map.of("projects", List.of(projectJson(false)), "pagination", pagination));
  }

  private Answer project(Question question) {
    return question.ours(1)
        ? Answer.ok(projectJson(question.parameter("rollbackInfo").isPresent()))
        : Answer.noProject();
  }

  /** Says whether new deployments get production's domains; what else there is stays as it is. */
  private Answer change(Question question) {
    if (!question.ours(1)) {
      return Answer.noProject();
    }
    JsonNode assign = question.object().path("autoAssignCustomDomains");
    if (assign.isBoolean()) {
      state.pin(!assign.booleanValue());
    }
    return Answer.ok(projectJson(false));
  }

  /** There are none besides the usual three. */
  private Answer environments(Question question) {
    return question.ours(1) ? Answer.ok(Map.of("environments", List.of())) : Answer.noProject();
  }

  private Answer aliasesOf(Question question) {
    return state
        .find(question.part(1))
        .map(
            d -> {
              List<Map<String, Object>> aliases = new ArrayList<>();
              if (state.isLive(d)) {
                aliases.add(alias("als_production", productionHost, promoted(d)));
              }
              aliases.add(alias("als_" + d.id(), d.host(), d.createdAt().toEpochMilli()));
              return Answer.ok(Map.of("aliases", aliases));
            })
        .orElseGet(Answer::noDeployment);
  }

  private static Map<String, Object> alias(String id, String name, long created) {
    return Map.of("uid", id, "alias", name, "created", Instant.ofEpochMilli(created).toString());
  }

  private Map<String, Object> projectJson(boolean rollbackInfo) {
    Deployment live = state.live();
    List<Map<String, Object>> latest = new ArrayList<>();
    state.deployments().stream().limit(5).forEach(d -> latest.add(json.single(d, state.isLive(d))));
    Map<String, Object> project = new LinkedHashMap<>();
    project.put("id", PlatformState.PROJECT_ID);
    project.put("name", PlatformState.PROJECT_NAME);
    project.put("accountId", PlatformState.TEAM_ID);
    project.put("framework", "fastapi");
    project.put("nodeVersion", "22.x");
    project.put("rootDirectory", null);
    project.put(
        "link",
        Map.of(
            "type",
            "github",
            "org",
            "atoms",
            "repo",
            PlatformState.PROJECT_NAME,
            "repoId",
            DeploymentJson.REPOSITORY,
            "productionBranch",
            "main",
            "deployHooks",
            List.of()));
    project.put("targets", Map.of("production", json.single(live, true)));
    project.put("latestDeployments", latest);
    project.put(
        "alias",
        List.of(Map.of("domain", productionHost, "target", "PRODUCTION", "deployment", live.id())));
    project.put("autoAssignCustomDomains", !state.pinned());
    project.put("lastAliasRequest", rollbackInfo ? lastRequest() : null);
    project.put("rollingRelease", null);
    project.put("paused", false);
    project.put("live", true);
    project.put("updatedAt", promoted(live));
    return project;
  }

  private @Nullable Map<String, Object> lastRequest() {
    Move move = state.move();
    return move == null
        ? null
        : Map.of(
            "fromDeploymentId", move.from(),
            "toDeploymentId", move.to(),
            "jobStatus", move.status(),
            "requestedAt", move.at().toEpochMilli(),
            "type", move.type());
  }

  private Answer aliases() {
    Deployment live = state.live();
    Map<String, Object> alias = new LinkedHashMap<>();
    alias.put("uid", "als_production");
    alias.put("alias", productionHost);
    alias.put("created", Instant.ofEpochMilli(promoted(live)).toString());
    alias.put("createdAt", promoted(live));
    alias.put("updatedAt", promoted(live));
    alias.put("deploymentId", live.id());
    alias.put("projectId", PlatformState.PROJECT_ID);
    alias.put("deployment", Map.of("id", live.id(), "url", live.host()));
    alias.put("creator", Map.of("uid", AccountRoutes.USER_ID, "username", AccountRoutes.USER));
    alias.put("redirect", null);
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("count", 1);
    pagination.put("next", null);
    pagination.put("prev", null);
    return Answer.ok(Map.of("aliases", List.of(alias), "pagination", pagination));
  }

  private static long promoted(Deployment live) {
    Instant at = live.promotedAt();
    return (at == null ? live.createdAt() : at).toEpochMilli();
  }
}
