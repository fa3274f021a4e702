package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
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

  private final List<Route> routes;
  private final Secret token;
  private final Troubles troubles;

  PlatformHandler(List<Route> routes, Secret token, Troubles troubles) {
    this.routes = List.copyOf(routes);
    this.token = token;
    this.troubles = troubles;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Answer answer = answer(request);
    if (answer.cut()) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new EofException("cut"));
      return true;
    }
    response.setStatus(answer.status());
    Answer.Lines lines = answer.lines();
    // An empty body that is called JSON would be read as JSON, and fail.
    if (lines != null || answer.body() != null) {
      response
          .getHeaders()
          .put(
              HttpHeader.CONTENT_TYPE,
              lines == null ? "application/json; charset=utf-8" : "application/stream+json");
    }
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (lines == null) {
      Object body = answer.body();
      byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
      response.write(true, ByteBuffer.wrap(bytes), callback);
    } else {
      stream(lines, response, callback);
    }
    return true;
  }

  private static void stream(Answer.Lines lines, Response response, Callback callback) {
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      lines.to(
          line -> {
            out.write(JSON.writeValueAsBytes(line));
            out.write('\n');
            out.flush();
          });
    } catch (IOException e) {
      log.debug("A stream ended early", e);
      callback.failed(e);
      return;
    }
    callback.succeeded();
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
    String slug = query.getValue("slug");
    if (team == null && slug != null) {
      team = slug.equals(PlatformState.TEAM_SLUG) ? PlatformState.TEAM_ID : slug;
    }
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
        Question question =
            new Question(
                match.toMatchResult(),
                query(request),
                name -> request.getHeaders().get(name),
                body(request, route.longest()));
        return troubles.answer(route, () -> route.answer().apply(question));
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

  private static byte[] body(Request request, int longest) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(longest + 1);
      if (body.length > longest) {
        throw new Question.BadRequest("The body is too long");
      }
      return body;
    }
  }
}
