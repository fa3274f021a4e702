package tech.atoms.opsdesk.sandbox.platform;

import java.time.Instant;
import java.util.List;

/**
 * An environment variable of the project.
 *
 * @param id opaque
 * @param key its name
 * @param value its value; the platform tells that of a sensitive one to nobody
 * @param type plain, encrypted or sensitive
 * @param target production, preview, development
 * @param createdAt when it was set first
 * @param updatedAt when it was last changed
 */
public record Variable(
    String id,
    String key,
    String value,
    String type,
    List<String> target,
    Instant createdAt,
    Instant updatedAt) {

  /** Copies the list. */
  public Variable {
    target = List.copyOf(target);
  }

  boolean sensitive() {
    return type.equals("sensitive");
  }

  Variable changed(String newValue, String newType, List<String> newTarget, Instant now) {
    return new Variable(id, key, newValue, newType, newTarget, createdAt, now);
  }

  /** Hides the value. */
  @Override
  public String toString() {
    return key + " (" + type + ")";
  }
}
