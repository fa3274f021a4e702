package tech.atoms.opsdesk.workflow.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import tech.atoms.opsdesk.workflow.GateCheck;

/**
 * What a smoke test sees at a gate: looked at anew when it is older than 20 s. What fails is a
 * check that fails; for what is unknown a person vouches. Blocks; one thread.
 */
public final class SmokeLook {
  private static final Duration FRESH = Duration.ofSeconds(20);

  private final String where;
  private final Supplier<List<Smoke.Line>> look;
  private final InstantSource clock;
  private List<Smoke.Line> lines = List.of();
  private Instant next = Instant.MIN;
  private Instant lookedAt = Instant.MIN;

  /**
   * A look that is kept for a while.
   *
   * @param where before every line, e.g. "Staged"
   */
  public SmokeLook(String where, Supplier<List<Smoke.Line>> look, InstantSource clock) {
    this.where = where;
    this.look = look;
    this.clock = clock;
  }

  /** What is seen; at most 20 s old. */
  public List<Smoke.Line> lines() {
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      lookedAt = now;
      lines = look.get();
      next = clock.instant().plus(FRESH);
    }
    return lines;
  }

  /** Puts what is known to the checks, and what is not to the sentences that a person says. */
  public void tell(List<GateCheck> checks, List<String> said) {
    for (Smoke.Line line : lines()) {
      if (line.state() == Smoke.State.UNKNOWN) {
        said.add(where + ": " + line + " (unknown), I vouch for it");
      } else {
        checks.add(
            new GateCheck(
                where + ": " + line.name(),
                line.state() == Smoke.State.PASS ? GateCheck.State.PASS : GateCheck.State.FAIL,
                line.words(),
                lookedAt));
      }
    }
  }
}
