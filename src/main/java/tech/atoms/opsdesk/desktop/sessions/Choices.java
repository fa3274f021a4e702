package tech.atoms.opsdesk.desktop.sessions;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.controlsfx.control.SearchableComboBox;

/** Menus of which one entry holds. */
final class Choices {
  private Choices() {}

  /**
   * A menu, its first entry chosen.
   *
   * @param name for screen readers
   * @param values the entries
   * @param words how an entry is written
   * @param chosen hears of another choice
   */
  static <T> ComboBox<T> of(
      String name, List<T> values, Function<T, String> words, Consumer<T> chosen) {
    return prepared(new ComboBox<>(), name, values, words, chosen);
  }

  /** A menu of texts that is searched by typing; at first only the empty text, "any". */
  static SearchableComboBox<String> searchable(
      String name, Function<String, String> words, Consumer<String> chosen) {
    return prepared(new SearchableComboBox<>(), name, List.of(""), words, chosen);
  }

  private static <T, C extends ComboBox<T>> C prepared(
      C box, String name, List<T> values, Function<T, String> words, Consumer<T> chosen) {
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
    // A search, and other entries, take the value away and bring it back: that is no other choice.
    AtomicReference<T> held = new AtomicReference<>(values.getFirst());
    box.valueProperty()
        .subscribe(
            value -> {
              if (value != null && !value.equals(held.getAndSet(value))) {
                chosen.accept(value);
              }
            });
    return box;
  }
}
