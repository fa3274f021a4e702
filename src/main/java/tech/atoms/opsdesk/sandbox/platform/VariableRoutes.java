package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** The project's environment variables: list, read, set, change, remove. */
final class VariableRoutes {
  private static final Set<String> TYPES = Set.of("plain", "encrypted", "sensitive");
  private static final Set<String> TARGETS = Set.of("production", "preview", "development");

  private final PlatformState state;
  private final Faults faults;
  private final InstantSource clock;

  VariableRoutes(PlatformState state, Faults faults, InstantSource clock) {
    this.state = state;
    this.faults = faults;
    this.clock = clock;
  }

  List<Route> all() {
    String all = "/projects/([^/]+)/env";
    String one = all + "/([^/]+)";
    return List.of(
        Route.api("GET", all, ours(this::list)),
        Route.api("GET", "/env/pull/([^/]+)/?([^/]*)(?:/[^/]+)?", this::pull),
        Route.api("GET", one, ours(this::one)),
        Route.api("POST", all, ours(this::create)),
        Route.api("PATCH", one, ours(this::change)),
        Route.api("DELETE", one, ours(this::remove)));
  }

  private static Function<Question, Answer> ours(Function<Question, Answer> answer) {
    return question -> question.ours(1) ? answer.apply(question) : Answer.noProject();
  }

  private Answer list(Question question) {
    boolean decrypt = question.parameter("decrypt").filter("true"::equals).isPresent();
    List<Map<String, Object>> shown =
        state.variables().stream()
            .filter(v -> question.parameter("target").map(v.target()::contains).orElse(true))
            .map(v -> json(v, decrypt))
            .toList();
    return Answer.ok(Map.of("envs", shown));
  }

  /**
   * What a target, or a deployment, sees. Of a sensitive variable only the name: the command line
   * writes a mark in place of its value.
   */
  private Answer pull(Question question) {
    Deployment deployment = state.find(question.part(1)).orElse(null);
    if (deployment == null && !question.ours(1)) {
      return Answer.noProject();
    }
    String target = question.part(2).isEmpty() ? "development" : question.part(2);
    if (deployment != null) {
      target = deployment.target() == null ? "preview" : "production";
    }
    String seen = target;
    Map<String, String> values = new TreeMap<>();
    state.variables().stream()
        .filter(v -> v.target().contains(seen))
        .forEach(v -> values.put(v.key(), v.sensitive() ? "" : v.value()));
    return Answer.ok(Map.of("env", values, "buildEnv", Map.of()));
  }

  private Answer one(Question question) {
    return find(question.part(2)).map(v -> Answer.ok(json(v, true))).orElseGet(this::gone);
  }

  private Answer create(Question question) {
    JsonNode body = question.object();
    String key = text(body, "key", "");
    if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new Question.BadRequest("The name contains invalid characters");
    }
    if (body.path("gitBranch").isTextual()) {
      throw new Question.BadRequest("This project has no variables of branches");
    }
    boolean upsert = question.parameter("upsert").filter("true"::equals).isPresent();
    Instant now = clock.instant();
    Variable made =
        new Variable(
            "env" + Long.toHexString(now.toEpochMilli()) + Integer.toHexString(key.hashCode()),
            key,
            text(body, "value", ""),
            type(body, "encrypted"),
            target(body, List.of("production")),
            now,
            now);
    List<Variable> kept = new ArrayList<>(state.variables());
    boolean taken =
        kept.stream()
            .anyMatch(
                v -> v.key().equals(key) && v.target().stream().anyMatch(made.target()::contains));
    if (taken && !upsert) {
      return Answer.error(
          400, "ENV_ALREADY_EXISTS", "A variable with the name `" + key + "` exists already");
    }
    kept.removeIf(
        v -> v.key().equals(key) && v.target().stream().anyMatch(made.target()::contains));
    kept.add(made);
    if (!faults.active(Fault.PLATFORM_NEVER_DONE)) {
      state.variables(kept);
    }
    return new Answer(201, Map.of("created", json(made, false), "failed", List.of()));
  }

  private Answer change(Question question) {
    JsonNode body = question.object();
    return find(question.part(2))
        .map(
            old -> {
              Variable changed =
                  old.changed(
                      text(body, "value", old.value()),
                      type(body, old.type()),
                      target(body, old.target()),
                      clock.instant());
              state.variables(
                  state.variables().stream()
                      .map(v -> v.id().equals(old.id()) ? changed : v)
                      .toList());
              return Answer.ok(json(changed, false));
            })
        .orElseGet(this::gone);
  }

  private Answer remove(Question question) {
    return find(question.part(2))
        .map(
            old -> {
              state.variables(
                  state.variables().stream().filter(v -> !v.id().equals(old.id())).toList());
              return Answer.ok(json(old, false));
            })
        .orElseGet(this::gone);
  }

  private java.util.Optional<Variable> find(String id) {
    return state.variables().stream().filter(v -> v.id().equals(id)).findFirst();
  }

  private Answer gone() {
    return Answer.error(404, "NOT_FOUND", "The environment variable was not found");
  }

  private static Map<String, Object> json(Variable variable, boolean decrypt) {
    boolean shown = variable.type().equals("plain") || (decrypt && !variable.sensitive());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", variable.id());
    json.put("key", variable.key());
    json.put("value", shown ? variable.value() : "");
    json.put("type", variable.type());
    json.put("visibility", variable.sensitive() ? "secret" : "config");
    json.put("target", variable.target());
    json.put("gitBranch", null);
    json.put("comment", null);
    json.put("createdAt", variable.createdAt().toEpochMilli());
    json.put("updatedAt", variable.updatedAt().toEpochMilli());
    json.put("decrypted", shown && !variable.type().equals("plain"));
    return json;
  }

  private static String text(JsonNode body, String name, String otherwise) {
    return body.path(name).isTextual() ? body.path(name).asText() : otherwise;
  }

  private static String type(JsonNode body, String otherwise) {
    String type = text(body, "type", otherwise);
    if (!TYPES.contains(type)) {
      throw new Question.BadRequest("type should be one of " + TYPES);
    }
    return type;
  }

  private static List<String> target(JsonNode body, List<String> otherwise) {
    if (body.path("target").isMissingNode()) {
      return otherwise;
    }
    List<String> target = new ArrayList<>();
    if (body.path("target").isTextual()) {
      target.add(body.path("target").asText());
    }
    body.path("target").forEach(one -> target.add(one.asText()));
    if (target.isEmpty() || !TARGETS.containsAll(target)) {
      throw new Question.BadRequest("target should be of " + TARGETS);
    }
    return target;
  }
}
