package tech.atoms.opsdesk.sandbox.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * An HTTP request that found its route.
 *
 * @param path match of the route's pattern
 * @param query first value of every query parameter
 * @param body text; empty where there is none
 */
record Question(MatchResult path, Map<String, String> query, String body) {

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
