package tech.atoms.opsdesk.sandbox.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/**
 * The runtime logs of a deployment, one JSON object a line. The platform keeps its stream open;
 * here it ends after what is kept, as a stream may at any time.
 */
final class LogRoutes {
  private final PlatformState state;
  private final RequestLog requests;

  LogRoutes(PlatformState state, RequestLog requests) {
    this.state = state;
    this.requests = requests;
  }

  List<Route> all() {
    return List.of(
        Route.api("GET", "/projects/([^/]+)/deployments/([^/]+)/runtime-logs", this::logs));
  }

  private Answer logs(Question question) {
    String project = question.part(1);
    Deployment deployment = state.find(question.part(2)).orElse(null);
    if (deployment == null
        || !List.of(PlatformState.PROJECT_ID, PlatformState.PROJECT_NAME).contains(project)) {
      return Answer.error(404, "not_found", "The deployment could not be found");
    }
    List<Map<String, ?>> lines = new ArrayList<>();
    if (deployment.equals(state.live())) {
      requests.lines().forEach(line -> lines.add(json(line, deployment)));
    }
    return Answer.lines(lines);
  }

  private static Map<String, Object> json(RequestLog.Line line, Deployment deployment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rowId", Long.toString(line.row()));
    json.put("timestampInMs", line.at().toEpochMilli());
    json.put("level", line.level());
    json.put("message", line.status() >= 500 ? "The request failed" : "");
    json.put("messageTruncated", false);
    json.put("source", "serverless");
    json.put("domain", deployment.host());
    json.put("requestMethod", line.method());
    json.put("requestPath", line.path());
    json.put("responseStatusCode", line.status());
    return json;
  }
}
