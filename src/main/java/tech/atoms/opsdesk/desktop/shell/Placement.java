package tech.atoms.opsdesk.desktop.shell;

import javafx.geometry.Rectangle2D;

/**
 * Where a window lies on its screen, with its title bar and its borders: the toolkit counts only
 * the content, and would put the title bar beyond the edge of a small screen.
 */
public final class Placement {
  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;
  private static final double LEAST_WIDTH = 1280;
  private static final double LEAST_HEIGHT = 800;

  private Placement() {}

  /**
   * The first place of a window: as large as wanted, in the middle, wholly on the screen.
   *
   * @param screen what panels leave of the screen
   * @param frameWidth of both borders together, in pixels
   * @param frameHeight of title bar and border together, in pixels
   * @return the window with its frame
   */
  public static Rectangle2D first(Rectangle2D screen, double frameWidth, double frameHeight) {
    double width = Math.min(WIDTH + frameWidth, screen.getWidth());
    double height = Math.min(HEIGHT + frameHeight, screen.getHeight());
    return new Rectangle2D(
        screen.getMinX() + Math.floor((screen.getWidth() - width) / 2),
        screen.getMinY() + Math.floor((screen.getHeight() - height) / 2),
        width,
        height);
  }

  /** The least width of a window with its frame, on a screen. */
  public static double leastWidth(Rectangle2D screen) {
    return Math.min(LEAST_WIDTH, screen.getWidth());
  }

  /** The least height of a window with its frame, on a screen. */
  public static double leastHeight(Rectangle2D screen) {
    return Math.min(LEAST_HEIGHT, screen.getHeight());
  }
}
