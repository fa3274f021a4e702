package tech.atoms.opsdesk.desktop.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.EnvironmentLook;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.environment.Environment;

/** Ctrl+E: the environments of the profile, found by typing, the current one marked. */
final class Switcher {
  private static final double WIDTH = 560;
  private static final double LIST_HEIGHT = 448;

  /** As many as there are digits to choose them by. */
  private static final int NUMBERED = 9;

  private final @Nullable Environment current;
  private final List<Environment> environments;
  private final Consumer<Environment> chosen;
  private final TextField field = new TextField();
  private final Label count = new Label();
  private final VBox rows = new VBox();
  private final SelectionList list = new SelectionList(rows, LIST_HEIGHT);
  private final Card card;
  private List<Environment> found = List.of();

  Switcher(
      @Nullable Environment current, List<Environment> environments, Consumer<Environment> chosen) {
    this.current = current;
    this.environments = environments;
    this.chosen = chosen;
    field.getStyleClass().add("palette-field");
    field.setPromptText("Switch to: a part of its name");
    field.setAccessibleText("Switch environment");
    count.getStyleClass().add("meta");
    count.setMinWidth(Region.USE_PREF_SIZE);
    rows.getStyleClass().add("switcher-rows");
    card = new Card(current, field, count);
    card.setPrefWidth(WIDTH);
    HBox foot =
        new HBox(
            Palette.hint("↑ ↓", "select"),
            Palette.hint("Enter", "switch"),
            Palette.hint("1 … 9", "switch at once"));
    foot.getStyleClass().add("overlay-foot");
    card.getChildren().addAll(list.node(), foot);
    field.textProperty().subscribe(this::search);
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    field.addEventFilter(KeyEvent.KEY_TYPED, this::digit);
  }

  Region card() {
    return card;
  }

  /** Where one types. */
  TextField field() {
    return field;
  }

  private void search(String typed) {
    String part = typed.strip().toLowerCase(Locale.ROOT);
    found =
        environments.stream()
            .filter(
                e ->
                    e.name().toLowerCase(Locale.ROOT).contains(part)
                        || ShellModel.host(e).toLowerCase(Locale.ROOT).contains(part))
            .toList();
    List<Region> buttons = new ArrayList<>();
    for (Environment environment : found) {
      boolean numbered = part.isEmpty() && buttons.size() < NUMBERED;
      buttons.add(row(environment, numbered ? String.valueOf(buttons.size() + 1) : ""));
    }
    rows.getChildren().setAll(buttons);
    if (buttons.isEmpty()) {
      Label none = new Label("No environment of the profile has “" + typed + "” in its name.");
      none.getStyleClass().add("palette-group");
      none.setWrapText(true);
      rows.getChildren().add(none);
    }
    count.setText(found.size() + " of " + environments.size());
    int at = 0;
    for (int i = 0; i < found.size(); i++) {
      if (isCurrent(found.get(i))) {
        at = i;
      }
    }
    list.show(buttons, part.isEmpty() ? at : 0);
    tell();
  }

  private boolean isCurrent(Environment environment) {
    return current != null && current.name().equals(environment.name());
  }

  private Button row(Environment environment, String digit) {
    boolean here = isCurrent(environment);
    Label host = new Label(ShellModel.host(environment));
    host.getStyleClass().add("strong");
    Label remark = new Label(here ? "you are here" : "");
    remark.getStyleClass().add("meta");
    remark.setMinWidth(Region.USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox content =
        new HBox(
            EnvironmentLook.badge(environment.kind(), environment.name()), host, remark, space);
    if (!digit.isEmpty()) {
      content.getChildren().add(new KeyCap(digit));
    }
    content.getStyleClass().add("switcher-row-content");
    content.setPrefWidth(500);
    Button row = new Button();
    row.setGraphic(content);
    row.setMaxWidth(Double.MAX_VALUE);
    row.setFocusTraversable(false);
    row.getStyleClass().add("switcher-row");
    if (here) {
      row.getStyleClass().add("current");
    }
    row.setAccessibleText(environment.name() + ", " + host.getText() + (here ? ", current" : ""));
    row.setOnAction(e -> chosen.accept(environment));
    return row;
  }

  private void key(KeyEvent event) {
    KeyCode code = event.getCode();
    if (code == KeyCode.DOWN || code == KeyCode.UP) {
      list.move(code == KeyCode.DOWN ? 1 : -1);
      tell();
      event.consume();
    } else if (code == KeyCode.ENTER) {
      if (!found.isEmpty()) {
        chosen.accept(found.get(list.selected()));
      }
      event.consume();
    }
  }

  /** Only before anything is typed: a name may hold digits. */
  private void digit(KeyEvent event) {
    String character = event.getCharacter();
    if (!field.getText().isEmpty() || character.length() != 1) {
      return;
    }
    int index = character.charAt(0) - '1';
    if (index >= 0 && index < Math.min(NUMBERED, found.size())) {
      event.consume();
      chosen.accept(found.get(index));
    }
  }

  private void tell() {
    field.setAccessibleHelp(
        found.isEmpty() ? "Nothing found" : "Selected: " + found.get(list.selected()).name());
  }
}
