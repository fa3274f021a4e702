package tech.atoms.opsdesk.desktop.metrics;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/** Entries of a legend from the right, as many of the first as there is room for; none is cut. */
final class FittingLegend extends Pane {
  private static final double GAP = 8;

  FittingLegend(List<? extends Node> entries) {
    getChildren().addAll(entries);
    setMinSize(0, 0);
  }

  @Override
  protected double computePrefWidth(double height) {
    return getChildren().stream().mapToDouble(entry -> entry.prefWidth(-1) + GAP).sum();
  }

  @Override
  protected double computePrefHeight(double width) {
    return getChildren().stream().mapToDouble(entry -> entry.prefHeight(-1)).max().orElse(0);
  }

  @Override
  protected void layoutChildren() {
    double used = 0;
    int fitting = 0;
    for (Node entry : getChildren()) {
      double width = GAP + snapSizeX(entry.prefWidth(-1));
      if (used + width > getWidth()) {
        break;
      }
      used += width;
      fitting++;
    }
    double x = getWidth() - used + GAP;
    for (int i = 0; i < getChildren().size(); i++) {
      Node entry = getChildren().get(i);
      entry.setVisible(i < fitting);
      double width = snapSizeX(entry.prefWidth(-1));
      entry.resizeRelocate(x, 0, width, getHeight());
      x += width + GAP;
    }
  }
}
