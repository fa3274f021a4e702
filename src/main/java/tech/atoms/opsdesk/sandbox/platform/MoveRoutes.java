package tech.atoms.opsdesk.sandbox.platform;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moves production's traffic: promote and instant rollback. Taken at once, done a little later. */
final class MoveRoutes {
  private final PlatformState state;
  private final Traffic traffic;
  private final InstantSource clock;
  private final String productionHost;

  MoveRoutes(PlatformState state, Traffic traffic, InstantSource clock, String productionHost) {
    this.state = state;
    this.traffic = traffic;
    this.clock = clock;
    this.productionHost = productionHost;
  }

  List<Route> all() {
    return List.of(
        Route.api("POST", "/projects/([^/]+)/rollback/([^/]+)", q -> move("rollback", q)),
        Route.api("POST", "/projects/([^/]+)/promote/([^/]+)", q -> move("promote", q)),
        Route.api("GET", "/projects/([^/]+)/(rollback|promote)/aliases", this::aliases));
  }

  private Answer move(String type, Question question) {
    if (!question.ours(1)) {
      return Answer.noProject();
    }
    Deployment to = state.find(question.part(2)).orElse(null);
    Answer refusal = refusal(type, to);
    if (refusal != null || to == null) {
      return refusal == null ? Answer.noDeployment() : refusal;
    }
    Move move = new Move(type, state.live().id(), to.id(), "pending", clock.instant());
    if (!state.begin(move)) {
      return Answer.error(
          409, "conflict", "Another request to move production traffic is in progress");
    }
    traffic.begin(move, to);
    return Answer.taken();
  }

  private static @Nullable Answer refusal(String type, @Nullable Deployment to) {
    if (to == null) {
      return Answer.noDeployment();
    }
    if (!to.ready() || to.target() == null) {
      return Answer.error(
          422,
          "unprocessable_entity",
          "The deployment is not a production deployment that is ready");
    }
    if (type.equals("rollback") && to.promotedAt() == null) {
      return Answer.error(
          422, "unprocessable_entity", "The deployment has never served production traffic");
    }
    return null;
  }

  /** What the newest move of a kind did to production's one name. */
  private Answer aliases(Question question) {
    if (!question.ours(1)) {
      return Answer.noProject();
    }
    Move move = state.move();
    boolean failedOnly = question.parameter("failedOnly").filter("true"::equals).isPresent();
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("next", null);
    pagination.put("prev", null);
    List<Map<String, Object>> aliases = List.of();
    if (move != null
        && move.type().equals(question.part(2))
        && (!failedOnly || move.status().equals("failed"))) {
      String status = move.status().equals("succeeded") ? "completed" : move.status();
      aliases =
          List.of(
              Map.of(
                  "id",
                  "als_production",
                  "status",
                  status,
                  "alias",
                  Map.of("alias", productionHost, "deploymentId", state.live().id())));
    }
    pagination.put("count", aliases.size());
    return Answer.ok(Map.of("aliases", aliases, "pagination", pagination));
  }
}
