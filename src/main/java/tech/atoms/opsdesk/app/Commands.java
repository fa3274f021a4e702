package tech.atoms.opsdesk.app;

import java.util.List;
import tech.atoms.opsdesk.cli.DeskCommand;
import tech.atoms.opsdesk.cli.SandboxCommand;

/** The commands that need the window; the command line knows the others itself. */
public final class Commands {
  private Commands() {}

  /** One of each. */
  public static List<DeskCommand> ofTheWindow() {
    return List.of(
        new DesktopCommand(),
        new SandboxCommand(profile -> DesktopMain.open(profile, null)),
        new ScreenshotCommand());
  }
}
