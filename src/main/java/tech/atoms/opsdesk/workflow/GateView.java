package tech.atoms.opsdesk.workflow;

import java.util.List;

/**
 * A gate that a run waits at, as any desk sees it.
 *
 * @param step id of its step
 * @param question what is decided
 * @param checks what machines say
 * @param ticks what a person confirms
 * @param approvals who else has to agree, in words
 * @param typed what a person types; empty: nothing
 * @param waitsFor what is missing, in words; empty: nothing
 */
public record GateView(
    String step,
    String question,
    List<GateCheck> checks,
    List<String> ticks,
    List<String> approvals,
    String typed,
    List<String> waitsFor) {

  /** Copies the lists. */
  public GateView {
    checks = List.copyOf(checks);
    ticks = List.copyOf(ticks);
    approvals = List.copyOf(approvals);
    waitsFor = List.copyOf(waitsFor);
  }
}
