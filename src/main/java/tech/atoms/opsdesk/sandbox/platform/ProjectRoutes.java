package tech.atoms.opsdesk.sandbox.platform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The project, its production alias, and who is asking. */
final class ProjectRoutes {
  private static final String USER_ID = "usr_releasemanager";

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
        Route.api("GET", "/user", question -> user()),
        Route.api("GET", "/projects", question -> projects()),
        Route.api("GET", "/projects/([^/]+)", this::project),
        Route.api("GET", "/aliases", question -> aliases()));
  }

  private static Answer user() {
    return Answer.ok(
        Map.of(
            "user",
            Map.of(
                "id", USER_ID,
                "username", "release-manager",
                "email", "release-manager@atoms.example",
                "name", "Release manager",
                "version", "northstar",
                "defaultTeamId", PlatformState.TEAM_ID)));
  }

  private Answer projects() {
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("count", 1);
    pagination.put("next", null);
    pagination.put("prev", null);
    return Answer.ok(Map.of("projects", List.of(projectJson(false)), "pagination", pagination));
  }

  private Answer project(Question question) {
    String asked = question.part(1);
    return asked.equals(PlatformState.PROJECT_ID) || asked.equals(PlatformState.PROJECT_NAME)
        ? Answer.ok(projectJson(question.parameter("rollbackInfo").isPresent()))
        : Answer.error(404, "not_found", "Project not found");
  }

  private Map<String, Object> projectJson(boolean rollbackInfo) {
    Deployment live = state.live();
    List<Map<String, Object>> latest = new ArrayList<>();
    state.deployments().stream().limit(5).forEach(d -> latest.add(json.single(d, d.equals(live))));
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
            510_221_004,
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
    alias.put("creator", Map.of("uid", USER_ID, "username", "release-manager"));
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
