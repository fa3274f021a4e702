package tech.atoms.opsdesk.app;

import java.util.List;
import tech.atoms.opsdesk.cli.DeskCommand;

/** The commands that need the window; the command line knows the others itself. */
public final class Commands {
  private Commands() {}

  /** One of each. */
  public static List<DeskCommand> ofTheWindow() {
    return List.of(new DesktopCommand());
  }
}
