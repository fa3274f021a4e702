package tech.atoms.opsdesk.app;

import java.nio.file.Path;
import java.util.List;
import tech.atoms.opsdesk.cli.DeskCommand;
import tech.atoms.opsdesk.cli.DesktopLauncher;
import tech.atoms.opsdesk.cli.SandboxCommand;

/** The commands that need the window; the command line knows the others itself. */
public final class Commands {
  private Commands() {}

  /** One of each. */
  public static List<DeskCommand> ofTheWindow() {
    return List.of(new DesktopCommand(), new SandboxCommand(new Window()), new ScreenshotCommand());
  }

  /** The window on a sandbox. */
  private static final class Window implements DesktopLauncher {
    @Override
    public void open(Path profile) {
      DesktopMain.open(profile, null);
    }

    @Override
    public void check() {
      Display.require();
    }
  }
}
