package tech.atoms.opsdesk.sandbox.platform;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer.
 *
 * @param status HTTP status
 * @param body written as JSON; null: nothing is written
 * @param lines written instead of the body, one JSON object a line, each at once; null: the body is
 *     written
 * @param headers more headers
 * @param cut whether the connection is cut in place of answering
 */
record Answer(
    int status,
    @Nullable Object body,
    @Nullable Lines lines,
    Map<String, String> headers,
    boolean cut) {

  /** Where lines go. */
  @FunctionalInterface
  interface Out {
    void line(Map<String, ?> line) throws IOException;
  }

  /** Writes lines for as long as there are some; blocks. */
  @FunctionalInterface
  interface Lines {
    void to(Out out) throws IOException;
  }

  Answer(int status, Map<String, ?> body) {
    this(status, body, null, Map.of(), false);
  }

  static Answer lines(List<Map<String, ?>> lines) {
    return stream(
        out -> {
          for (Map<String, ?> line : lines) {
            out.line(line);
          }
        });
  }

  static Answer stream(Lines lines) {
    return new Answer(200, null, lines, Map.of(), false);
  }

  static Answer ok(Map<String, ?> body) {
    return new Answer(200, body);
  }

  static Answer array(List<?> body) {
    return new Answer(200, body, null, Map.of(), false);
  }

  /** A 201 with nothing in it, as of what was only taken. */
  static Answer taken() {
    return new Answer(201, null, null, Map.of(), false);
  }

  /** No answer at all. */
  static Answer none() {
    return new Answer(0, null, null, Map.of(), true);
  }

  /** An error in the platform's own shape: extra members stand beside the code. */
  static Answer error(int status, String code, String message, Map<String, ?> extra) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    error.putAll(extra);
    return new Answer(status, Map.of("error", error));
  }

  static Answer error(int status, String code, String message) {
    return error(status, code, message, Map.of());
  }

  static Answer noDeployment() {
    return error(404, "not_found", "The deployment could not be found");
  }

  static Answer noProject() {
    return error(404, "not_found", "Project not found");
  }

  Answer with(Map<String, String> others) {
    return new Answer(status, body, lines, others, cut);
  }

  boolean success() {
    return status >= 200 && status < 300;
  }
}
