package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** An HTTP request that found its route. */
final class Question {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final MatchResult path;
  private final Map<String, String> query;
  private final Function<String, @Nullable String> headers;
  private final byte[] content;

  /**
   * A request.
   *
   * @param path match of the route's pattern
   * @param query first value of every query parameter
   * @param headers tells a header's value; null: the request has none of that name
   * @param content bytes of the body; none where there is none
   */
  Question(
      MatchResult path,
      Map<String, String> query,
      Function<String, @Nullable String> headers,
      byte[] content) {
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.content = content;
  }

  /** A header's value; null: the request has none of that name. */
  @Nullable String header(String name) {
    return headers.apply(name);
  }

  /** Bytes of the body, which the caller leaves as they are. */
  byte[] content() {
    return content;
  }

  /** The body as text; empty where there is none. */
  String body() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /**
   * The body as JSON; an empty object where there is none.
   *
   * @throws BadRequest where it is none
   */
  JsonNode json() {
    try {
      return JSON.readTree(content.length == 0 || body().isBlank() ? "{}" : body());
    } catch (JsonProcessingException e) {
      throw new BadRequest("Invalid JSON");
    }
  }

  /**
   * The body as an object of JSON; an empty one where there is none.
   *
   * @throws BadRequest where it is none
   */
  JsonNode object() {
    JsonNode body = json();
    if (!body.isObject()) {
      throw new BadRequest("The body should be a JSON object");
    }
    return body;
  }

  /** Whether a part of the path names the platform's one project. */
  boolean ours(int group) {
    return PlatformState.isProject(part(group));
  }

  /** A group of the route's pattern. */
  String part(int group) {
    return path.group(group);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
  }

  Optional<List<String>> list(String name) {
    return parameter(name).map(value -> List.of(value.split(",", -1)));
  }

  /**
   * A whole number of the query.
   *
   * @throws BadRequest where it is none
   */
  Optional<Long> number(String name) {
    return parameter(name)
        .map(
            value -> {
              try {
                return Long.valueOf(value);
              } catch (NumberFormatException e) {
                throw new BadRequest("Invalid query parameter " + name + ": should be a number");
              }
            });
  }

  /** A question that makes no sense; answered with 400. */
  static final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequest(String message) {
      super(message);
    }
  }
}
