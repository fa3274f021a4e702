package tech.atoms.opsdesk.sandbox.platform;

import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One operation. The API's version is left open: two clients of the same age call different
 * versions of the same operation.
 *
 * @param method HTTP method
 * @param path whole path; groups become parts of the {@link Question}
 * @param answer what it does; blocks where it must
 */
record Route(String method, Pattern path, Function<Question, Answer> answer) {

  /** A route of the platform's API, behind {@code /v<number>}. */
  static Route api(String method, String path, Function<Question, Answer> answer) {
    return new Route(method, Pattern.compile("/v\\d+" + path), answer);
  }

  /** A route of the sandbox itself. */
  static Route own(String method, String path, Function<Question, Answer> answer) {
    return new Route(method, Pattern.compile(path), answer);
  }
}
