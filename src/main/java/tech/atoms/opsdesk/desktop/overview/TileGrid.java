package tech.atoms.opsdesk.desktop.overview;

import javafx.geometry.Orientation;
import javafx.scene.layout.Pane;

/** Tiles of equal width: four in a row, all eight in one where the window is wide enough. */
final class TileGrid extends Pane {
  private static final double GAP = 12;
  private static final double TILE_WIDTH = 196;
  private static final double TILE_HEIGHT = 132;

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
    return rows * TILE_HEIGHT + Math.max(0, rows - 1) * GAP;
  }

  @Override
  protected void layoutChildren() {
    int columns = columns(getWidth());
    double step = (getWidth() + GAP) / columns;
    for (int i = 0; i < getManagedChildren().size(); i++) {
      double left = snapPositionX(i % columns * step);
      double right = snapPositionX(i % columns * step + step - GAP);
      int row = i / columns;
      double y = row * (TILE_HEIGHT + GAP);
      getManagedChildren().get(i).resizeRelocate(left, y, right - left, TILE_HEIGHT);
    }
  }

  private static int columns(double width) {
    return width >= 8 * TILE_WIDTH + 7 * GAP ? 8 : 4;
  }
}
