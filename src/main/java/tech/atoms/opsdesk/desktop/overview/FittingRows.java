package tech.atoms.opsdesk.desktop.overview;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/** Rows one below the other, as many as there is room for; none is ever cut. */
final class FittingRows extends Pane {
  private static final double GAP = 4;
  private static final int LEAST = 4;

  FittingRows() {
    setMinSize(0, 0);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    return getChildren().stream()
        .limit(LEAST)
        .mapToDouble(row -> snapSizeY(row.prefHeight(width)) + GAP)
        .sum();
  }

  @Override
  protected void layoutChildren() {
    double y = 0;
    boolean full = false;
    for (Node row : getChildren()) {
      double height = snapSizeY(row.prefHeight(getWidth()));
      full |= y + height > getHeight();
      row.setVisible(!full);
      row.resizeRelocate(0, y, getWidth(), height);
      y += height + GAP;
    }
  }
}
