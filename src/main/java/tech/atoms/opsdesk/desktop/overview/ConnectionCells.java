package tech.atoms.opsdesk.desktop.overview;

import java.util.Objects;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;

/** One cell per connection of the pool: filled while in use. */
final class ConnectionCells extends Pane {
  private static final double GAP = 2;
  private static final double HEIGHT = 20;

  private TileView.@Nullable Cells shown;
  private @Nullable Look look;

  ConnectionCells() {
    getStyleClass().add("connection-cells");
    setMinSize(0, 0);
  }

  void show(TileView.@Nullable Cells cells, Look newLook) {
    if (Objects.equals(cells, shown) && look == newLook) {
      return;
    }
    if (look != null) {
      getStyleClass().remove("cells-" + look.styleClass());
    }
    getStyleClass().add("cells-" + newLook.styleClass());
    look = newLook;
    shown = cells;
    int possible = cells == null ? 0 : cells.possible();
    while (getChildren().size() > possible) {
      getChildren().removeLast();
    }
    while (getChildren().size() < possible) {
      Region cell = new Region();
      cell.getStyleClass().add("connection-cell");
      cell.setManaged(false);
      getChildren().add(cell);
    }
    for (int i = 0; i < possible; i++) {
      var classes = getChildren().get(i).getStyleClass();
      boolean used = cells != null && i < cells.used();
      if (used != classes.contains("used")) {
        if (used) {
          classes.add("used");
        } else {
          classes.remove("used");
        }
      }
    }
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    int count = getChildren().size();
    double step = (getWidth() + GAP) / Math.max(1, count);
    double y = Math.max(0, (getHeight() - HEIGHT) / 2);
    for (int i = 0; i < count; i++) {
      double left = snapPositionX(i * step);
      double right = snapPositionX((i + 1) * step - GAP);
      getChildren().get(i).resizeRelocate(left, y, Math.max(1, right - left), HEIGHT);
    }
  }
}
