package tech.atoms.opsdesk.backup.keep;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backup that is there, as far as it matters for how long it is kept.
 *
 * @param id its name
 * @param at when it was taken, by the server's clock; null: nobody vouches for its manifest
 * @param verified whether it was restored once, and held what it should
 * @param scheduled whether no person took it
 * @param pinned why a person wants it kept; empty: nobody does
 * @param leased who works with it now; empty: nobody does
 */
public record Held(
    String id,
    @Nullable Instant at,
    boolean verified,
    boolean scheduled,
    String pinned,
    String leased) {
  /** Only what somebody vouches for can be verified. */
  public Held {
    verified = verified && at != null;
  }
}
