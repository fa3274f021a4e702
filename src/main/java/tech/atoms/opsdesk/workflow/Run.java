package tech.atoms.opsdesk.workflow;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as the journal has it.
 *
 * @param id its id
 * @param plan what it was started from
 * @param state how it stands
 * @param why why it stands so; may be empty
 * @param reason why it was started, as the person said
 * @param by who started it
 * @param login that person's account
 * @param host the machine whose desk works on it, or did last
 * @param beat when that desk was heard of last
 * @param created when it was asked for
 * @param ended when it was over; null: it is not
 * @param cancel who asked for its end, and why; empty: nobody, or it has been answered
 * @param back whether it takes back what it did
 * @param gate the gate that it waits at; null: at none
 * @param steps in order
 */
public record Run(
    String id,
    Plan plan,
    RunState state,
    String why,
    String reason,
    String by,
    String login,
    String host,
    Instant beat,
    Instant created,
    @Nullable Instant ended,
    String cancel,
    boolean back,
    @Nullable GateView gate,
    List<RunStep> steps) {

  /** Copies the steps. */
  public Run {
    steps = List.copyOf(steps);
  }

  /** Whether it is done and every step was seen to be: one that was left out never counts. */
  public boolean isVerified() {
    return state == RunState.DONE
        && steps.stream().allMatch(step -> step.state() == StepState.DONE);
  }

  /**
   * How a step stands, as it is told to people: nobody works on it while the run is interrupted.
   */
  public String words(RunStep step) {
    return state == RunState.INTERRUPTED && step.state().isUnderWay()
        ? state.words()
        : step.state().words();
  }

  /**
   * A step of a run.
   *
   * @param id as in the plan
   * @param name for people
   * @param state how it stands
   * @param attempts how often the change was asked for and not refused
   * @param detail what was seen; may be empty
   * @param started when it was begun; null: not yet
   * @param ended when it was done or given up; null: not yet
   */
  public record RunStep(
      String id,
      String name,
      StepState state,
      int attempts,
      String detail,
      @Nullable Instant started,
      @Nullable Instant ended) {}
}
