package tech.atoms.opsdesk.desktop.overview;

import javafx.geometry.Orientation;
import javafx.scene.layout.Pane;

/** Tiles of equal width: four in a row, all eight in one where the window is wide enough. */
final class TileGrid extends Pane {
  private static final double GAP = 12;
  private static final double TILE_WIDTH = 196;
  private static final double TILE_HEIGHT = 132;
  private static final double MOST_HEIGHT = 300;

  /** A page of this height is full; of what is above it the tiles take a share. */
  private static final double FULL_PAGE = 1000;

  private static final double SHARE = 0.15;

  private double tileHeight = TILE_HEIGHT;

  /**
   * Lets the tiles grow with the page.
   *
   * @param height of the page's window, in pixels
   */
  void pageHeight(double height) {
    double wanted =
        Math.floor(
            Math.clamp(TILE_HEIGHT + (height - FULL_PAGE) * SHARE, TILE_HEIGHT, MOST_HEIGHT));
    if (wanted != tileHeight) {
      tileHeight = wanted;
      requestLayout();
    }
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 4 * TILE_WIDTH + 3 * GAP;
  }

  @Override
  protected double computePrefWidth(double height) {
    return computeMinWidth(height);
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefHeight(double width) {
    int columns = columns(width);
    int rows = (getManagedChildren().size() + columns - 1) / columns;
    return rows * tileHeight + Math.max(0, rows - 1) * GAP;
  }

  @Override
  protected void layoutChildren() {
    int columns = columns(getWidth());
    double step = (getWidth() + GAP) / columns;
    for (int i = 0; i < getManagedChildren().size(); i++) {
      double left = snapPositionX(i % columns * step);
      double right = snapPositionX(i % columns * step + step - GAP);
      int row = i / columns;
      double y = row * (tileHeight + GAP);
      getManagedChildren().get(i).resizeRelocate(left, y, right - left, tileHeight);
    }
  }

  private static int columns(double width) {
    return width >= 8 * TILE_WIDTH + 7 * GAP ? 8 : 4;
  }
}
