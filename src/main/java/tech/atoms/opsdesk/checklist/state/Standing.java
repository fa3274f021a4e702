package tech.atoms.opsdesk.checklist.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an item stands before waivers. */
record Standing(
    State state,
    String reason,
    @Nullable Instant at,
    @Nullable Instant until,
    List<Recorded> findings,
    List<String> checks) {

  /** The same evidence, with another word on it. */
  Standing saying(State other, String why, @Nullable Instant when, @Nullable Instant end) {
    return new Standing(other, why, when == null ? at : when, end, findings, checks);
  }
}
