package tech.atoms.opsdesk.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.http.Answer;

/** Says what came where a JSON-RPC result was expected. */
final class Instead {
  private static final int LONGEST = 120;

  private Instead() {}

  /** E.g. "error -32603: broken", "status 500: internal error", "status 200 and a web page". */
  static String of(McpWire.Reply reply) {
    JsonNode error = reply.error();
    if (error != null && error.has("code")) {
      return "error " + error.path("code").asText() + after(text(error.get("message")));
    }
    String status = "status " + reply.status();
    if (error != null) {
      String words = text(error.isObject() ? error.get("message") : error);
      return words.isEmpty() ? status + " and an error without words" : status + after(words);
    }
    Answer answer = reply.answer();
    String body = answer.body().strip();
    if (body.isEmpty()) {
      return status + " and nothing else";
    }
    if (answer.mediaType().equals("text/html") || body.toLowerCase(Locale.ROOT).startsWith("<")) {
      return status + " and a web page";
    }
    if (answer.mediaType().equals("text/event-stream")) {
      return status + " and events without a reply";
    }
    return status
        + (reply.message() == null
            ? " and text that is not JSON" + after(body)
            : " and JSON that is no reply" + after(body));
  }

  private static String after(String words) {
    String clean = Masking.mask(words).replaceAll("\\p{Cntrl}+", " ").strip();
    return clean.isEmpty()
        ? ""
        : ": " + (clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean);
  }

  private static String text(@Nullable JsonNode node) {
    return node == null ? "" : node.isTextual() ? node.asText() : node.toString();
  }
}
