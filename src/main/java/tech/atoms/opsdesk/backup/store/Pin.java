package tech.atoms.opsdesk.backup.store;

import java.time.Instant;
import java.util.Objects;

/**
 * That a person wants a backup kept, whatever its age.
 *
 * @param by the person
 * @param at when that was said
 * @param reason why
 */
public record Pin(String by, Instant at, String reason) {
  /** Whole, or not at all. */
  public Pin {
    Objects.requireNonNull(by);
    Objects.requireNonNull(at);
    Objects.requireNonNull(reason);
  }

  /** In a few words. */
  public String words() {
    return reason + ", by " + by;
  }
}
