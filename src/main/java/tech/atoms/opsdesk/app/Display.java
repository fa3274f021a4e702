package tech.atoms.opsdesk.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.cli.NoWindow;

/** What this machine can show a window on. */
final class Display {
  private Display() {}

  /**
   * Looks whether there is a display, as far as that can be told without the toolkit.
   *
   * @throws NoWindow where there is none
   */
  static void require() {
    String why =
        missing(
            System.getProperty("os.name"),
            System.getenv("DISPLAY"),
            System.getProperty("glass.platform"));
    if (why != null) {
      throw new NoWindow(why, null);
    }
  }

  /** Why there is no display; null where there may be one. */
  static @Nullable String missing(
      String os, @Nullable String display, @Nullable String glassPlatform) {
    boolean needed = os.equals("Linux") && glassPlatform == null;
    return needed && (display == null || display.isBlank())
        ? "the variable DISPLAY names no display"
        : null;
  }

  /** Trying OpenGL on a machine without a card takes time and 60 MB, and ends in software too. */
  static void renderWithoutGraphicsCard() {
    if (System.getProperty("os.name").equals("Linux")
        && System.getProperty("prism.order") == null
        && Files.notExists(Path.of("/dev/dri"))) {
      System.setProperty("prism.order", "sw");
    }
  }
}
