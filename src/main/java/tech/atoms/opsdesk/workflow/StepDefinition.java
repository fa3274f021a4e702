package tech.atoms.opsdesk.workflow;

/**
 * A step as it was carried out; stands in the journal, whatever later versions of the desk do.
 *
 * @param id as in the plan
 * @param timeoutMs how long it may take, in milliseconds
 * @param changes whether it changes something, or only looks
 * @param repeatable whether it may be asked for again where it was seen not to have happened
 * @param retries how often it is asked for again where it failed
 * @param cancellation when it can be cancelled
 * @param pointOfNoReturn whether the run can no longer be cancelled after it
 * @param takenBack whether the run can take it back itself
 * @param gate whether people are waited for
 */
public record StepDefinition(
    String id,
    long timeoutMs,
    boolean changes,
    boolean repeatable,
    int retries,
    Cancellation cancellation,
    boolean pointOfNoReturn,
    boolean takenBack,
    boolean gate) {

  static StepDefinition of(Step step) {
    return new StepDefinition(
        step.id(),
        step.timeout().toMillis(),
        step.changes(),
        step.repeatable(),
        step.retries(),
        step.cancellation(),
        step.pointOfNoReturn(),
        step.compensation() != null,
        step.gate() != null);
  }
}
