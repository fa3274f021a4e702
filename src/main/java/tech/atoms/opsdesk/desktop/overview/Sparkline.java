package tech.atoms.opsdesk.desktop.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import org.jspecify.annotations.Nullable;

/**
 * A line to scale with its dashed target. Made of shapes, so that the style sheet colours it and it
 * is drawn again only when its values or its size change. Nothing is drawn across a gap.
 */
final class Sparkline extends Pane {
  private static final double DOT = 2.5;

  private final Path fill = new Path();
  private final Path line = new Path();
  private final Line target = new Line();
  private final Line lost = new Line();
  private final Circle end = new Circle(DOT);
  private TileView.@Nullable Line shown;

  Sparkline() {
    getStyleClass().add("sparkline");
    fill.getStyleClass().add("spark-fill");
    line.getStyleClass().add("spark-line");
    target.getStyleClass().add("spark-target");
    lost.getStyleClass().add("spark-lost");
    end.getStyleClass().add("spark-end");
    getChildren().addAll(fill, line, target, lost, end);
    getChildren().forEach(node -> node.setManaged(false));
    widthProperty().subscribe(w -> draw());
    heightProperty().subscribe(h -> draw());
    setMinSize(0, 0);
  }

  void show(TileView.@Nullable Line next) {
    TileView.Line before = shown;
    shown = next;
    String was = before == null ? "" : "spark-" + before.look().styleClass();
    String is = next == null ? "" : "spark-" + next.look().styleClass();
    if (!is.equals(was)) {
      getStyleClass().remove(was);
      if (!is.isEmpty()) {
        getStyleClass().add(is);
      }
    }
    draw();
  }

  private void draw() {
    TileView.Line data = shown;
    double width = getWidth();
    double height = getHeight();
    boolean empty = data == null || data.dots().isEmpty() || width < 10 || height < 10;
    boolean bounded = data != null && data.target() != null && width >= 10;
    target.setVisible(bounded);
    line.setVisible(!empty);
    fill.setVisible(!empty && data != null && !data.stale());
    end.setVisible(fill.isVisible());
    lost.setVisible(!empty && data != null && data.stale());
    if (data != null && data.target() != null) {
      double y = Math.rint(y(data, data.target(), height)) + 0.5;
      target.setStartX(0);
      target.setEndX(width);
      target.setStartY(y);
      target.setEndY(y);
    }
    if (empty || data == null) {
      return;
    }
    double right = width - DOT - 1;
    List<PathElement> strokes = new ArrayList<>();
    List<PathElement> areas = new ArrayList<>();
    Trail.Dot last = null;
    int run = 0;
    int runs = 0;
    double x = 0;
    double y = 0;
    for (Trail.Dot dot : data.dots()) {
      if (Duration.between(dot.at(), data.end()).compareTo(data.span()) > 0) {
        continue;
      }
      boolean gap =
          last == null || Duration.between(last.at(), dot.at()).compareTo(last.holds()) > 0;
      if (gap && last != null) {
        areas.add(new LineTo(x, height));
      }
      x = x(data, dot.at(), right);
      y = y(data, dot.value(), height);
      if (gap) {
        strokes.add(new MoveTo(x, y));
        areas.add(new MoveTo(x, height));
        run = 1;
        runs++;
      } else {
        strokes.add(new LineTo(x, y));
        run++;
      }
      areas.add(new LineTo(x, y));
      last = dot;
    }
    if (last == null) {
      line.setVisible(false);
      fill.setVisible(false);
      lost.setVisible(false);
      end.setVisible(false);
      return;
    }
    areas.add(new LineTo(x, height));
    if (run == 1 && runs > 1) {
      // The dot ends a line. Alone behind a gap it would stand for one that is not there.
      end.setVisible(false);
      strokes.add(new MoveTo(x - 1, y));
      strokes.add(new LineTo(x + 1, y));
    }
    line.getElements().setAll(strokes);
    fill.getElements().setAll(areas);
    end.setCenterX(x);
    end.setCenterY(y);
    lost.setStartX(x);
    lost.setEndX(right);
    lost.setStartY(y);
    lost.setEndY(y);
  }

  private static double x(TileView.Line data, Instant at, double width) {
    double before = Duration.between(at, data.end()).toMillis();
    return width * Math.max(0, 1 - before / data.span().toMillis());
  }

  private static double y(TileView.Line data, double value, double height) {
    double part = (value - data.low()) / (data.high() - data.low());
    return 1 + (height - 2) * (1 - Math.clamp(part, 0, 1));
  }
}
