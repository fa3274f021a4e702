package tech.atoms.opsdesk.workflow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tech.atoms.opsdesk.common.Problem;

/**
 * What the first gate of a plan says before anything has begun.
 *
 * @param checks what machines say
 * @param ticks what a person will confirm
 */
public record Preview(List<GateCheck> checks, List<String> ticks) {
  /** Of a plan that begins with no gate. */
  public static final Preview NONE = new Preview(List.of(), List.of());

  /** Copies the lists. */
  public Preview {
    checks = List.copyOf(checks);
    ticks = List.copyOf(ticks);
  }

  /** Looks at a gate, once. Blocks as its checks do. */
  public static Preview of(Gate gate, InstantSource clock) {
    List<GateCheck> checks = gate.look(clock);
    return new Preview(checks, gate.ticks());
  }

  /** Where it could not be looked at: one check that is unknown. */
  public static Preview unknown(Problem problem, Instant now) {
    return new Preview(List.of(GateCheck.unknown(problem, now)), List.of());
  }

  /** How many checks hold. */
  public long passing() {
    return checks.stream().filter(GateCheck::isPass).count();
  }

  /** Whether the plan begins with a gate. */
  public boolean isThere() {
    return !checks.isEmpty() || !ticks.isEmpty();
  }

  /** In words, e.g. "9 of 9 checks pass, 6 things for a person to confirm". */
  public String words() {
    return "%d of %d checks pass, %d for a person to confirm"
        .formatted(passing(), checks.size(), ticks.size());
  }
}
