package tech.atoms.opsdesk.sandbox.platform;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is asking, and for which team. */
final class AccountRoutes {
  static final String USER_ID = "usr_releasemanager";
  static final String USER = "release-manager";
  private static final Instant SINCE = Instant.parse("2025-09-01T08:00:00Z");

  private AccountRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.api("GET", "/user", question -> user()),
        Route.api("GET", "/teams", question -> teams()),
        Route.api("GET", "/teams/([^/]+)", AccountRoutes::team));
  }

  private static Answer user() {
    return Answer.ok(
        Map.of(
            "user",
            Map.of(
                "id",
                USER_ID,
                "username",
                USER,
                "email",
                USER + "@atoms.example",
                "name",
                "Release manager",
                "version",
                "northstar",
                "defaultTeamId",
                PlatformState.TEAM_ID)));
  }

  private static Answer teams() {
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("count", 1);
    pagination.put("next", null);
    pagination.put("prev", null);
    return Answer.ok(Map.of("teams", List.of(teamJson()), "pagination", pagination));
  }

  private static Answer team(Question question) {
    return List.of(PlatformState.TEAM_ID, PlatformState.TEAM_SLUG).contains(question.part(1))
        ? Answer.ok(teamJson())
        : Answer.error(404, "not_found", "Team not found");
  }

  private static Map<String, Object> teamJson() {
    Map<String, Object> team = new LinkedHashMap<>();
    team.put("id", PlatformState.TEAM_ID);
    team.put("slug", PlatformState.TEAM_SLUG);
    team.put("name", PlatformState.TEAM_NAME);
    team.put("createdAt", SINCE.toEpochMilli());
    team.put("created", SINCE.toString());
    team.put("avatar", null);
    team.put(
        "membership",
        Map.of(
            "role",
            "OWNER",
            "confirmed",
            true,
            "uid",
            USER_ID,
            "teamId",
            PlatformState.TEAM_ID,
            "created",
            SINCE.toEpochMilli()));
    team.put("billing", Map.of("plan", "pro", "period", Map.of("start", 0, "end", 0)));
    team.put("limited", false);
    return team;
  }
}
