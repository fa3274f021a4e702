package tech.atoms.opsdesk.desktop.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** A row of choices of which one holds. */
public final class Segments<T> extends HBox {
  private final Map<T, ToggleButton> buttons = new LinkedHashMap<>();
  private final Map<T, String> names;

  /**
   * A row of choices, the first of which holds.
   *
   * @param title for screen readers
   * @param names choices with their words
   * @param chosen hears of a choice by the user
   */
  public Segments(String title, Map<T, String> names, Consumer<T> chosen) {
    this.names = names;
    getStyleClass().add("segmented");
    setAccessibleText(title);
    ToggleGroup group = new ToggleGroup();
    names.forEach(
        (value, name) -> {
          ToggleButton button = new ToggleButton(name);
          button.setToggleGroup(group);
          button.setAccessibleText(title + ": " + name);
          button.setMinWidth(USE_PREF_SIZE);
          button.setOnAction(
              e -> {
                button.setSelected(true); // a choice cannot be taken back, only changed
                chosen.accept(value);
              });
          buttons.put(value, button);
          getChildren().add(button);
        });
    ArrowKeys.choose(this);
    getChildren().getFirst().getStyleClass().add("first");
    getChildren().getLast().getStyleClass().add("last");
    buttons.values().iterator().next().setSelected(true);
  }

  /** Shows a number behind a choice; empty for none. */
  public void count(T value, String number) {
    ToggleButton button = buttons.get(value);
    String text = number.isEmpty() ? names.get(value) : names.get(value) + " " + number;
    if (button != null && text != null && !text.equals(button.getText())) {
      button.setText(text);
      button.setAccessibleText(getAccessibleText() + ": " + text);
    }
  }

  /** Shows a choice as the one that holds. */
  public void choose(T value) {
    ToggleButton button = buttons.get(value);
    if (button != null) {
      button.setSelected(true);
    }
  }
}
