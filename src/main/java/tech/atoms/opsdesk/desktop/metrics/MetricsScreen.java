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
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.monitor.Monitor;

/** The Metrics screen. */
public final class MetricsScreen implements Screen {
  private static final int LARGE_WIDTH = 340;
  private static final int SMALL_WIDTH = 172;

  private final MetricsViewModel model;
  private final MetricsExport export;
  private final Map<ChartSpec, ChartCard> cards = new LinkedHashMap<>();
  private final List<Section> sections = new ArrayList<>();
  private final Node root;
  private final Label pauseWord = new Label("Pause");
  private final KeyCap caps = new KeyCap("Space");
  private Metric.@Nullable Group only;
  private Subscription live = Subscription.EMPTY;

  @FXML private HBox groups;
  @FXML private HBox ranges;
  @FXML private HBox legend;
  @FXML private Label rangeText;
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
    model = new MetricsViewModel(monitor, jobs, clock);
    root = Views.load("metrics", this);
    export = new MetricsExport(jobs, files, cursorNote::setText);
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
            legendEntry("╌╌ target or limit", "muted"),
            legendEntry("▇ not healthy", "legend-trouble"),
            new KeyCap("← →"),
            muted("move cursor"),
            new KeyCap("Enter"),
            muted("pin"));
    for (Metric.Group group : Metric.Group.values()) {
      Section section = new Section(group);
      sections.add(section);
      charts.getChildren().add(section.node);
    }
    scroll.setFocusTraversable(false);
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
        new KeyHint("Space", "Pause"), new KeyHint("[", "Earlier"), new KeyHint("]", "Later"));
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
    export.png(charts, model.axis());
  }

  private void show(Map<ChartSpec, ChartData> loaded) {
    if (!List.copyOf(cards.keySet()).equals(List.copyOf(loaded.keySet()))) {
      cards.clear();
      loaded.keySet().forEach(spec -> cards.put(spec, new ChartCard(spec, model::pointAt)));
      sections.forEach(Section::fill);
    }
    loaded.forEach(
        (spec, data) ->
            card(spec).show(data, model.fixedEnd().get() == null && model.isStale(spec)));
    nothing.setVisible(loaded.isEmpty());
    nothing.setManaged(loaded.isEmpty());
    TimeAxis axis = loaded.isEmpty() ? model.axis() : loaded.values().iterator().next().axis();
    String step =
        loaded.values().stream()
            .flatMap(d -> d.lines().stream())
            .findFirst()
            .map(line -> " · " + MetricsExport.words(line.step()) + " steps")
            .orElse("");
    rangeText.setText(axis.label(axis.from()) + "–" + axis.label(axis.to()) + " UTC" + step);
    showCursor(model.cursor().get());
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
  }

  private void showProblem(@Nullable Problem problem) {
    cursorNote.setText(problem == null ? "" : problem.line() + " " + problem.next());
  }

  private void showOnly(int index) {
    only = index == 0 ? null : List.of(Metric.Group.values()).get(index - 1);
    sections.forEach(Section::fill);
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

  /** One group of charts: large ones three in a row, small ones below, as many in a row as fit. */
  private final class Section {
    private final Metric.Group group;
    private final Pane large = new CardGrid(LARGE_WIDTH, 178, 3);
    private final Pane small = new CardGrid(SMALL_WIDTH, 78, 6);
    private final VBox node;

    Section(Metric.Group group) {
      this.group = group;
      Label title =
          new Label(
              switch (group) {
                case APPLICATION -> "App";
                case INFRASTRUCTURE -> "Infrastructure";
                case BUSINESS -> "Business";
              });
      title.getStyleClass().addAll("section-title");
      node = new VBox(title, large, small);
      node.getStyleClass().add("chart-section");
    }

    void fill() {
      large.getChildren().setAll(of(true));
      small.getChildren().setAll(of(false));
      boolean visible =
          (only == null || only == group)
              && !(large.getChildren().isEmpty() && small.getChildren().isEmpty());
      node.setVisible(visible);
      node.setManaged(visible);
    }

    private List<ChartCard> of(boolean isLarge) {
      return cards.entrySet().stream()
          .filter(entry -> entry.getKey().group() == group && entry.getKey().large() == isLarge)
          .map(Map.Entry::getValue)
          .toList();
    }
  }
}
