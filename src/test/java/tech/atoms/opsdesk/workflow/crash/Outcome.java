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

  /** A line of a Markdown table. */
  public String line() {
    return "| %s | %s | %s | %s | %s | %d of %d | %s |"
        .formatted(
            cell.workflow(),
            cell.step(),
            cell.point().words(),
            found,
            cell.changes() ? Integer.toString(asked) : "",
            applied,
            expected,
            end + (trouble.isEmpty() ? "" : ", **" + trouble + "**"));
  }
}
