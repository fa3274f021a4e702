package tech.atoms.opsdesk.desktop.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Segments;
import tech.atoms.opsdesk.workflow.LogLine;

/**
 * The log of a run: as many lines as there are, of which only those in view are drawn. Follows the
 * end until somebody looks further up. On the JavaFX thread.
 */
final class LogPane extends VBox {
  private static final double ROW = 18;

  private final List<LogLine> all = new ArrayList<>();
  private final ObservableList<LogLine> shown = FXCollections.observableArrayList();
  private final ListView<LogLine> list = new ListView<>(shown);
  private final Segments<Only> only;
  private final TextField find = new TextField();
  private final Label matches = new Label();
  private final Label following = new Label();

  /** All of the selected line: in the list it has one line of the window alone. */
  private final Label whole = new Label();

  private final Button copy;
  private Only filter = Only.ALL;
  private String step = "";
  private boolean follows = true;
  private int warnings;

  /** Which lines are shown. */
  private enum Only {
    ALL,
    WARNINGS,
    STEP
  }

  LogPane() {
    getStyleClass().addAll("panel", "log-panel");
    Label title = new Label("Live log");
    title.getStyleClass().add("panel-title");
    title.setMinWidth(Region.USE_PREF_SIZE);
    Map<Only, String> names = new LinkedHashMap<>();
    names.put(Only.ALL, "All");
    names.put(Only.WARNINGS, "Warnings");
    names.put(Only.STEP, "This step");
    only =
        new Segments<>(
            "Lines",
            names,
            chosen -> {
              filter = chosen;
              refill();
            });
    only.getStyleClass().add("small-segments");
    copy = KeyedButton.of("Copy", "mdi2c-content-copy", "", this::copy, "small-button");
    HBox head = new HBox(8, title, space(), only, copy);
    head.getStyleClass().add("log-head");
    list.setFixedCellSize(ROW);
    list.setAccessibleText("Log of the run");
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setCellFactory(view -> new LogCell());
    list.getStyleClass().add("log-list");
    Label none = new Label("No line yet.");
    none.getStyleClass().add("meta");
    list.setPlaceholder(none);
    VBox.setVgrow(list, Priority.ALWAYS);
    find.setPromptText("Find in the log");
    find.setAccessibleText("Find in the log");
    find.getStyleClass().add("log-find");
    find.textProperty().subscribe(text -> count());
    find.addEventHandler(KeyEvent.KEY_PRESSED, this::findKey);
    matches.getStyleClass().add("meta");
    matches.setMinWidth(Region.USE_PREF_SIZE);
    following.getStyleClass().add("log-following");
    following.setMinWidth(Region.USE_PREF_SIZE);
    HBox foot =
        new HBox(
            8,
            following,
            space(),
            find,
            matches,
            new KeyCap("End"),
            meta("follow"),
            new KeyCap("Ctrl F"),
            meta("find"));
    foot.getStyleClass().add("log-foot");
    whole.getStyleClass().addAll("mono", "log-whole");
    whole.setWrapText(true);
    whole.setMinHeight(Region.USE_PREF_SIZE);
    whole.managedProperty().bind(whole.visibleProperty());
    list.getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            line -> {
              whole.setText(line == null ? "" : line.text());
              whole.setVisible(line != null);
            });
    getChildren().addAll(head, list, whole, foot);
    list.addEventFilter(ScrollEvent.SCROLL, event -> follow(event.getDeltaY() <= 0 && follows));
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::listKey);
    list.addEventFilter(
        MouseEvent.MOUSE_PRESSED,
        event -> {
          if (isInBar(event.getTarget())) {
            follow(false);
          }
        });
    follow(true);
  }

  /** Another run: nothing of it is known yet. */
  void clear() {
    all.clear();
    shown.clear();
    warnings = 0;
    step = "";
    only.count(Only.WARNINGS, "");
    follow(true);
    count();
  }

  /** The step whose lines "This step" means. */
  void step(String current) {
    if (!current.equals(step)) {
      step = current;
      if (filter == Only.STEP) {
        refill();
      }
    }
  }

  /** Adds lines at the end. */
  void add(List<LogLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    all.addAll(lines);
    int before = warnings;
    warnings += (int) lines.stream().filter(line -> RunTexts.warns(line.level())).count();
    if (warnings != before) {
      only.count(Only.WARNINGS, String.valueOf(warnings));
    }
    shown.addAll(filter == Only.ALL ? lines : lines.stream().filter(this::fits).toList());
    if (!find.getText().isBlank()) {
      count();
    }
    scrollToEnd();
  }

  /** How many lines there are. */
  int size() {
    return all.size();
  }

  /** The lines that are shown. */
  ObservableList<LogLine> shown() {
    return shown;
  }

  /** Whether the newest line is kept in view. */
  boolean follows() {
    return follows;
  }

  /** The list itself. */
  ListView<LogLine> list() {
    return list;
  }

  /** Ctrl F. */
  void beginToFind() {
    find.requestFocus();
    find.selectAll();
  }

  /** End: the newest line stays in view from now on. */
  void followEnd() {
    follow(true);
    scrollToEnd();
  }

  private void scrollToEnd() {
    if (follows && !shown.isEmpty()) {
      list.scrollTo(shown.size() - 1);
    }
  }

  private void follow(boolean wanted) {
    follows = wanted;
    following.setText(wanted ? "Following" : "Not following");
    following.setGraphic(Icons.icon(wanted ? "mdi2c-circle-medium" : "mdi2p-pause"));
    following.getStyleClass().remove("on");
    if (wanted) {
      following.getStyleClass().add("on");
    }
  }

  private void refill() {
    shown.setAll(filter == Only.ALL ? all : all.stream().filter(this::fits).toList());
    count();
    scrollToEnd();
  }

  private boolean fits(LogLine line) {
    return switch (filter) {
      case ALL -> true;
      case WARNINGS -> RunTexts.warns(line.level());
      case STEP -> line.step().equals(step);
    };
  }

  private void listKey(KeyEvent event) {
    switch (event.getCode()) {
      case END -> {
        followEnd();
        event.consume();
      }
      case UP, PAGE_UP, HOME -> follow(false);
      case C -> {
        if (event.isShortcutDown()) {
          copy();
          event.consume();
        }
      }
      default -> {}
    }
  }

  private void findKey(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
      find(event.isShiftDown() ? -1 : 1);
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE && !find.getText().isEmpty()) {
      find.clear();
      event.consume();
    }
  }

  private boolean matches(LogLine line, String text) {
    return line.text().toLowerCase(Locale.ROOT).contains(text)
        || line.step().toLowerCase(Locale.ROOT).contains(text);
  }

  private void count() {
    String text = find.getText().strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      matches.setText("");
      return;
    }
    long found = shown.stream().filter(line -> matches(line, text)).count();
    matches.setText(found == 1 ? "1 match" : found + " matches");
  }

  /** Selects the next line that matches, from the selected one on; after the last, the first. */
  private void find(int by) {
    String text = find.getText().strip().toLowerCase(Locale.ROOT);
    int size = shown.size();
    if (text.isEmpty() || size == 0) {
      return;
    }
    int from = list.getSelectionModel().getSelectedIndex();
    int start = from < 0 ? (by > 0 ? -1 : size) : from;
    for (int i = 1; i <= size; i++) {
      int at = Math.floorMod(start + by * i, size);
      if (matches(shown.get(at), text)) {
        follow(false);
        list.getSelectionModel().clearAndSelect(at);
        list.scrollTo(Math.max(0, at - 3));
        return;
      }
    }
  }

  /** Copies the lines that are selected; all that are shown where none is. */
  private void copy() {
    List<LogLine> chosen = list.getSelectionModel().getSelectedItems();
    List<LogLine> lines = chosen.isEmpty() ? shown : List.copyOf(chosen);
    ClipboardContent content = new ClipboardContent();
    content.putString(lines.stream().map(LogPane::plain).collect(Collectors.joining("\n")));
    Clipboard.getSystemClipboard().setContent(content);
  }

  static String plain(LogLine line) {
    return "%s  %-5s  %-12s  %s".formatted(line.at(), line.level(), line.step(), line.text());
  }

  private static boolean isInBar(Object target) {
    for (Node at = target instanceof Node node ? node : null; at != null; at = at.getParent()) {
      if (at instanceof ScrollBar) {
        return true;
      }
    }
    return false;
  }

  private static Region space() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    return space;
  }

  private static Label meta(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("meta");
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  /** A line: time, level, step, text. Its labels are made once and kept. */
  private static final class LogCell extends javafx.scene.control.ListCell<LogLine> {
    private final Label at = mono("log-at");
    private final Label level = mono("log-level");
    private final Label step = mono("log-step");
    private final Label text = mono("log-text");
    private final HBox line = new HBox(at, level, step, text);

    LogCell() {
      line.getStyleClass().add("log-line");
      line.setMinWidth(0);
      line.setPrefWidth(1);
      text.setMinWidth(0);
      setOnMouseEntered(event -> tell());
      setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
    }

    /** All of a line that has not the room. */
    private void tell() {
      boolean cut = text.getWidth() < text.prefWidth(-1);
      setTooltip(cut ? new Tooltip(text.getText()) : null);
    }

    private static Label mono(String styleClass) {
      Label label = new Label();
      label.getStyleClass().addAll("mono", styleClass);
      return label;
    }

    @Override
    protected void updateItem(LogLine item, boolean empty) {
      super.updateItem(item, empty);
      if (empty || item == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      at.setText(Ages.seconds(item.at()));
      level.setText(item.level().name());
      String styleClass = RunTexts.styleClass(item.level());
      if (!level.getStyleClass().contains(styleClass)) {
        level.getStyleClass().removeIf(one -> one.startsWith("mono-"));
        level.getStyleClass().add(styleClass);
      }
      step.setText(item.step());
      text.setText(item.text());
      setGraphic(line);
      setAccessibleText(item.level() + " " + item.step() + " " + item.text());
    }
  }
}
