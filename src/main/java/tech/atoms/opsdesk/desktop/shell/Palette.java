package tech.atoms.opsdesk.desktop.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.EnvironmentLook;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.environment.Environment;

/** Everything one can do or go to, by typing a part of its name. */
final class Palette {
  private static final double WIDTH = 720;
  private static final double LIST_HEIGHT = 448;

  private final PaletteModel model;
  private final Runnable close;
  private final TextField field = new TextField();
  private final Label count = new Label();
  private final VBox rows = new VBox();
  private final SelectionList list = new SelectionList(rows, LIST_HEIGHT);
  private final Card card;
  private List<PaletteModel.Match> matches = List.of();

  Palette(PaletteModel model, @Nullable Environment environment, Runnable close) {
    this.model = model;
    this.close = close;
    field.getStyleClass().add("palette-field");
    field.setPromptText("Search or run…");
    field.setAccessibleText("Search or run");
    count.getStyleClass().add("meta");
    count.setMinWidth(Region.USE_PREF_SIZE);
    rows.getStyleClass().add("palette-rows");
    card = new Card(environment, field, count);
    card.setPrefWidth(WIDTH);
    card.getChildren().addAll(list.node(), foot());
    field.textProperty().subscribe(this::search);
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  Region card() {
    return card;
  }

  TextField field() {
    return field;
  }

  private void search(String typed) {
    matches = model.matches(typed);
    List<Region> selectable = new ArrayList<>();
    rows.getChildren().clear();
    String group = "";
    for (PaletteModel.Match match : matches) {
      if (!match.entry().group().equals(group)) {
        group = match.entry().group();
        Label heading = new Label(group);
        heading.getStyleClass().add("palette-group");
        rows.getChildren().add(heading);
      }
      HBox row = row(match);
      selectable.add(row);
      rows.getChildren().add(row);
    }
    if (matches.isEmpty()) {
      Label none =
          new Label(
              "Nothing matches “" + typed + "”. Screens, actions and environments were searched.");
      none.getStyleClass().add("palette-group");
      none.setWrapText(true);
      rows.getChildren().add(none);
    }
    count.setText(matches.size() == 1 ? "1 result" : matches.size() + " results");
    list.show(selectable, 0);
    tell();
  }

  private HBox row(PaletteModel.Match match) {
    PaletteModel.Entry entry = match.entry();
    Environment environment = entry.environment();
    Node mark =
        environment == null
            ? Icons.icon(entry.icon())
            : EnvironmentLook.badge(environment.kind(), environment.name());
    Label detail = new Label(entry.detail());
    detail.getStyleClass().add("meta");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox row = new HBox(mark, title(match), detail, space);
    if (!entry.keys().isEmpty()) {
      row.getChildren().add(new KeyCap(entry.keys()));
    }
    row.getStyleClass().add("palette-row");
    row.setAccessibleText(entry.title() + " " + entry.detail());
    row.setOnMouseClicked(e -> run(match));
    return row;
  }

  private static TextFlow title(PaletteModel.Match match) {
    String title = match.entry().title();
    TextFlow flow = new TextFlow();
    flow.getStyleClass().add("palette-title");
    flow.setMinWidth(Region.USE_PREF_SIZE);
    flow.setMaxHeight(Region.USE_PREF_SIZE);
    part(flow, title.substring(0, match.from()), "palette-text");
    part(flow, title.substring(match.from(), match.to()), "palette-match");
    part(flow, title.substring(match.to()), "palette-text");
    return flow;
  }

  private static void part(TextFlow flow, String text, String styleClass) {
    if (!text.isEmpty()) {
      Text part = new Text(text);
      part.getStyleClass().add(styleClass);
      flow.getChildren().add(part);
    }
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> move(1);
      case UP -> move(-1);
      case ENTER -> {
        if (!matches.isEmpty()) {
          run(matches.get(list.selected()));
        }
      }
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void run(PaletteModel.Match match) {
    close.run();
    match.entry().run().run();
  }

  private void move(int rowsDown) {
    list.move(rowsDown);
    tell();
  }

  private void tell() {
    field.setAccessibleHelp(
        matches.isEmpty()
            ? "Nothing found"
            : "Selected: " + matches.get(list.selected()).entry().title());
  }

  private static HBox foot() {
    HBox foot = new HBox(hint("↑ ↓", "select"), hint("Enter", "open"), hint(">", "actions"));
    foot.getStyleClass().add("overlay-foot");
    return foot;
  }

  static HBox hint(String keys, String text) {
    Label label = new Label(text);
    label.getStyleClass().add("meta");
    HBox hint = new HBox(new KeyCap(keys), label);
    hint.getStyleClass().add("footer-hint");
    return hint;
  }
}
