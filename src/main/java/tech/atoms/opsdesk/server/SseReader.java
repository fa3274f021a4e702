package tech.atoms.opsdesk.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reply to one request in an event stream. Events without data, notifications and replies
 * to others are passed over; an error without an id of ours still answers us.
 */
final class SseReader {
  private static final JsonMapper JSON = new JsonMapper();
  private final String id;
  private final StringBuilder data = new StringBuilder();
  private @Nullable JsonNode found;

  SseReader(String id) {
    this.id = id;
  }

  /** Takes a line over, without its end; says whether the reply is complete. */
  boolean line(String line) {
    if (line.isEmpty()) {
      JsonNode message = json(data.toString());
      data.setLength(0);
      if (message != null && isReply(message)) {
        found = message;
      }
    } else if (line.startsWith("data:")) {
      data.append(line.startsWith("data: ") ? line.substring(6) : line.substring(5)).append('\n');
    }
    return found != null;
  }

  /** The reply; null where the stream held none. A last event without its blank line counts. */
  @Nullable JsonNode message() {
    if (found == null) {
      line("");
    }
    return found;
  }

  static @Nullable JsonNode json(String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(text);
      return node != null && node.isObject() ? node : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  private boolean isReply(JsonNode message) {
    return message.has("error")
        || (message.has("result") && id.equals(message.path("id").asText()));
  }
}
