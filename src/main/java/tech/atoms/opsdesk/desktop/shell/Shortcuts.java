package tech.atoms.opsdesk.desktop.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.Screen.KeyHint;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.environment.Environment;

/** F1: every key that works now. */
final class Shortcuts {
  private static final List<KeyHint> WINDOW =
      List.of(
          new KeyHint("Ctrl K", "Search or run"),
          new KeyHint("Ctrl E", "Switch environment"),
          new KeyHint("Ctrl T", "Dark or light"),
          new KeyHint("F1", "Shortcuts"),
          new KeyHint("F5", "Refresh"),
          new KeyHint("F6", "Next panel"),
          new KeyHint("Tab", "Next control"),
          new KeyHint("↑ ↓", "Select in a list"),
          new KeyHint("Enter", "Open what is selected"),
          new KeyHint("/", "Filter"),
          new KeyHint("Esc", "Close what lies over the window"));

  /** Keys whose meaning no screen changes, however it names it. */
  private static final Set<String> EVERYWHERE =
      Set.of("Ctrl K", "Ctrl E", "Ctrl T", "F1", "F5", "F6", "/", "Esc");

  private final Button done = new Button("Close");
  private final Card card;

  Shortcuts(
      @Nullable Environment environment,
      List<ScreenEntry> screens,
      List<KeyHint> screen,
      Runnable close) {
    card = new Card(environment, Card.title("Shortcuts"), Card.nothing());
    List<KeyHint> open = new ArrayList<>();
    screens.forEach(entry -> open.add(new KeyHint(entry.keys(), entry.title())));
    VBox right = new VBox(16);
    if (!open.isEmpty()) {
      right.getChildren().add(group("Screens", open));
    }
    // What a key does on this screen stands there alone; what it does everywhere, on the left.
    List<KeyHint> own = screen.stream().filter(hint -> !EVERYWHERE.contains(hint.keys())).toList();
    Set<String> ownKeys = own.stream().map(KeyHint::keys).collect(Collectors.toSet());
    List<KeyHint> window = WINDOW.stream().filter(hint -> !ownKeys.contains(hint.keys())).toList();
    if (!own.isEmpty()) {
      right.getChildren().add(group("On this screen", own));
    }
    HBox columns = new HBox(48, group("Everywhere", window), right);
    columns.getStyleClass().add("overlay-body");
    done.setOnAction(e -> close.run());
    HBox foot = new HBox(done);
    foot.getStyleClass().add("overlay-foot");
    card.getChildren().addAll(columns, foot);
  }

  Region card() {
    return card;
  }

  Button done() {
    return done;
  }

  private static VBox group(String title, List<KeyHint> hints) {
    Label heading = new Label(title);
    heading.getStyleClass().add("meta");
    GridPane grid = new GridPane(24, 8);
    for (int row = 0; row < hints.size(); row++) {
      grid.add(new KeyCap(hints.get(row).keys()), 0, row);
      grid.add(new Label(hints.get(row).label()), 1, row);
    }
    return new VBox(8, heading, grid);
  }
}
