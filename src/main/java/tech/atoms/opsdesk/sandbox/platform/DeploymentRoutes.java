package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Lists deployments and shows one. */
final class DeploymentRoutes {
  private static final long USUAL_LIMIT = 20;
  private static final long LARGEST_LIMIT = 100;

  private final PlatformState state;
  private final DeploymentJson json;

  DeploymentRoutes(PlatformState state, DeploymentJson json) {
    this.state = state;
    this.json = json;
  }

  List<Route> all() {
    return List.of(
        Route.api("GET", "/deployments", this::list),
        Route.api("GET", "/deployments/([^/]+)", this::one),
        Route.own("PATCH", "/sandbox/deployment", this::change));
  }

  private Answer list(Question question) {
    long limit = question.number("limit").orElse(USUAL_LIMIT);
    if (limit < 1 || limit > LARGEST_LIMIT) {
      throw new Question.BadRequest(
          "Invalid query parameter limit: should be 1 to " + LARGEST_LIMIT);
    }
    List<Deployment> matching = state.deployments().stream().filter(wanted(question)).toList();
    List<Deployment> page = matching.stream().limit(limit).toList();
    List<Map<String, Object>> shown = new ArrayList<>();
    page.forEach(d -> shown.add(json.listed(d, state.isLive(d))));
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("count", page.size());
    pagination.put(
        "next", matching.size() > page.size() ? page.getLast().createdAt().toEpochMilli() : null);
    pagination.put("prev", page.isEmpty() ? null : page.getFirst().createdAt().toEpochMilli());
    return Answer.ok(Map.of("deployments", shown, "pagination", pagination));
  }

  private Predicate<Deployment> wanted(Question question) {
    Predicate<Deployment> wanted = d -> true;
    for (String name : List.of("projectId", "app")) {
      wanted =
          question
              .parameter(name)
              .map(PlatformState::isProject)
              .map(ours -> (Predicate<Deployment>) d -> ours)
              .orElse(d -> true)
              .and(wanted);
    }
    return wanted
        .and(d -> question.number("until").map(t -> millis(d) < t).orElse(true))
        .and(d -> question.number("since").map(t -> millis(d) > t).orElse(true))
        .and(d -> question.list("state").map(s -> s.contains(d.state())).orElse(true))
        .and(d -> question.parameter("sha").map(s -> s.equals(d.commit())).orElse(true))
        .and(d -> question.parameter("target").map(t -> t.equals(target(d))).orElse(true))
        .and(
            d ->
                question
                    .parameter("rollbackCandidate")
                    .map(c -> c.equals("true") == (d.promotedAt() != null && !state.isLive(d)))
                    .orElse(true));
  }

  private static String target(Deployment d) {
    String target = d.target();
    return target == null ? "preview" : target;
  }

  private static long millis(Deployment d) {
    return d.createdAt().toEpochMilli();
  }

  /** Not the platform's: makes the live deployment other than it should be, and whole again. */
  private Answer change(Question question) {
    JsonNode body = question.object();
    Deployment live = state.live();
    Deployment changed =
        live.with(
            body.path("state").asText(live.state()),
            body.path("commit").asText(live.commit()),
            body.path("source").isTextual() ? body.path("source").asText() : live.source());
    state.change(live.id(), was -> changed);
    return Answer.ok(json.single(changed, true));
  }

  private Answer one(Question question) {
    String id = URLDecoder.decode(question.part(1), StandardCharsets.UTF_8);
    return (json.isProduction(id) ? Optional.of(state.live()) : state.find(id))
        .map(d -> Answer.ok(json.single(d, state.isLive(d))))
        .orElseGet(Answer::noDeployment);
  }
}
