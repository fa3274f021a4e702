package tech.atoms.opsdesk.desktop.control;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** A cell that shows words, or a state with icon, words and colour. */
public final class WordsCell<S> extends TableCell<S, S> {
  /** In a narrow table a column keeps that part of its width; a table squeezes without mercy. */
  private static final double LEAST = 0.6;

  private final Function<S, Words> words;
  private final ToDoubleFunction<S> indent;
  private final Region space = new Region();
  private @Nullable StateLabel state;

  /**
   * What a cell shows.
   *
   * @param look null for plain words
   * @param text the words
   * @param quiet in the secondary colour
   */
  public record Words(@Nullable Look look, String text, boolean quiet) {
    /** In the colour of text. */
    public static Words plain(String text) {
      return new Words(null, text, false);
    }

    /** In the secondary colour. */
    public static Words quiet(String text) {
      return new Words(null, text, true);
    }

    /** A state. */
    public static Words state(Look look, String text) {
      return new Words(look, text, false);
    }
  }

  private WordsCell(Function<S, Words> words, ToDoubleFunction<S> indent) {
    this.words = words;
    this.indent = indent;
    setOnMouseEntered(e -> setTooltip(isCut() ? new Tooltip(getText()) : null));
  }

  /** Writes the words of every cell that is drawn anew, where they changed with the time. */
  public static void renewAll(TableView<?> table) {
    for (Node node : table.lookupAll(".table-cell")) {
      if (node instanceof WordsCell<?> cell) {
        cell.renew();
      }
    }
  }

  private void renew() {
    updateItem(getItem(), isEmpty());
  }

  /** Whether not all of the words are to be seen. */
  private boolean isCut() {
    return getText() != null
        && getChildren().stream()
            .anyMatch(part -> part instanceof Text text && !getText().equals(text.getText()));
  }

  /**
   * A column of such cells.
   *
   * @param title above it
   * @param width preferred
   * @param words what a row shows in it
   * @param styleClasses of cells and header
   */
  public static <S> TableColumn<S, S> column(
      String title, double width, Function<S, Words> words, String... styleClasses) {
    return indented(title, width, words, row -> 0, styleClasses);
  }

  /**
   * A column of such cells that stand further right for some rows.
   *
   * @param title above it
   * @param width preferred
   * @param words what a row shows in it
   * @param indent by how many pixels
   * @param styleClasses of cells and header
   */
  public static <S> TableColumn<S, S> indented(
      String title,
      double width,
      Function<S, Words> words,
      ToDoubleFunction<S> indent,
      String... styleClasses) {
    TableColumn<S, S> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(LEAST * width);
    column.setSortable(false);
    column.setReorderable(false);
    column.getStyleClass().addAll(styleClasses);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(
        c -> {
          WordsCell<S> cell = new WordsCell<>(words, indent);
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
    if (shown.quiet != getStyleClass().contains("quiet")) {
      if (shown.quiet) {
        getStyleClass().add("quiet");
      } else {
        getStyleClass().remove("quiet");
      }
    }
    if (shown.look == null) {
      double left = indent.applyAsDouble(item);
      space.setMinWidth(left);
      setGraphic(left > 0 ? space : null);
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
