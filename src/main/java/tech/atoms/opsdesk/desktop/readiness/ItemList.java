package tech.atoms.opsdesk.desktop.readiness;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.ItemView;

/** The items in their groups, of which one is chosen. */
final class ItemList {
  private static final int ABOVE = 3;

  /** At the sides of the titles, as in the rows, in pixels. */
  private static final double HEAD_LEFT = 16;

  private static final double HEAD_RIGHT = 8;

  private final ListView<Row> list;
  private final ReadinessModel model;
  private final ItemActions actions;
  private final Consumer<ItemView> show;
  private @Nullable String chosen;

  /**
   * Fills a list.
   *
   * @param head the titles of its columns
   * @param wide whether there is room for the evidence
   * @param show is told which item was chosen
   */
  ItemList(
      ListView<Row> list,
      HBox head,
      ObservableBooleanValue wide,
      ReadinessModel model,
      InstantSource clock,
      ItemActions actions,
      Consumer<ItemView> show) {
    this.list = list;
    this.model = model;
    this.actions = actions;
    this.show = show;
    list.skinProperty().subscribe(skin -> align(head));
    list.setCellFactory(view -> new RowCell(clock, wide));
    list.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    list.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    list.addEventHandler(
        MouseEvent.MOUSE_CLICKED,
        event -> {
          if (list.getSelectionModel().getSelectedItem() instanceof Row.OfGroup group) {
            toggle(group);
          }
        });
  }

  /** The titles make room for the scroll bar as the rows do: they stand above their columns. */
  private void align(HBox head) {
    Insets usual = new Insets(0, HEAD_RIGHT, 0, HEAD_LEFT);
    head.setPadding(usual);
    for (Node node : list.lookupAll(".scroll-bar")) {
      if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
        bar.visibleProperty()
            .subscribe(
                shown ->
                    head.setPadding(
                        shown
                            ? new Insets(0, HEAD_RIGHT + bar.prefWidth(-1), 0, HEAD_LEFT)
                            : usual));
      }
    }
  }

  /** Id of the chosen item; null: none. */
  @Nullable String chosen() {
    return chosen;
  }

  /** Chooses an item, where it is among the rows. */
  void choose(String item) {
    chosen = item;
    for (int i = 0; i < list.getItems().size(); i++) {
      if (list.getItems().get(i).key().equals(item)) {
        list.getSelectionModel().select(i);
        list.scrollTo(Math.max(0, i - ABOVE));
        return;
      }
    }
  }

  /** Ages go on. */
  void age() {
    list.refresh();
  }

  /** Lines keep their place in the list while their content changes. */
  void draw() {
    List<Row> wanted = model.rows();
    List<Row> there = list.getItems();
    boolean same = wanted.size() == there.size();
    for (int i = 0; same && i < wanted.size(); i++) {
      same = wanted.get(i).key().equals(there.get(i).key());
    }
    if (!same) {
      there.clear();
      there.addAll(wanted);
      if (chosen != null) {
        choose(chosen);
      }
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).equals(there.get(i))) {
        there.set(i, wanted.get(i));
      }
    }
  }

  private void key(KeyEvent event) {
    Row row = list.getSelectionModel().getSelectedItem();
    boolean space = event.getCode() == KeyCode.SPACE;
    if (!space && event.getCode() != KeyCode.ENTER) {
      return;
    }
    if (row instanceof Row.OfGroup group) {
      toggle(group);
      event.consume();
    } else if (space && row instanceof Row.OfItem item && item.view().item().kind().byPerson()) {
      if (item.view().item().isSignOff()) {
        actions.sign(item.view());
      } else if (item.view().result().tick() == null) {
        actions.tick(item.view());
      } else {
        actions.untick(item.view());
      }
      event.consume();
    } else if (space && row instanceof Row.OfItem item) {
      actions.untickable(item.view());
      event.consume();
    }
  }

  private void toggle(Row.OfGroup group) {
    model.toggle(group.key());
    draw();
  }

  private void selected(@Nullable Row row) {
    if (row instanceof Row.OfItem item) {
      chosen = item.view().item().id();
      show.accept(item.view());
    }
  }
}
