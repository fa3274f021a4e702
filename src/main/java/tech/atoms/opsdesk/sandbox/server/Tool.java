package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;

/** One MCP tool. Safe on any thread. */
interface Tool {

  /** As clients call it. */
  String name();

  /** For people and models. */
  String description();

  /** JSON Schema of its arguments, as JSON text. */
  String schema();

  /**
   * Does what the arguments ask for.
   *
   * @param arguments they match the schema
   * @return the answer, made of maps, lists, strings, numbers and booleans
   * @throws ToolTrouble where it cannot, in words for the caller
   */
  Map<String, Object> call(Arguments arguments, Caller caller);

  /** {@link #schema()} as a map. */
  default Map<String, Object> schemaMap() {
    try {
      return Replies.JSON.readValue(schema(), new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The schema of " + name() + " is no JSON", e);
    }
  }

  /** Why a tool could not do what it was asked for; the message is for the caller. */
  final class ToolTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToolTrouble(String message) {
      super(message);
    }
  }
}
