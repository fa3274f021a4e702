package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.server.Tool.ToolTrouble;

/** The arguments of a tool call. A missing or wrong one is a {@link ToolTrouble} that names it. */
record Arguments(Map<String, Object> values) {
  private static final int USUAL_LIMIT = 20;

  String operation() {
    return text("operation");
  }

  String text(String name) {
    String text = optionalText(name);
    if (text == null || text.isBlank()) {
      throw new ToolTrouble("Missing argument: " + name);
    }
    return text;
  }

  @Nullable String optionalText(String name) {
    Object value = values.get(name);
    return value == null ? null : value.toString();
  }

  UUID id(String name) {
    return uuid(name, text(name));
  }

  @Nullable UUID optionalId(String name) {
    String text = optionalText(name);
    return text == null ? null : uuid(name, text);
  }

  List<UUID> ids(String name) {
    return texts(name).stream().map(text -> uuid(name, text)).toList();
  }

  List<String> texts(String name) {
    if (values.get(name) instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw new ToolTrouble("Missing argument: " + name);
  }

  /** JSON text of an object; null where it is missing. */
  @Nullable String optionalJson(String name) {
    Object value = values.get(name);
    try {
      return value == null ? null : Replies.JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new ToolTrouble("Argument " + name + " is no JSON object");
    }
  }

  int limit() {
    return values.get("limit") instanceof Number number ? number.intValue() : USUAL_LIMIT;
  }

  int number(String name, int usual) {
    return values.get(name) instanceof Number number ? number.intValue() : usual;
  }

  private static UUID uuid(String name, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new ToolTrouble("Argument " + name + " is no UUID");
    }
  }
}
