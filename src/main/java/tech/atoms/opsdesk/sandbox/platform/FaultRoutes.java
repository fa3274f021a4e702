package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** The fault switchboard over HTTP. An answer comes when the fault is really there or gone. */
final class FaultRoutes {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Faults faults;
  private final Runnable settle;

  /**
   * Creates the routes.
   *
   * @param faults the switchboard
   * @param settle makes what was switched happen, and returns when it has
   */
  FaultRoutes(Faults faults, Runnable settle) {
    this.faults = faults;
    this.settle = settle;
  }

  List<Route> all() {
    return List.of(
        Route.own("GET", "/sandbox/faults", question -> list()),
        Route.own("POST", "/sandbox/faults/([^/]+)", question -> named(question, this::set)),
        Route.own("DELETE", "/sandbox/faults/([^/]+)", question -> named(question, this::clear)));
  }

  private Answer list() {
    return Answer.ok(Map.of("faults", faults.list().stream().map(FaultRoutes::json).toList()));
  }

  private Answer named(Question question, Function<Asked, Answer> action) {
    return Fault.named(question.part(1))
        .map(fault -> action.apply(new Asked(fault, question)))
        .orElseGet(
            () ->
                Answer.error(
                    404,
                    "not_found",
                    "No fault is named " + question.part(1),
                    Map.of(
                        "names",
                        Arrays.stream(Fault.values())
                            .map(Fault::word)
                            .collect(Collectors.toList()))));
  }

  private record Asked(Fault fault, Question question) {}

  private Answer set(Asked asked) {
    JsonNode body = body(asked.question().body());
    Double value = positive(body, "value");
    if (value != null && !asked.fault().allows(value)) {
      throw new Question.BadRequest("value is out of range; " + asked.fault().allowed());
    }
    Double seconds = positive(body, "forSeconds");
    Duration duration = seconds == null ? null : Duration.ofMillis(Math.round(seconds * 1000));
    if (duration != null && duration.compareTo(LONGEST) > 0) {
      throw new Question.BadRequest("forSeconds should be at most " + LONGEST.toSeconds());
    }
    faults.set(asked.fault(), value, duration);
    settle.run();
    return one(asked.fault());
  }

  private Answer clear(Asked asked) {
    faults.clear(asked.fault());
    settle.run();
    return one(asked.fault());
  }

  private Answer one(Fault fault) {
    return faults.list().stream()
        .filter(state -> state.fault() == fault)
        .findFirst()
        .map(state -> Answer.ok(json(state)))
        .orElseThrow();
  }

  private static JsonNode body(String text) {
    try {
      JsonNode body = JSON.readTree(text.isBlank() ? "{}" : text);
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw new Question.BadRequest("Invalid JSON");
    }
    throw new Question.BadRequest("The body should be a JSON object");
  }

  private static @Nullable Double positive(JsonNode body, String name) {
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isNumber() || !(node.doubleValue() > 0) || !Double.isFinite(node.doubleValue())) {
      throw new Question.BadRequest(name + " should be a number above 0");
    }
    return node.doubleValue();
  }

  private static Map<String, Object> json(Faults.State state) {
    Instant until = state.until();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", state.fault().word());
    json.put("active", state.active());
    json.put("value", state.value());
    json.put("until", until == null ? null : until.toString());
    json.put("valueMeaning", state.fault().valueMeaning());
    return json;
  }
}
