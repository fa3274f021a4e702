package tech.atoms.opsdesk.sandbox.platform;

import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One operation. The API's version is left open: two clients of the same age call different
 * versions of the same operation, and some call none.
 *
 * @param method HTTP method
 * @param path whole path; groups become parts of the {@link Question}
 * @param answer what it does; blocks where it must
 * @param kind what it does to the world
 * @param longest most bytes of a body
 */
record Route(
    String method, Pattern path, Function<Question, Answer> answer, Kind kind, int longest) {
  private static final int USUAL_BODY = 64 * 1024;
  private static final int FILE_BODY = 32 * 1024 * 1024;

  /** What an operation does to the world. */
  enum Kind {
    /** Nothing that a second time would not do as well. */
    READS,
    /** Changes something. */
    CHANGES,
    /** Changes something; a second time makes a second one. */
    CREATES,
    /** It is the sandbox's own, and the platform's troubles spare it. */
    OWN
  }

  /** A route of the platform's API, behind {@code /v<number>}. */
  static Route api(String method, String path, Function<Question, Answer> answer) {
    Kind kind = method.equals("GET") ? Kind.READS : Kind.CHANGES;
    return new Route(method, versioned(path), answer, kind, USUAL_BODY);
  }

  /** One that only asks, by POST. */
  static Route asking(String path, Function<Question, Answer> answer) {
    return new Route("POST", versioned(path), answer, Kind.READS, USUAL_BODY);
  }

  /** One that takes a file, which may be sent any number of times. */
  static Route file(String path, Function<Question, Answer> answer) {
    return new Route("POST", versioned(path), answer, Kind.READS, FILE_BODY);
  }

  /** One that makes something new, perhaps of files. */
  static Route creating(String path, Function<Question, Answer> answer) {
    return new Route("POST", versioned(path), answer, Kind.CREATES, FILE_BODY);
  }

  /** A route of the sandbox itself. */
  static Route own(String method, String path, Function<Question, Answer> answer) {
    return new Route(method, Pattern.compile(path), answer, Kind.OWN, USUAL_BODY);
  }

  private static Pattern versioned(String path) {
    return Pattern.compile("(?:/v\\d+)?" + path);
  }
}
