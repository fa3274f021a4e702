package tech.atoms.opsdesk.cli;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A window cannot be opened here. */
public final class NoWindow extends ProblemException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates it.
   *
   * @param why what is missing
   * @param cause what the toolkit said; null where it was not asked
   */
  public NoWindow(String why, @Nullable Throwable cause) {
    super(
        new Problem(
            "No window can be opened",
            "this machine's display",
            why,
            why.startsWith("GTK")
                ? "Install it, or use the commands, which need no window: see opsdesk --help"
                : "Run it where there is a display (over SSH: ssh -X), or use the commands, which"
                    + " need none: see opsdesk --help"),
        cause);
  }
}
