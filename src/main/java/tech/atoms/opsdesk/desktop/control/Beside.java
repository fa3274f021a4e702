package tech.atoms.opsdesk.desktop.control;

import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/** A main part with a side part: beside it where there is room, below it in a narrow window. */
public final class Beside extends Pane {
  private static final double GAP = 12;

  private final Region main;
  private final Region side;
  private final double sideWidth;
  private final double sideHeight;
  private final double least;

  /**
   * Puts two parts together.
   *
   * @param main takes what the side leaves
   * @param side what may move below
   * @param sideWidth of the side while it stands beside, in pixels
   * @param sideHeight of the side while it stands below, in pixels
   * @param least width from which the side stands beside, in pixels
   */
  public Beside(Region main, Region side, double sideWidth, double sideHeight, double least) {
    this.main = main;
    this.side = side;
    this.sideWidth = sideWidth;
    this.sideHeight = sideHeight;
    this.least = least;
    getChildren().setAll(main, side);
    setMinSize(0, 0);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    if (width >= least) {
      double left = snapSizeX(width - sideWidth - GAP);
      main.resizeRelocate(0, 0, left, height);
      side.resizeRelocate(left + GAP, 0, width - left - GAP, height);
    } else {
      double below = Math.min(sideHeight, snapSizeY(height / 2));
      main.resizeRelocate(0, 0, width, height - below - GAP);
      side.resizeRelocate(0, height - below, width, below);
    }
  }
}
