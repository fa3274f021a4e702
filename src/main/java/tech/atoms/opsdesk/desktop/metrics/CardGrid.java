package tech.atoms.opsdesk.desktop.metrics;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/** Cards of equal size that fill the width, as many in a row as their least width allows. */
final class CardGrid extends Pane {
  private static final double GAP = 12;
  private final double leastWidth;
  private final double height;
  private final int mostColumns;

  /**
   * An empty grid.
   *
   * @param leastWidth a card is never narrower, in pixels
   * @param height of a card, in pixels
   * @param mostColumns cards in a row on windows of usual width; wider windows get more
   */
  CardGrid(double leastWidth, double height, int mostColumns) {
    this.leastWidth = leastWidth;
    this.height = height;
    this.mostColumns = mostColumns;
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    int count = getManagedChildren().size();
    if (count == 0) {
      return 0;
    }
    int rows = Math.ceilDiv(count, columns(width));
    return rows * height + (rows - 1) * GAP;
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefWidth(double given) {
    return leastWidth * mostColumns;
  }

  @Override
  protected double computeMinWidth(double given) {
    return leastWidth;
  }

  @Override
  protected void layoutChildren() {
    int columns = columns(getWidth());
    double width = (getWidth() - (columns - 1) * GAP) / columns;
    int i = 0;
    for (Node card : getManagedChildren()) {
      double x = (i % columns) * (width + GAP);
      int row = i / columns;
      double y = row * (height + GAP);
      card.resizeRelocate(snapPositionX(x), snapPositionY(y), snapSizeX(width), height);
      i++;
    }
  }

  private int columns(double width) {
    int fit = (int) Math.max(1, (width + GAP) / (leastWidth + GAP));
    int wanted =
        Math.min(
            getManagedChildren().size(), Math.max(mostColumns, (int) (width / (leastWidth * 1.5))));
    int most = Math.max(1, Math.min(fit, wanted));
    // Rows of about equal length: eight cards are four and four, not six and two.
    int rows = Math.ceilDiv(Math.max(1, getManagedChildren().size()), most);
    return Math.ceilDiv(Math.max(1, getManagedChildren().size()), rows);
  }
}
