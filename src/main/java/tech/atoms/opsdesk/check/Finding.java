package tech.atoms.opsdesk.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one run of one check found.
 *
 * @param check id of the check
 * @param items items of the checklist it answers
 * @param title what was asked about
 * @param outcome what was found
 * @param expected what should be
 * @param found what is, without secrets
 * @param evidence what was seen
 * @param source where the answer came from
 * @param at when the check began
 * @param took how long it took
 */
public record Finding(
    String check,
    List<String> items,
    String title,
    Outcome outcome,
    String expected,
    String found,
    List<Evidence> evidence,
    String source,
    Instant at,
    Duration took) {

  /** Copies the lists. */
  public Finding {
    items = List.copyOf(items);
    evidence = List.copyOf(evidence);
  }

  static Finding of(CheckSpec spec, Answer answer, Instant at, Duration took) {
    return new Finding(
        spec.id(),
        spec.items(),
        spec.title(),
        answer.outcome(),
        answer.expected().isEmpty() ? spec.expected() : answer.expected(),
        answer.found(),
        answer.evidence(),
        spec.source(),
        at,
        took);
  }

  /** One line: expected … found … */
  public String line() {
    return "expected " + expected + ", found " + found;
  }
}
