package tech.atoms.opsdesk.desktop.sessions;

import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** A cell that shows words, or a state with icon, words and colour. */
final class WordsCell<S> extends TableCell<S, S> {
  private final Function<S, Words> words;
  private @Nullable StateLabel state;

  /**
   * What a cell shows.
   *
   * @param look null for plain words
   * @param text the words
   * @param quiet in the secondary colour
   */
  record Words(@Nullable Look look, String text, boolean quiet) {
    static Words plain(String text) {
      return new Words(null, text, false);
    }

    static Words quiet(String text) {
      return new Words(null, text, true);
    }

    static Words state(Look look, String text) {
      return new Words(look, text, false);
    }
  }

  private WordsCell(Function<S, Words> words) {
    this.words = words;
  }

  /**
   * A column of such cells.
   *
   * @param title above it
   * @param width preferred
   * @param words what a row shows in it
   * @param styleClasses of cells and header
   */
  static <S> TableColumn<S, S> column(
      String title, double width, Function<S, Words> words, String... styleClasses) {
    TableColumn<S, S> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setSortable(false);
    column.setReorderable(false);
    column.getStyleClass().addAll(styleClasses);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(
        c -> {
          WordsCell<S> cell = new WordsCell<>(words);
          cell.getStyleClass().addAll(styleClasses);
          return cell;
        });
    return column;
  }

  @Override
  protected void updateItem(@Nullable S item, boolean empty) {
    super.updateItem(item, empty);
    if (empty || item == null) {
      setText(null);
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    Words shown = words.apply(item);
    getStyleClass().remove("quiet");
    if (shown.quiet) {
      getStyleClass().add("quiet");
    }
    if (shown.look == null) {
      setGraphic(null);
      setText(shown.text);
    } else {
      if (state == null) {
        state = new StateLabel(shown.look, shown.text);
        state.getStyleClass().add("small");
      }
      state.set(shown.look, shown.text);
      setText(null);
      setGraphic(state);
    }
    setAccessibleText(shown.text);
  }
}
