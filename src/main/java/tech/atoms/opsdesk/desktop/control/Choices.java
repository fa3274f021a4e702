package tech.atoms.opsdesk.desktop.control;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyEvent;
import javafx.util.StringConverter;
import org.controlsfx.control.SearchableComboBox;

/** Menus of which one entry holds. */
public final class Choices {
  private Choices() {}

  /**
   * A menu, its first entry chosen.
   *
   * @param name for screen readers
   * @param values the entries
   * @param words how an entry is written
   * @param chosen hears of another choice
   */
  public static <T> ComboBox<T> of(
      String name, List<T> values, Function<T, String> words, Consumer<T> chosen) {
    ComboBox<T> box = prepared(new ComboBox<>(), name, values, words);
    box.valueProperty()
        .subscribe(
            (before, value) -> {
              if (value != null && !value.equals(before)) {
                chosen.accept(value);
              }
            });
    return box;
  }

  /**
   * A menu of texts that is searched by typing; at first only the empty text, "any". What arrows
   * pass while it is open is not chosen yet: Escape still takes it back.
   *
   * @param name for screen readers
   * @param words how an entry is written
   * @param chosen hears of another choice
   */
  public static SearchableComboBox<String> searchable(
      String name, Function<String, String> words, Consumer<String> chosen) {
    SearchableComboBox<String> box = prepared(new SearchableComboBox<>(), name, List.of(""), words);
    AtomicReference<String> told = new AtomicReference<>("");
    Runnable tell =
        () -> {
          String value = box.getValue();
          if (box.isShowing()) {
            return;
          }
          if (value == null) {
            box.setValue(told.get()); // nothing matched what was typed
          } else if (!value.equals(told.getAndSet(value))) {
            chosen.accept(value);
          }
        };
    box.valueProperty().subscribe((before, value) -> tell.run());
    box.showingProperty().subscribe((before, showing) -> tell.run());
    box.addEventHandler(KeyEvent.KEY_PRESSED, event -> key(box, event));
    return box;
  }

  /** Keys that every other menu knows and this one does not, and one back to "any". */
  private static void key(SearchableComboBox<String> box, KeyEvent event) {
    if (!box.isFocused() || box.isShowing()) {
      return;
    }
    switch (event.getCode()) {
      case ENTER, F4 -> box.show();
      case DELETE, BACK_SPACE -> box.setValue(box.getItems().getFirst());
      default -> {
        return;
      }
    }
    event.consume();
  }

  private static <T, C extends ComboBox<T>> C prepared(
      C box, String name, List<T> values, Function<T, String> words) {
    box.getStyleClass().addAll("choice", name.toLowerCase(Locale.ROOT));
    box.getItems().setAll(values);
    box.setValue(values.getFirst());
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(T value) {
            return value == null ? "" : words.apply(value);
          }

          @Override
          public T fromString(String text) {
            return box.getItems().stream()
                .filter(value -> words.apply(value).equals(text))
                .findFirst()
                .orElse(box.getValue());
          }
        });
    box.setAccessibleText(name);
    return box;
  }
}
