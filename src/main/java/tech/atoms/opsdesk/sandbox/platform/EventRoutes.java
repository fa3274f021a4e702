package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/**
 * Requests to all deployments as events, a page at a time, newest first: as log entries or as
 * responses. The platform's command line reads its logs here.
 */
final class EventRoutes {
  private static final int LARGEST_PAGE = 1000;
  private static final int USUAL_PAGE = 100;

  private static final Map<String, Function<Asked, Map<String, Object>>> KINDS =
      Map.of("vercel.log", EventRoutes::entry, "vercel.proxy_response", EventRoutes::response);

  private final PlatformState state;
  private final Asked.Log asked;

  EventRoutes(PlatformState state, Asked.Log asked) {
    this.state = state;
    this.asked = asked;
  }

  List<Route> all() {
    return List.of(Route.asking("/observability/events", this::events));
  }

  private static final class Unread extends Exception {
    private static final long serialVersionUID = 1L;
    private final String where;

    Unread(String where, String why) {
      super(why);
      this.where = where;
    }
  }

  private Answer events(Question question) {
    JsonNode body = question.object();
    try {
      Function<Asked, Map<String, Object>> kind = KINDS.get(body.path("event").asText());
      if (kind == null) {
        throw new Unread("event", "The event should be one of " + KINDS.keySet());
      }
      Instant start = instant(body, "start");
      Instant end = instant(body, "end");
      Predicate<Map<String, ?>> filter = filter(body.path("filter").asText(""));
      return page(
          state.deployments().stream()
              .flatMap(d -> asked.of(d).stream())
              .filter(one -> !one.line().at().isBefore(start) && one.line().at().isBefore(end))
              .sorted(Comparator.comparing((Asked one) -> one.line().at()).reversed())
              .map(kind)
              .filter(filter)
              .toList(),
          body);
    } catch (Unread e) {
      String why = String.valueOf(e.getMessage());
      return Answer.error(
          400,
          "bad_request",
          why,
          Map.of("issues", List.of(Map.of("path", e.where, "message", why))));
    }
  }

  private static Answer page(List<Map<String, Object>> found, JsonNode body) {
    int from = Math.clamp(body.path("cursor").asInt(0), 0, found.size());
    int size = Math.clamp(body.path("limit").asInt(USUAL_PAGE), 1, LARGEST_PAGE);
    int to = Math.min(found.size(), from + size);
    boolean more = to < found.size();
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("hasMore", more);
    pagination.put("nextCursor", more ? Integer.toString(to) : null);
    return Answer.ok(
        Map.of("events", new ArrayList<>(found.subList(from, to)), "pagination", pagination));
  }

  private static Instant instant(JsonNode body, String end) throws Unread {
    try {
      return Instant.parse(body.path("timeRange").path(end).asText());
    } catch (DateTimeException e) {
      throw new Unread("timeRange." + end, "Invalid time");
    }
  }

  private static Predicate<Map<String, ?>> filter(String text) throws Unread {
    try {
      return LogFilter.of(text);
    } catch (Question.BadRequest e) {
      throw new Unread("filter", String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> common(Asked asked) {
    RequestLog.Line line = asked.line();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("timestamp", line.at().toString());
    json.put("projectId", PlatformState.PROJECT_ID);
    json.put("requestId", "iad1::" + asked.deployment().id().substring(4, 9) + "-" + line.row());
    json.put("deploymentId", asked.deployment().id());
    json.put(
        "environment",
        asked.deployment().target() == null ? "preview" : asked.deployment().target());
    json.put("requestMethod", line.method());
    json.put("requestPath", line.path());
    return json;
  }

  private static Map<String, Object> entry(Asked asked) {
    RequestLog.Line line = asked.line();
    Map<String, Object> json = common(asked);
    json.put("domain", asked.host());
    json.put("source", "function");
    json.put("isSystemLog", false);
    json.put("region", "iad1");
    json.put("runtime", "python");
    json.put("level", line.level());
    json.put(
        "message", "\"%s %s HTTP/1.1\" %d".formatted(line.method(), line.path(), line.status()));
    json.put("stream", "stdout");
    json.put("truncated", false);
    return json;
  }

  private static Map<String, Object> response(Asked asked) {
    Map<String, Object> json = common(asked);
    json.put("requestHostname", asked.host());
    json.put("httpStatus", asked.line().status());
    json.put("route", asked.line().path());
    json.put("pathType", "func");
    json.put("cacheResult", "BYPASS");
    json.put("edgeNetworkRegion", "iad1");
    return json;
  }
}
