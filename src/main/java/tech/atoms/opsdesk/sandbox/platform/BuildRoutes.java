package tech.atoms.opsdesk.sandbox.platform;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tech.atoms.opsdesk.sandbox.checkout.Source;

/** What builds say and come to, and their end before their time. */
final class BuildRoutes {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String DEPLOYMENT = "/(?:now/)?deployments/([^/]+)";

  private final PlatformState state;
  private final DeploymentJson json;
  private final Builds builds;

  BuildRoutes(PlatformState state, DeploymentJson json, Builds builds) {
    this.state = state;
    this.json = json;
    this.builds = builds;
  }

  List<Route> all() {
    return List.of(
        Route.api("GET", DEPLOYMENT + "/events", q -> of(q, d -> events(q, d))),
        Route.api("GET", DEPLOYMENT + "/builds", q -> of(q, this::outputs)),
        Route.api("PATCH", DEPLOYMENT + "/cancel", q -> of(q, this::cancel)));
  }

  private Answer of(Question question, Function<Deployment, Answer> answer) {
    Optional<Deployment> found =
        state.find(URLDecoder.decode(question.part(1), StandardCharsets.UTF_8));
    return found.map(answer).orElseGet(Answer::noDeployment);
  }

  private Answer events(Question question, Deployment d) {
    long since = question.number("since").orElse(0L);
    long until = question.number("until").orElse(Long.MAX_VALUE);
    long limit = question.number("limit").filter(n -> n > 0).orElse(Long.MAX_VALUE);
    boolean flat = question.parameter("format").filter("lines"::equals).isPresent();
    boolean follow = question.parameter("follow").filter("1"::equals).isPresent();
    boolean backward = question.parameter("direction").filter("backward"::equals).isPresent();
    Function<BuildLog.Line, Map<String, Object>> shape =
        line -> flat ? line.flat(d.id()) : line.nested(d.id());
    if (follow) {
      return Answer.stream(out -> follow(d.id(), since, line -> out.line(shape.apply(line))));
    }
    List<BuildLog.Line> lines = builds.log(d.id()).lines();
    List<Map<String, ?>> shown = new ArrayList<>();
    (backward ? lines.reversed() : lines)
        .stream()
            .filter(line -> line.at() > since && line.at() < until)
            .limit(limit)
            .forEach(line -> shown.add(shape.apply(line)));
    return flat ? Answer.lines(shown) : Answer.array(shown);
  }

  @FunctionalInterface
  private interface Hears {
    void line(BuildLog.Line line) throws IOException;
  }

  /** Until the build is over, or the listener is gone. */
  private void follow(String id, long since, Hears out) throws IOException {
    BuildLog log = builds.log(id);
    int seen = 0;
    try {
      while (true) {
        boolean over = state.find(id).map(d -> !d.underWay()).orElse(true);
        List<BuildLog.Line> more = log.after(seen, LOOK);
        for (BuildLog.Line line : more) {
          if (line.at() > since) {
            out.line(line);
          }
          if (BuildLog.isLast(line)) {
            return;
          }
        }
        seen += more.size();
        if (over && more.isEmpty()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the platform stops");
    }
  }

  private Answer outputs(Deployment d) {
    Map<String, Object> build = new LinkedHashMap<>();
    build.put("id", "bld_" + d.id().substring(d.id().indexOf('_') + 1));
    build.put("deploymentId", d.id());
    build.put("entrypoint", Source.FILE);
    build.put("use", "@vercel/python");
    build.put("readyState", d.state());
    build.put("createdAt", d.createdAt().toEpochMilli());
    build.put("createdIn", "iad1");
    build.put("output", List.of());
    return Answer.ok(Map.of("builds", List.of(build)));
  }

  private Answer cancel(Deployment d) {
    return builds.cancel(d.id())
        ? Answer.ok(json.single(state.find(d.id()).orElse(d), false))
        : Answer.error(400, "bad_request", "The deployment is not building: it is " + d.state());
  }
}
