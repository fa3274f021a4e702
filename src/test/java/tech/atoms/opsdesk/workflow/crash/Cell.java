package tech.atoms.opsdesk.workflow.crash;

/**
 * One field of the matrix.
 *
 * @param workflow the workflow's name
 * @param step id of the step at which the desk dies; {@link #LOCK} or {@link #END} beside them
 * @param changes whether the step changes something
 * @param point when it dies
 */
public record Cell(String workflow, String step, boolean changes, Point point) {
  /** Taking the environment's lock. */
  public static final String LOCK = "(lock)";

  /** Saying that the run is done. */
  public static final String END = "(end)";

  /** When the desk dies. */
  public enum Point {
    /** The journal has the step; the request never leaves the machine. */
    BEFORE("before it"),
    /** The request has been answered, and the desk does not hear it. */
    DURING("with its answer lost"),
    /** The desk has heard the answer, and the journal does not hear of it. */
    AFTER("before the journal hears");

    private final String words;

    Point(String words) {
      this.words = words;
    }

    /** For the table. */
    public String words() {
      return words;
    }
  }

  /** As the table and a test tell it. */
  @Override
  public String toString() {
    return workflow + ", " + step + ", " + point.words();
  }
}
