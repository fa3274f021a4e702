package tech.atoms.opsdesk.workflow.crash;

import java.util.List;
import java.util.Set;

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

  private static final Set<String> GATES = Set.of("preflight", "backup", "go", "after");

  /** It looks at what the desk itself has: nothing is asked that could be withheld. */
  private static final Set<String> OWN = Set.of("items", "ready", "prove", "drill");

  /** When a desk can die at a step. */
  static List<Point> points(String step) {
    return isGate(step)
        ? List.of(Point.BEFORE, Point.DURING)
        : OWN.contains(step) ? List.of(Point.AFTER) : List.of(Point.values());
  }

  /** Whether the desk dies at its next word to the store, while the step looks. */
  boolean isOwn() {
    return OWN.contains(step);
  }

  /** At a gate: a person is asked, and the desk asks for nothing. */
  static boolean isGate(String step) {
    return GATES.contains(step);
  }

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
