package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tech.atoms.opsdesk.common.ProblemException;

/** Where a run waits for people. The engine asks the checks anew every few seconds. */
public interface Gate {
  /** What is decided, e.g. "Switch all traffic to v1.4.3?". */
  String question();

  /**
   * What machines can say of it, as it is now. Blocks.
   *
   * @throws ProblemException where nothing can be said now; it is asked again
   */
  List<GateCheck> checks();

  /** The same; where nothing can be said, that is one check which is unknown. */
  default List<GateCheck> look(InstantSource clock) {
    try {
      return checks();
    } catch (ProblemException e) {
      return List.of(GateCheck.unknown(e.problem(), clock.instant()));
    }
  }

  /** What a person confirms, one sentence each. */
  default List<String> ticks() {
    return List.of();
  }

  /** Who else has to agree, each with how many. */
  default List<Approval> approvals() {
    return List.of();
  }

  /** What a person types, e.g. "production v1.4.3"; empty: nothing. */
  default String typed() {
    return "";
  }

  /**
   * Others that have to agree to the plan; never who started the run.
   *
   * @param role the role they hold
   * @param people how many
   * @param lasts how long an approval counts
   */
  record Approval(String role, int people, Duration lasts) {}
}
