package tech.atoms.opsdesk.desktop.metrics;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Scrolling;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Monitor;

/** The Metrics screen. */
public final class MetricsScreen implements Screen {
  /** Pixels above a chart that is brought into view: its heading. */
  private static final double ABOVE = 30;

  /** Between the parts of the tool bar, and what makes them groups. */
  private static final double GAPS = 5 * 8 + 8;

  private final Jobs jobs;
  private final String environment;
  private final MetricsViewModel model;
  private final MetricsExport export;
  private final Map<ChartSpec, ChartCard> cards = new LinkedHashMap<>();
  private final List<ChartSection> sections = new ArrayList<>();
  private final Node root;
  private final Label pauseWord = new Label("Pause");
  private Runnable hintsChanged = () -> {};
  private final KeyCap caps = new KeyCap("Space");
  private Metric.@Nullable Group only;
  private @Nullable ChartRoom room;

  /** The segment that arrows brought the focus to. */
  private @Nullable Node walkedTo;

  private @Nullable String wanted;
  private Subscription live = Subscription.EMPTY;

  @FXML private HBox groups;
  @FXML private HBox ranges;
  @FXML private HBox legend;
  @FXML private HBox toolbar;
  @FXML private Label rangeText;
  @FXML private Label rangeBelow;
  @FXML private MenuButton exports;
  @FXML private Label cursorTime;
  @FXML private Label cursorNote;
  @FXML private Button pause;
  @FXML private ScrollPane scroll;
  @FXML private VBox charts;
  @FXML private Label nothing;

  /**
   * Builds the screen.
   *
   * @param monitor whose history and state are shown
   * @param jobs for loading and exporting
   * @param clock the present
   * @param files asks where an export goes; null answers cancel it
   */
  public MetricsScreen(Monitor monitor, Jobs jobs, InstantSource clock, SaveDialog files) {
    this.jobs = jobs;
    environment = monitor.environment().name();
    model = new MetricsViewModel(monitor, jobs, clock);
    root = Views.load("metrics", this);
    export = new MetricsExport(jobs, files, cursorNote::setText);
  }

  /** Every metric by its title and its name: what the palette finds. */
  public static List<ScreenEntry.Place> places() {
    return Metrics.ALL.stream()
        .map(m -> new ScreenEntry.Place(m.name(), m.title(), m.name().replace('_', ' ')))
        .toList();
  }

  @Override
  public void goTo(String place) {
    wanted = place;
    ((ToggleButton) groups.getChildren().getFirst()).fire();
    reveal();
  }

  /** Brings the chart that was asked for into view, once it is there. */
  private void reveal() {
    String metric = wanted;
    if (metric == null || cards.isEmpty()) {
      return;
    }
    wanted = null;
    cards.entrySet().stream()
        .filter(entry -> MetricCharts.shows(entry.getKey(), metric))
        .map(Map.Entry::getValue)
        .findFirst()
        .ifPresentOrElse(
            card -> {
              Scrolling.reveal(scroll, card, ABOVE);
              card.requestFocus();
            },
            () -> cursorNote.setText("Not recorded here: " + metric.replace('_', ' ') + "."));
  }

  /** Asks for a file to save to. */
  @FunctionalInterface
  public interface SaveDialog {
    /**
     * Asks the person.
     *
     * @param suggested name without directory
     * @return the chosen file; null: cancelled
     */
    @Nullable Path choose(String suggested);
  }

  @FXML
  private void initialize() {
    segments(groups, List.of("All", "App", "Infrastructure", "Business"), 0, this::showOnly);
    List<TimeRange> all = List.of(TimeRange.values());
    segments(
        ranges,
        all.stream().map(TimeRange::label).toList(),
        all.indexOf(model.range().get()),
        i -> model.range().set(all.get(i)));
    legend
        .getChildren()
        .addAll(
            legendEntry("▼ deploy", "legend-deploy"),
            new Line(0, 0, 20, 0),
            muted("target or limit"),
            new Rectangle(16, 12),
            muted("not healthy"),
            new KeyCap("← →"),
            muted("move cursor"),
            new KeyCap("Enter"),
            muted("pin"));
    // What everybody looks at comes first and is seen at once; the App's further charts follow.
    sections.add(new ChartSection("App", Metric.Group.APPLICATION, true));
    sections.add(new ChartSection("Infrastructure", Metric.Group.INFRASTRUCTURE, false));
    sections.add(new ChartSection("Business", Metric.Group.BUSINESS, false));
    sections.add(new ChartSection("App, further", Metric.Group.APPLICATION, false));
    charts.getChildren().addAll(sections);
    scroll.setFocusTraversable(false);
    room = new ChartRoom(scroll, charts, jobs);
    for (Region whole : List.of(groups, ranges, pause, exports, rangeText)) {
      whole.setMinWidth(Region.USE_PREF_SIZE);
    }
    rangeBelow.textProperty().bind(rangeText.textProperty());
    toolbar.widthProperty().subscribe(width -> placeRange());
    rangeText.textProperty().subscribe(text -> placeRange());
    for (HBox segments : List.of(groups, ranges)) {
      segments.addEventFilter(KeyEvent.KEY_PRESSED, this::fromSegments);
      segments.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> walkedTo = null);
    }
  }

  /** The time shown stands among the buttons where there is room, else in a line of its own. */
  private void placeRange() {
    double others =
        List.of(groups, ranges, pause, exports).stream().mapToDouble(r -> r.prefWidth(-1)).sum();
    boolean fits = others + rangeText.prefWidth(-1) + GAPS <= toolbar.getWidth();
    for (Label label : List.of(rangeText, rangeBelow)) {
      boolean here = label.equals(rangeText) == fits;
      label.setVisible(here);
      label.setManaged(here);
    }
  }

  /**
   * Arrows move the cursor and Space pauses also where a segment that was clicked has the focus.
   * Who came to the segments with Tab goes on among them with the arrows: Tab meets one of a row.
   */
  private void fromSegments(KeyEvent event) {
    if (!(event.getTarget() instanceof ToggleButton button)) {
      return;
    }
    boolean arrow = event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.RIGHT;
    boolean among = button.isFocusVisible() || button.equals(walkedTo);
    if (arrow && among) {
      List<Node> row = button.getParent().getChildrenUnmodifiable();
      int step = event.getCode() == KeyCode.RIGHT ? 1 : -1;
      walkedTo = row.get(Math.floorMod(row.indexOf(button) + step, row.size()));
      walkedTo.requestFocus();
      event.consume();
    } else if ((arrow || (button.isSelected() && event.getCode() == KeyCode.SPACE)) && key(event)) {
      event.consume();
    }
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void shown() {
    live =
        Subscription.combine(
            model.charts().subscribe(this::show),
            model.reach().subscribe(reach -> showRange()),
            model.cursor().subscribe(this::showCursor),
            model.pinned().subscribe(p -> showCursor(model.cursor().get())),
            model.fixedEnd().subscribe(end -> showPause()),
            model.problem().subscribe(this::showProblem));
    model.shown();
  }

  @Override
  public void hidden() {
    live.unsubscribe();
    live = Subscription.EMPTY;
    model.hidden();
  }

  @Override
  public void refresh() {
    model.load();
  }

  @Override
  public List<KeyHint> hints() {
    return List.of(
        new KeyHint("Space", pauseWord.getText()),
        new KeyHint("[", "Earlier"),
        new KeyHint("]", "Later"));
  }

  @Override
  public void whenHintsChange(Runnable listener) {
    hintsChanged = listener;
  }

  @Override
  public List<KeyHint> shortcuts() {
    return List.of(
        new KeyHint("Space", "Pause or follow the present"),
        new KeyHint("[", "Half a range earlier"),
        new KeyHint("]", "Half a range later"),
        new KeyHint("← →", "Move the cursor"),
        new KeyHint("Shift ← →", "Move the cursor by ten steps"),
        new KeyHint("Enter", "Pin the cursor or let it go"));
  }

  @Override
  public boolean key(KeyEvent event) {
    switch (event.getCode()) {
      case SPACE -> model.togglePause();
      case OPEN_BRACKET -> model.earlier();
      case CLOSE_BRACKET -> model.later();
      case LEFT -> model.moveCursor(event.isShiftDown() ? -10 : -1);
      case RIGHT -> model.moveCursor(event.isShiftDown() ? 10 : 1);
      case ENTER -> model.togglePin();
      default -> {
        return false;
      }
    }
    return true;
  }

  @FXML
  private void togglePause() {
    model.togglePause();
  }

  @FXML
  private void exportCsv() {
    export.csv(model.charts().get(), model.axis());
  }

  @FXML
  private void exportPng() {
    String title = environment + " · " + model.axis().words() + " UTC";
    export.png(charts, title, model.axis());
  }

  private void show(Map<ChartSpec, ChartData> loaded) {
    if (!List.copyOf(cards.keySet()).equals(List.copyOf(loaded.keySet()))) {
      cards.clear();
      loaded.keySet().forEach(spec -> cards.put(spec, new ChartCard(spec, model::pointAt)));
      fill();
    }
    loaded.forEach(
        (spec, data) ->
            card(spec).show(data, model.fixedEnd().get() == null && model.isStale(spec)));
    nothing.setVisible(loaded.isEmpty());
    nothing.setManaged(loaded.isEmpty());
    showRange();
    showCursor(model.cursor().get());
    reveal();
  }

  private void showRange() {
    Map<ChartSpec, ChartData> loaded = model.charts().get();
    TimeAxis axis = loaded.isEmpty() ? model.axis() : loaded.values().iterator().next().axis();
    String step =
        loaded.values().stream()
            .flatMap(d -> d.lines().stream())
            .findFirst()
            .map(line -> " · " + MetricsExport.words(line.step()) + " steps")
            .orElse("");
    String reach =
        switch (model.reach().get()) {
          case WHOLE -> "";
          case OPENING -> " · earlier values are still being read";
          case AWAY -> " · earlier values cannot be read";
        };
    rangeText.setText(axis.words() + " UTC" + step + reach);
  }

  private ChartCard card(ChartSpec spec) {
    return java.util.Objects.requireNonNull(cards.get(spec));
  }

  private void showCursor(@Nullable Instant at) {
    cards.values().forEach(card -> card.cursorAt(at));
    cursorTime.setText(at == null ? "Newest values" : MetricsExport.time(at) + " UTC");
    cursorNote.setText(at == null ? "" : model.pinned().get() ? "pinned" : "");
  }

  private void showPause() {
    boolean following = model.fixedEnd().get() == null;
    pause.setText(following ? "Pause" : "Follow");
    pauseWord.setText(following ? "Pause" : "Follow");
    HBox content =
        new HBox(8, Icons.icon(following ? "mdi2p-pause" : "mdi2p-play"), pauseWord, caps);
    content.setAlignment(Pos.CENTER_LEFT);
    pause.setGraphic(content);
    pause.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    pause.setAccessibleText(
        following ? "Pause: stop following the present" : "Follow the present again");
    hintsChanged.run();
  }

  private void showProblem(@Nullable Problem problem) {
    cursorNote.setText(problem == null ? "" : problem.line() + " " + problem.next());
  }

  private void showOnly(int index) {
    only = index == 0 ? null : List.of(Metric.Group.values()).get(index - 1);
    fill();
  }

  private void fill() {
    sections.forEach(section -> section.fill(cards, only));
    if (room != null) {
      room.divide();
    }
  }

  private static Label legendEntry(String text, String style) {
    Label label = new Label(text);
    label.getStyleClass().addAll("small", style);
    return label;
  }

  private static Label muted(String text) {
    return legendEntry(text, "muted");
  }

  private static void segments(
      HBox box, List<String> labels, int selected, java.util.function.IntConsumer chosen) {
    ToggleGroup group = new ToggleGroup();
    for (int i = 0; i < labels.size(); i++) {
      ToggleButton button = new ToggleButton(labels.get(i));
      button.setToggleGroup(group);
      button.getStyleClass().add(i == 0 ? "first" : i == labels.size() - 1 ? "last" : "middle");
      button.setSelected(i == selected);
      int index = i;
      button.setOnAction(
          event -> {
            button.setSelected(true);
            chosen.accept(index);
          });
      box.getChildren().add(button);
    }
  }
}
