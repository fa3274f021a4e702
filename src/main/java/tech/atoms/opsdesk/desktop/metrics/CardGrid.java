package tech.atoms.opsdesk.desktop.metrics;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/** Cards of equal size that fill the width, as many in a row as their least width allows. */
final class CardGrid extends Pane {
  private static final double GAP = 12;
  private final double leastWidth;
  private final double leastHeight;
  private final int mostColumns;
  private double height;
  private boolean fewColumns;

  /**
   * An empty grid.
   *
   * @param leastWidth a card is never narrower, in pixels
   * @param leastHeight of a card, in pixels
   * @param mostColumns cards in a row on windows of usual width; wider windows get more
   */
  CardGrid(double leastWidth, double leastHeight, int mostColumns) {
    this.leastWidth = leastWidth;
    this.leastHeight = leastHeight;
    this.height = leastHeight;
    this.mostColumns = mostColumns;
  }

  /**
   * Gives the cards more room.
   *
   * @param stretch how many times their least height they are high
   * @param few no more columns in a wide window than in a usual one
   */
  void arrange(double stretch, boolean few) {
    double wanted = Math.floor(leastHeight * stretch);
    if (wanted != height || few != fewColumns) {
      height = wanted;
      fewColumns = few;
      requestLayout();
    }
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
            getManagedChildren().size(),
            fewColumns ? mostColumns : Math.max(mostColumns, (int) (width / (leastWidth * 1.5))));
    int most = Math.max(1, Math.min(fit, wanted));
    // Rows of about equal length: eight cards are four and four, not six and two.
    int rows = Math.ceilDiv(Math.max(1, getManagedChildren().size()), most);
    return Math.ceilDiv(Math.max(1, getManagedChildren().size()), rows);
  }
}
