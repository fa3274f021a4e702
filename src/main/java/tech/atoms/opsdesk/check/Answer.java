package tech.atoms.opsdesk.check;

import java.util.List;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;

/**
 * What a check answers, before the runner adds who, when and how long.
 *
 * @param outcome what was found
 * @param expected what should be, one line; empty where {@link CheckSpec#expected} says it
 * @param found what is, one line, without secrets
 * @param evidence what was seen; may be empty
 */
public record Answer(Outcome outcome, String expected, String found, List<Evidence> evidence) {

  /** Masks the lines, copies the list. */
  public Answer {
    expected = Masking.mask(expected);
    found = Masking.mask(found);
    evidence = List.copyOf(evidence);
  }

  /** It holds. */
  public static Answer pass(String found, Evidence... evidence) {
    return new Answer(Outcome.PASS, "", found, List.of(evidence));
  }

  /** It does not hold. */
  public static Answer fail(String found, Evidence... evidence) {
    return new Answer(Outcome.FAIL, "", found, List.of(evidence));
  }

  /** It holds or not. */
  public static Answer of(boolean holds, String found, Evidence... evidence) {
    return holds ? pass(found, evidence) : fail(found, evidence);
  }

  /** It could not be seen. */
  public static Answer unknown(String why, Evidence... evidence) {
    return new Answer(Outcome.UNKNOWN, "", why, List.of(evidence));
  }

  /** It could not be seen, because of a problem. */
  public static Answer unknown(Problem problem) {
    return unknown(
        problem.what() + ": " + problem.why(),
        new Evidence(problem.where(), "Next: " + problem.next()));
  }

  /** What was seen; whether it will do is for a person to say. */
  public static Answer facts(String found, Evidence... evidence) {
    return new Answer(Outcome.FACTS, "", found, List.of(evidence));
  }

  /** The question does not arise. */
  public static Answer notApplicable(String why) {
    return new Answer(Outcome.NOT_APPLICABLE, "", why, List.of());
  }

  /** The same, with an expectation of its own. */
  public Answer expecting(String what) {
    return new Answer(outcome, what, found, evidence);
  }
}
