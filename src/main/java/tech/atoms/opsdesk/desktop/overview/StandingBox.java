package tech.atoms.opsdesk.desktop.overview;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** A {@link Standing}: figure and state, a bar of its parts, and its lines. */
final class StandingBox extends VBox {
  private static final List<String> PARTS = List.of("part-good", "part-bad", "part-unknown");

  private final Label figure = new Label("–");
  private final Label unit = new Label();
  private final StateLabel state = new StateLabel(Look.NO_DATA, "");
  private final Bar bar = new Bar();
  private final VBox lines = new VBox();

  StandingBox() {
    getStyleClass().add("panel-body");
    figure.getStyleClass().add("title");
    figure.setMinWidth(USE_PREF_SIZE);
    unit.getStyleClass().add("muted");
    state.getStyleClass().add("small");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox first = new HBox(8, figure, unit, space, state);
    first.setAlignment(Pos.BASELINE_LEFT);
    lines.getStyleClass().add("standing-lines");
    getChildren().addAll(first, bar, lines);
  }

  void show(@Nullable Standing standing) {
    if (standing == null) {
      return;
    }
    figure.setText(standing.figure());
    unit.setText(standing.unit());
    state.set(standing.look(), standing.word());
    bar.show(standing.bar());
    while (lines.getChildren().size() > standing.lines().size()) {
      lines.getChildren().removeLast();
    }
    for (int i = 0; i < standing.lines().size(); i++) {
      Standing.Line line = standing.lines().get(i);
      if (i == lines.getChildren().size()) {
        StateLabel label = new StateLabel(line.look(), line.text());
        label.getStyleClass().addAll("small", "standing-line");
        label.setMinWidth(0);
        label.setWrapText(true);
        lines.getChildren().add(label);
      }
      ((StateLabel) lines.getChildren().get(i)).set(line.look(), line.text());
    }
    setAccessibleText(standing.figure() + " " + standing.unit() + ", " + standing.word());
  }

  /** Parts of a whole, to scale. */
  private static final class Bar extends Region {
    private static final double HEIGHT = 6;
    private List<Integer> parts = List.of();

    Bar() {
      for (String part : PARTS) {
        Region region = new Region();
        region.setManaged(false);
        region.getStyleClass().addAll("standing-part", part);
        getChildren().add(region);
      }
      setMinHeight(HEIGHT);
      setPrefHeight(HEIGHT);
      setMaxHeight(HEIGHT);
    }

    void show(List<Integer> next) {
      setVisible(!next.isEmpty());
      setManaged(!next.isEmpty());
      if (!next.equals(parts)) {
        parts = next;
        requestLayout();
      }
    }

    @Override
    protected void layoutChildren() {
      double all = parts.stream().mapToInt(Integer::intValue).sum();
      double x = 0;
      for (int i = 0; i < getChildren().size(); i++) {
        double width = i < parts.size() && all > 0 ? getWidth() * parts.get(i) / all : 0;
        getChildren().get(i).setVisible(width > 0);
        getChildren().get(i).resizeRelocate(x, 0, Math.max(0, width - 2), HEIGHT);
        x += width;
      }
    }
  }
}
