package tech.atoms.opsdesk.desktop.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.Operations;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** The navigation. Shows the screens that are registered, and nothing else. */
final class Sidebar extends VBox {
  private static final double RUN_WIDTH = 152;

  private final VBox screens = new VBox();
  private final Map<String, Button> buttons = new HashMap<>();
  private final StateLabel runTitle = new StateLabel(Look.RUNNING, "");
  private final Label runDetail = new Label();
  private final Button run = new Button();
  private Operations.@Nullable RunLine shownRun;

  Sidebar(Runnable theme, Runnable shortcuts) {
    getStyleClass().add("shell-sidebar");
    setAccessibleText("Navigation");
    Region space = new Region();
    VBox.setVgrow(space, Priority.ALWAYS);
    runTitle.getStyleClass().add("small");
    runDetail.getStyleClass().add("sidebar-run-detail");
    runTitle.setWrapText(true);
    runDetail.setWrapText(true);
    for (Region words : List.of(runTitle, runDetail)) {
      words.setMinWidth(0);
      words.setMinHeight(USE_PREF_SIZE);
    }
    // A button asks for the height of one line, whatever is wrapped in it.
    VBox lines =
        new VBox(2, runTitle, runDetail) {
          @Override
          protected double computePrefHeight(double width) {
            return super.computePrefHeight(RUN_WIDTH);
          }
        };
    lines.setPrefWidth(RUN_WIDTH);
    run.setGraphic(lines);
    run.getStyleClass().add("sidebar-run");
    run.managedProperty().bind(run.visibleProperty());
    run.setVisible(false);
    getChildren()
        .addAll(
            screens,
            space,
            run,
            item("mdi2t-theme-light-dark", "Theme", "Ctrl T", theme),
            item("mdi2k-keyboard-outline", "Shortcuts", "F1", shortcuts));
  }

  /** Shows other screens. */
  void show(List<ScreenEntry> entries, Consumer<ScreenEntry> open) {
    screens.getChildren().clear();
    buttons.clear();
    String section = "";
    for (ScreenEntry entry : entries) {
      if (!entry.section().equals(section)) {
        Label heading = new Label(entry.section());
        heading.getStyleClass().add("sidebar-section");
        if (!section.isEmpty()) {
          heading.getStyleClass().add("later");
        }
        screens.getChildren().add(heading);
        section = entry.section();
      }
      Button button = item(entry.icon(), entry.title(), entry.keys(), () -> open.accept(entry));
      buttons.put(entry.name(), button);
      screens.getChildren().add(button);
    }
  }

  /** Shows the run that is active; null: none is. */
  void show(Operations.@Nullable RunLine line) {
    Operations.RunLine before = shownRun;
    shownRun = line;
    run.setVisible(line != null);
    if (line == null) {
      return;
    }
    runTitle.set(line.look(), line.title());
    runDetail.setText(line.detail());
    run.setAccessibleText(line.title() + ", " + line.detail());
    run.setOnAction(event -> line.open().run());
    String styleClass = "run-" + line.look().styleClass();
    if (before == null || before.look() != line.look()) {
      run.getStyleClass().removeIf(one -> one.startsWith("run-"));
      run.getStyleClass().add(styleClass);
    }
  }

  /** Marks the screen that is open. */
  void mark(String name) {
    buttons.forEach(
        (screen, button) -> {
          button.getStyleClass().remove("current");
          if (screen.equals(name)) {
            button.getStyleClass().add("current");
          }
        });
  }

  private static Button item(String icon, String title, String keys, Runnable action) {
    Label text = new Label(title);
    text.getStyleClass().add("sidebar-text");
    Label caps = new Label(keys);
    caps.getStyleClass().add("sidebar-keys");
    caps.setMinWidth(Region.USE_PREF_SIZE);
    text.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox content = new HBox(Icons.icon(icon), text, caps);
    content.getStyleClass().add("sidebar-content");
    content.setPrefWidth(160);
    Button button = new Button();
    button.setGraphic(content);
    button.getStyleClass().add("sidebar-item");
    button.setAccessibleText(title + ", " + keys);
    button.setOnAction(e -> action.run());
    return button;
  }
}
