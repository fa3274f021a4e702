package tech.atoms.opsdesk.desktop.metrics;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** Divides the height of a tall window among the charts; in a low one they scroll. */
final class ChartRoom {
  /** Taller, a card of the usual width would be higher than wide. */
  private static final double MOST = 3.5;

  private final ScrollPane scroll;
  private final VBox charts;

  /**
   * Divides again whenever the size changes.
   *
   * @param scroll whose height is divided
   * @param charts what it scrolls, with card grids below
   * @param jobs for what has to come after a layout
   */
  ChartRoom(ScrollPane scroll, VBox charts, Jobs jobs) {
    this.scroll = scroll;
    this.charts = charts;
    // After the layout that brought the size: what it asks for meanwhile would be lost.
    scroll.viewportBoundsProperty().subscribe(bounds -> jobs.onFx(this::divide));
  }

  /** To be called when other charts are shown. */
  void divide() {
    double width = scroll.getViewportBounds().getWidth();
    double height = scroll.getViewportBounds().getHeight();
    List<CardGrid> grids = new ArrayList<>();
    collect(charts, grids);
    if (width <= 0 || grids.isEmpty()) {
      return;
    }
    // Fewer and wider charts where their rows fit one below the other, else more in a row.
    grids.forEach(grid -> grid.arrange(1, true));
    double needed = charts.prefHeight(width);
    boolean few = needed <= height;
    if (!few) {
      grids.forEach(grid -> grid.arrange(1, false));
      needed = charts.prefHeight(width);
    }
    double inside = width - charts.getInsets().getLeft() - charts.getInsets().getRight();
    double cards = grids.stream().mapToDouble(grid -> grid.prefHeight(inside)).sum();
    double stretch = Math.clamp(1 + (height - needed) / cards, 1, MOST);
    grids.forEach(grid -> grid.arrange(stretch, few));
  }

  private static void collect(Node node, List<CardGrid> found) {
    if (node instanceof CardGrid grid) {
      if (!grid.getChildren().isEmpty()) {
        found.add(grid);
      }
    } else if (node instanceof Parent parent && node.isManaged()) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
  }
}
