package tech.atoms.opsdesk.desktop.sessions;

import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.input.MouseButton;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Icons;

/** The box of a row that can be marked, by a click on it or by Space. */
final class MarkCell extends TableCell<AppRow, AppRow> {
  private static final double WIDTH = 40;

  private final Predicate<AppRow> marked;

  private MarkCell(Predicate<AppRow> marked, Consumer<AppRow> mark) {
    this.marked = marked;
    getStyleClass().add("mark");
    setOnMouseClicked(
        event -> {
          AppRow row = getItem();
          if (row != null && event.getButton() == MouseButton.PRIMARY) {
            mark.accept(row);
          }
        });
  }

  static TableColumn<AppRow, AppRow> column(Predicate<AppRow> marked, Consumer<AppRow> mark) {
    TableColumn<AppRow, AppRow> column = new TableColumn<>("");
    column.setPrefWidth(WIDTH);
    column.setMinWidth(WIDTH);
    column.setMaxWidth(WIDTH);
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ -> new MarkCell(marked, mark));
    return column;
  }

  @Override
  protected void updateItem(@Nullable AppRow row, boolean empty) {
    super.updateItem(row, empty);
    if (empty || row == null || row.session() == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    boolean is = marked.test(row);
    setGraphic(Icons.icon(is ? "mdi2c-checkbox-marked" : "mdi2c-checkbox-blank-outline"));
    setAccessibleText(is ? "marked" : "not marked");
    getStyleClass().remove("on");
    if (is) {
      getStyleClass().add("on");
    }
  }
}
