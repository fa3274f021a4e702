package tech.atoms.opsdesk.desktop.fault;

import atlantafx.base.controls.ToggleSwitch;
import java.time.Instant;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.provider.sandbox.FaultClient.FaultState;

/** One fault: switch, name, state, value. */
final class FaultRow extends HBox {

  /** Asks for a change. */
  @FunctionalInterface
  interface Change {
    void ask(String name, boolean on, @Nullable Double value);
  }

  private final ToggleSwitch toggle = new ToggleSwitch();
  private final StateLabel state = new StateLabel(Look.NO_DATA, "Not known");
  private final TextField value = new TextField();
  private final String name;
  private boolean showing;

  FaultRow(FaultState fault, Change change) {
    name = fault.name();
    getStyleClass().add("fault-row");
    Label title = new Label(fault.title());
    title.getStyleClass().add("strong");
    Label code = new Label(fault.name());
    code.getStyleClass().addAll("mono", "muted");
    VBox names = new VBox(title, code);
    names.setMinWidth(240);
    state.getStyleClass().add("small");
    state.setMinWidth(220);
    boolean valued = !fault.valueMeaning().isEmpty();
    Label meaning = new Label(fault.valueMeaning());
    meaning.getStyleClass().add("meta");
    value.setPrefColumnCount(6);
    value.setVisible(valued);
    value.setAccessibleText(fault.title() + ", " + fault.valueMeaning());
    value.setText(plain(fault.value()));
    toggle.setAccessibleText(fault.title());
    toggle
        .selectedProperty()
        .subscribe(
            (before, on) -> {
              if (!showing) {
                change.ask(name, on, valued ? number() : null);
              }
            });
    value.setOnAction(
        e -> {
          if (toggle.isSelected()) {
            change.ask(name, true, number());
          }
        });
    getChildren().addAll(toggle, names, state, value, meaning);
  }

  void show(FaultState fault, Instant now) {
    showing = true;
    toggle.setDisable(false);
    toggle.setSelected(fault.active());
    showing = false;
    if (fault.active()) {
      Instant until = fault.until();
      String text = until == null ? "Active" : "Active, ends in " + Ages.age(now, until);
      state.set(Look.WARNING, text);
    } else {
      state.set(Look.NEUTRAL, "Off");
    }
    if (!value.isFocused()) {
      value.setText(plain(fault.value()));
    }
  }

  /** Takes the focus: Space switches it. */
  void choose() {
    toggle.requestFocus();
  }

  /** The sandbox did not answer: what it does is not known. */
  void unknown() {
    state.set(Look.NO_DATA, "Not known");
    toggle.setDisable(true);
  }

  private @Nullable Double number() {
    try {
      return Double.valueOf(value.getText().strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
