package tech.atoms.opsdesk.desktop.shell;

import java.util.List;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.desktop.control.LiveScrollPane;

/** Rows below a field that keeps the focus: one is selected, and always to be seen. */
final class SelectionList {
  /** So much stays to be seen above the selected row: its heading. */
  private static final double ABOVE = 40;

  private final VBox rows;
  private final ScrollPane scroll;
  private List<Region> selectable = List.of();
  private int selected;

  /**
   * A list without rows.
   *
   * @param rows holds the rows, and what stands between them
   * @param height at most, in pixels
   */
  SelectionList(VBox rows, double height) {
    this.rows = rows;
    scroll = new LiveScrollPane();
    scroll.setContent(rows);
    scroll.setFitToWidth(true);
    scroll.setFocusTraversable(false);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setMaxHeight(height);
    rows.heightProperty().subscribe(h -> scroll.setPrefHeight(Math.min(height, h.doubleValue())));
    scroll
        .viewportBoundsProperty()
        .subscribe(
            (before, now) -> {
              // Its place changes whenever somebody scrolls; only another height is a reason.
              if (before.getHeight() != now.getHeight()) {
                reveal();
              }
            });
  }

  ScrollPane node() {
    return scroll;
  }

  /** Other rows, with the one that is selected at first. */
  void show(List<Region> next, int first) {
    selectable = List.copyOf(next);
    scroll.setVvalue(0);
    select(first);
  }

  /** Selects so many rows further down; after the last comes the first. */
  void move(int rowsDown) {
    select(selected + rowsDown);
  }

  /** Which row is selected, from 0. */
  int selected() {
    return selected;
  }

  private void select(int index) {
    if (selectable.isEmpty()) {
      selected = 0;
      return;
    }
    selected = Math.floorMod(index, selectable.size());
    selectable.forEach(row -> row.getStyleClass().remove("selected"));
    selectable.get(selected).getStyleClass().add("selected");
    reveal();
  }

  private void reveal() {
    double view = scroll.getViewportBounds().getHeight();
    double beyond = rows.getHeight() - view;
    if (beyond <= 0 || selectable.isEmpty()) {
      return;
    }
    Region row = selectable.get(selected);
    double top = row.getBoundsInParent().getMinY();
    double bottom = row.getBoundsInParent().getMaxY();
    double shown = scroll.getVvalue() * beyond;
    if (top < shown) {
      scroll.setVvalue(Math.max(0, top - ABOVE) / beyond);
    } else if (bottom > shown + view) {
      scroll.setVvalue((bottom - view) / beyond);
    }
  }
}
