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
  private final Asked.Log asked;

  LogRoutes(PlatformState state, Asked.Log asked) {
    this.state = state;
    this.asked = asked;
  }

  List<Route> all() {
    return List.of(
        Route.api("GET", "/projects/([^/]+)/deployments/([^/]+)/runtime-logs", this::logs));
  }

  private Answer logs(Question question) {
    Deployment deployment = state.find(question.part(2)).orElse(null);
    if (deployment == null || !question.ours(1)) {
      return Answer.noDeployment();
    }
    List<Map<String, ?>> lines = new ArrayList<>();
    asked.of(deployment).forEach(one -> lines.add(json(one.line(), deployment)));
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
