package tech.atoms.opsdesk.desktop.shell;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
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

/** Ctrl+E: the environments of the profile, the current one marked. */
final class Switcher {
  private final Card card;
  private final VBox rows = new VBox();

  Switcher(
      @Nullable Environment current, List<Environment> environments, Consumer<Environment> chosen) {
    card = new Card(current, Card.title("Switch environment"), Card.nothing());
    card.setPrefWidth(560);
    rows.getStyleClass().add("switcher-rows");
    for (int i = 0; i < environments.size(); i++) {
      rows.getChildren().add(row(environments.get(i), i, current, chosen));
    }
    rows.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    HBox foot = new HBox(Palette.hint("↑ ↓", "select"), Palette.hint("Enter", "switch"));
    foot.getStyleClass().add("overlay-foot");
    card.getChildren().addAll(rows, foot);
  }

  Region card() {
    return card;
  }

  /** The row of the current environment, or the first. */
  Region first() {
    return rows.getChildren().stream()
        .filter(row -> row.getStyleClass().contains("current"))
        .findFirst()
        .map(Region.class::cast)
        .orElseGet(
            () -> rows.getChildren().isEmpty() ? card : (Region) rows.getChildren().getFirst());
  }

  private static Button row(
      Environment environment,
      int index,
      @Nullable Environment current,
      Consumer<Environment> chosen) {
    boolean here = current != null && current.name().equals(environment.name());
    Label host = new Label(ShellModel.host(environment));
    host.getStyleClass().add("strong");
    Label remark = new Label(here ? "you are here" : "");
    remark.getStyleClass().add("meta");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox content =
        new HBox(
            EnvironmentLook.badge(environment.kind(), environment.name()), host, remark, space);
    if (index < 9) {
      content.getChildren().add(new KeyCap(Integer.toString(index + 1)));
    }
    content.getStyleClass().add("switcher-row-content");
    content.setPrefWidth(500);
    Button row = new Button();
    row.setGraphic(content);
    row.setMaxWidth(Double.MAX_VALUE);
    row.getStyleClass().add("switcher-row");
    if (here) {
      row.getStyleClass().add("current");
    }
    row.setAccessibleText(environment.name() + ", " + host.getText() + (here ? ", current" : ""));
    row.setOnAction(e -> chosen.accept(environment));
    return row;
  }

  private void key(KeyEvent event) {
    int focused = -1;
    for (int i = 0; i < rows.getChildren().size(); i++) {
      if (rows.getChildren().get(i).isFocused()) {
        focused = i;
      }
    }
    int size = rows.getChildren().size();
    if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP) {
      int step = event.getCode() == KeyCode.DOWN ? 1 : -1;
      rows.getChildren().get(Math.floorMod(focused + step, size)).requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && focused >= 0) {
      ((Button) rows.getChildren().get(focused)).fire();
      event.consume();
    } else if (event.getCode().isDigitKey()) {
      int index = event.getCode().getCode() - KeyCode.DIGIT1.getCode();
      if (index >= 0 && index < size) {
        ((Button) rows.getChildren().get(index)).fire();
        event.consume();
      }
    }
  }
}
