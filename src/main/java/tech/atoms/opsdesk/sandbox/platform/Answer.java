package tech.atoms.opsdesk.sandbox.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer.
 *
 * @param status HTTP status
 * @param body written as JSON
 * @param lines written instead of the body, as one JSON object a line; null: the body is written
 */
record Answer(int status, Map<String, ?> body, @Nullable List<Map<String, ?>> lines) {

  Answer(int status, Map<String, ?> body) {
    this(status, body, null);
  }

  static Answer lines(List<Map<String, ?>> lines) {
    return new Answer(200, Map.of(), lines);
  }

  static Answer ok(Map<String, ?> body) {
    return new Answer(200, body);
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
}
