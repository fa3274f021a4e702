package tech.atoms.opsdesk.desktop.sessions;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.UserSessions;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** A user with one cell for each session that they may have. */
final class UserLine extends VBox {

  UserLine(UserSessions user, int limit) {
    getStyleClass().add("user-line");
    @Nullable Look look = Texts.look(user.live(), limit);
    String text = Texts.ofLimit(user.live(), limit);
    String name = user.email().isEmpty() ? "user no longer there" : user.email();
    Label who = new Label(name);
    who.getStyleClass().add("small");
    who.setMinWidth(0);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Node number;
    if (look == null) {
      Label plain = new Label(text);
      plain.getStyleClass().add("meta");
      plain.setMinWidth(USE_PREF_SIZE);
      number = plain;
    } else {
      StateLabel state = new StateLabel(look, text);
      state.getStyleClass().add("small");
      number = state;
    }
    HBox cells = new HBox();
    cells.getStyleClass().add("user-cells");
    for (int i = 0; i < limit; i++) {
      Region cell = new Region();
      cell.getStyleClass().add("user-cell");
      if (i < user.live()) {
        cell.getStyleClass().add("used");
        if (look != null) {
          cell.getStyleClass().add(look == Look.BAD ? "full" : "near");
        }
      }
      HBox.setHgrow(cell, Priority.ALWAYS);
      cell.setMaxWidth(Double.MAX_VALUE);
      cells.getChildren().add(cell);
    }
    getChildren().addAll(new HBox(8, who, space, number), cells);
    setAccessibleText(name + ": " + text + " sessions");
  }
}
