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

  /** What it means that the toolkit cannot begin, from what it says. */
  static String refused(String message) {
    return message.contains("GTK")
        ? "GTK 3 is not installed, which a window needs: the package libgtk-3-0 (libgtk-3-0t64) on"
            + " Debian and Ubuntu, gtk3 on Fedora"
        : message;
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
