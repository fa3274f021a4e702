package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.environment.Secret;

/** Checks the token, finds the route, writes the answer. */
final class PlatformHandler extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(PlatformHandler.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_BODY = 64 * 1024;

  private final List<Route> routes;
  private final Secret token;

  PlatformHandler(List<Route> routes, Secret token) {
    this.routes = List.copyOf(routes);
    this.token = token;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Answer answer = answer(request);
    response.setStatus(answer.status());
    List<Map<String, ?>> lines = answer.lines();
    response
        .getHeaders()
        .put(
            HttpHeader.CONTENT_TYPE,
            lines == null ? "application/json; charset=utf-8" : "application/stream+json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    byte[] body = lines == null ? JSON.writeValueAsBytes(answer.body()) : joined(lines);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private static byte[] joined(List<Map<String, ?>> lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map<String, ?> line : lines) {
      out.write(JSON.writeValueAsBytes(line));
      out.write('\n');
    }
    return out.toByteArray();
  }

  private Answer answer(Request request) {
    try {
      Answer refused = refusal(request);
      return refused != null ? refused : route(request);
    } catch (Question.BadRequest e) {
      return Answer.error(400, "bad_request", String.valueOf(e.getMessage()));
    } catch (Exception e) {
      log.warn("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
      return Answer.error(500, "internal_server_error", "An unexpected error occurred");
    }
  }

  private @Nullable Answer refusal(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null || !header.startsWith("Bearer ")) {
      return Answer.error(
          401,
          "forbidden",
          "The request is missing an authentication token",
          Map.of("missingToken", true));
    }
    byte[] given = header.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, token.reveal().getBytes(StandardCharsets.UTF_8))) {
      return Answer.error(403, "forbidden", "Not authorized", Map.of("invalidToken", true));
    }
    Fields query = Request.extractQueryParameters(request);
    String team = query.getValue("teamId");
    if (team != null && !team.equals(PlatformState.TEAM_ID)) {
      return Answer.error(
          403,
          "forbidden",
          "Not authorized: Trying to access resource under scope \"" + team + "\"");
    }
    return null;
  }

  private Answer route(Request request) throws Exception {
    String path = Request.getPathInContext(request);
    for (Route route : routes) {
      Matcher match = route.path().matcher(path);
      if (route.method().equals(request.getMethod()) && match.matches()) {
        return route
            .answer()
            .apply(new Question(match.toMatchResult(), query(request), body(request)));
      }
    }
    return Answer.error(404, "not_found", "The requested endpoint was not found");
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new LinkedHashMap<>();
    Request.extractQueryParameters(request)
        .forEach(field -> query.put(field.getName(), field.getValue()));
    return query;
  }

  private static String body(Request request) throws Exception {
    if (request.getLength() > LONGEST_BODY) {
      throw new Question.BadRequest("The body is too long");
    }
    return Content.Source.asString(request, StandardCharsets.UTF_8);
  }
}
