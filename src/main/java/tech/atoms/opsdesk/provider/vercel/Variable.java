package tech.atoms.opsdesk.provider.vercel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable of a project.
 *
 * @param id opaque; the platform changes and removes it by it
 * @param key its name
 * @param type as the platform says it: plain, encrypted, sensitive, system
 * @param targets where it is set: production, preview, development
 * @param value null where the platform does not tell it
 * @param updated when it was last changed; null: not told
 */
public record Variable(
    String id,
    String key,
    String type,
    List<String> targets,
    @Nullable String value,
    @Nullable Instant updated) {

  /** Copies the list. */
  public Variable {
    targets = List.copyOf(targets);
  }

  /** Hides the value. */
  @Override
  public String toString() {
    return key + " (" + type + ")";
  }
}
