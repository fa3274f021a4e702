package tech.atoms.opsdesk.workflow;

import java.util.List;
import tech.atoms.opsdesk.notify.Delivery;

/**
 * All that the journal has of a run, without secrets.
 *
 * @param run as it stands
 * @param definitions its steps as they were carried out; empty: it never came to that
 * @param gates as each stood last, in the order of the steps
 * @param said what people said at its gates, with the approvals that counted at any time of the run
 * @param log all that it has said
 * @param deliveries what people outside were told of it, and what became of that
 */
public record RunRecord(
    Run run,
    List<StepDefinition> definitions,
    List<GateView> gates,
    List<Said> said,
    List<LogLine> log,
    List<Delivery> deliveries) {

  /** Copies the lists. */
  public RunRecord {
    definitions = List.copyOf(definitions);
    gates = List.copyOf(gates);
    said = List.copyOf(said);
    log = List.copyOf(log);
    deliveries = List.copyOf(deliveries);
  }

  /** What it leaves behind, in words. */
  public String remains() {
    return run.isVerified() ? "nothing: every step was seen to be done" : Remains.of(run);
  }
}
