package tech.atoms.opsdesk.workflow.crash;

/**
 * What came of one field.
 *
 * @param cell which
 * @param found how the next desk found run and step
 * @param asked how often the change was asked for, by both desks together
 * @param applied how often it really happened
 * @param expected how often it was to happen
 * @param end how the run stands at last
 * @param trouble what is not as it must be; empty: nothing
 */
public record Outcome(
    Cell cell, String found, int asked, int applied, int expected, String end, String trouble) {

  /** Everything in a line. */
  public String line() {
    return cell + ": " + word() + ", asked for " + asked + " times, happened " + times();
  }

  /** How it was found, and how it ended. */
  String word() {
    return found
        + (found.equals(end) ? "" : " → " + end)
        + (trouble.isEmpty() ? "" : ": " + trouble);
  }

  /** How often the change really happened. */
  String times() {
    return applied + " of " + expected;
  }
}
