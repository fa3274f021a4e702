package tech.atoms.opsdesk.check.configuration;

import org.jspecify.annotations.Nullable;

/**
 * A variable as it is set somewhere.
 *
 * @param value null where the place does not tell it
 * @param where e.g. ".env.production, line 4" or "platform, sensitive, changed …"
 */
public record Setting(@Nullable String value, String where) {
  /** Hides the value. */
  @Override
  public String toString() {
    return where;
  }
}
