package tech.atoms.opsdesk.sandbox.platform;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves production's traffic: promote and instant rollback. Taken at once, done a little later. */
final class MoveRoutes {
  private static final Logger log = LoggerFactory.getLogger(MoveRoutes.class);

  /** Pointing the domains elsewhere takes the platform about a second. */
  private static final Duration TAKES = Duration.ofMillis(600);

  private final PlatformState state;
  private final Servers servers;
  private final InstantSource clock;

  MoveRoutes(PlatformState state, Servers servers, InstantSource clock) {
    this.state = state;
    this.servers = servers;
    this.clock = clock;
  }

  List<Route> all() {
    return List.of(
        Route.api("POST", "/projects/([^/]+)/rollback/([^/]+)", q -> move("rollback", q)),
        Route.api("POST", "/projects/([^/]+)/promote/([^/]+)", q -> move("promote", q)));
  }

  private Answer move(String type, Question question) {
    String project = question.part(1);
    if (!List.of(PlatformState.PROJECT_ID, PlatformState.PROJECT_NAME).contains(project)) {
      return Answer.error(404, "not_found", "Project not found");
    }
    Deployment to = state.find(question.part(2)).orElse(null);
    Answer refusal = refusal(type, to);
    if (refusal != null || to == null) {
      return refusal == null
          ? Answer.error(404, "not_found", "The deployment could not be found")
          : refusal;
    }
    Move move = new Move(type, state.live().id(), to.id(), "in-progress", clock.instant());
    if (!state.begin(move)) {
      return Answer.error(
          409, "conflict", "Another request to move production traffic is in progress");
    }
    Thread.ofVirtual().name("platform-move").start(() -> carryOut(move, to));
    return new Answer(201, Map.of());
  }

  private @Nullable Answer refusal(String type, @Nullable Deployment to) {
    if (to == null) {
      return Answer.error(404, "not_found", "The deployment could not be found");
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

  private void carryOut(Move move, Deployment to) {
    try {
      Thread.sleep(TAKES);
      servers.serve(to.version(), to.commit());
      state.finish(move, clock.instant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("Traffic was not moved to {}", to.id(), e);
      state.fail(move);
    }
  }
}
