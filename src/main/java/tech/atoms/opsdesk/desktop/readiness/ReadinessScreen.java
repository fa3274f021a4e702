package tech.atoms.opsdesk.desktop.readiness;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.BooleanBinding;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.SignOffView;
import tech.atoms.opsdesk.checklist.report.Reports;
import tech.atoms.opsdesk.desktop.FileDialogs;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.FilterField;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.desktop.task.WhileShown;

/** The Readiness screen. Hears of the checklist only while it is shown. */
public final class ReadinessScreen implements Screen {
  private static final Duration REDRAW_AGES = Duration.ofSeconds(15);

  /** Width of the list from which it has a column for the evidence, in pixels. */
  private static final double EVIDENCE_FROM = 540;

  /** Height of the right side from which three blockers are listed, in pixels. */
  private static final double THREE_BLOCKERS_FROM = 510;

  private final InstantSource clock;
  private final Parent root;
  private final ReadinessModel model;
  private final ReadinessHeader header;
  private final SectionList sectionList;
  private final ItemList items;
  private final VerdictPane verdictPane;
  private final DetailPane detailPane;
  private final WaiverPane waiverPane;
  private final SignOffStrip strip;
  private final Forms forms = new Forms();
  private final PersonActions actions;
  private final TextField search = FilterField.make("Filter items", this::find);
  private final Label signWords = new Label();
  private final StateLabel running = new StateLabel(Look.RUNNING, "");
  private final WhileShown<ReadinessSnapshot> live;
  private long seconds;

  @FXML private StackPane headerSlot;
  @FXML private StackPane searchSlot;
  @FXML private VBox sections;
  @FXML private HBox listHead;
  @FXML private Label evidenceTitle;
  @FXML private ListView<Row> list;
  @FXML private Label count;
  @FXML private Label checkedAt;
  @FXML private HBox listFoot;
  @FXML private VBox side;
  @FXML private VBox verdict;
  @FXML private VBox detail;
  @FXML private VBox waivers;
  @FXML private Label waiverSum;
  @FXML private Label signSum;
  @FXML private Button sign;
  @FXML private HBox signOffs;

  /**
   * Builds the screen.
   *
   * @param readiness what is shown; stays the caller's to close
   * @param reports what is shown, as files
   * @param jobs for what blocks
   * @param ticker for ages
   * @param clock the present
   * @param dialogs asks for files
   */
  public ReadinessScreen(
      Readiness readiness,
      Reports reports,
      Jobs jobs,
      Ticker ticker,
      InstantSource clock,
      FileDialogs dialogs) {
    this.clock = clock;
    model = new ReadinessModel(readiness.snapshot());
    live =
        new WhileShown<>(
            hears -> readiness.subscribe(hears)::close, this::take, this::second, jobs, ticker);
    root = Views.load("readiness", this);
    ReportFiles files = new ReportFiles(reports, jobs, dialogs, this::tell);
    header =
        new ReadinessHeader(
            readiness, jobs, this::filter, form -> files.report(model.snapshot(), form));
    headerSlot.getChildren().setAll(header.root());
    searchSlot.getChildren().setAll(search);
    actions =
        new PersonActions(
            readiness, model, forms, files, jobs, clock, header::follow, header::tell);
    sectionList = new SectionList(sections, this::section);
    verdictPane = new VerdictPane(verdict, this::open);
    detailPane = new DetailPane(detail, clock, actions);
    waiverPane = new WaiverPane(waivers, waiverSum, this::open);
    strip = new SignOffStrip(signOffs, signSum, this::open);
    BooleanBinding wide = list.widthProperty().greaterThan(EVIDENCE_FROM);
    evidenceTitle.visibleProperty().bind(wide);
    evidenceTitle.managedProperty().bind(wide);
    side.heightProperty()
        .subscribe(height -> verdictPane.roomy(height.doubleValue() > THREE_BLOCKERS_FROM));
    items = new ItemList(list, listHead, wide, model, clock, actions, detailPane::show);
    signWords.getStyleClass().add("button-words");
    running.getStyleClass().add("small");
    running.managedProperty().bind(running.visibleProperty());
    listFoot.getChildren().add(running);
    HBox content = new HBox(8, signWords, new KeyCap("Ctrl S"));
    content.setAlignment(Pos.CENTER_LEFT);
    sign.setGraphic(content);
    sign.accessibleTextProperty().bind(signWords.textProperty());
    sign.setMinWidth(Button.USE_PREF_SIZE);
    sign.setOnAction(e -> signMine());
    draw();
  }

  /**
   * Every item by its id and its words: what the palette finds.
   *
   * @param readiness null: not begun yet
   */
  public static List<ScreenEntry.Place> places(@Nullable Readiness readiness) {
    return readiness == null
        ? List.of()
        : readiness.checklist().items().stream()
            .map(item -> new ScreenEntry.Place(item.id(), item.id() + " " + item.text(), ""))
            .toList();
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void dialogs(Dialogs dialogs) {
    forms.dialogs(dialogs);
  }

  @Override
  public void shown() {
    live.begin();
  }

  @Override
  public void hidden() {
    live.end();
  }

  @Override
  public void refresh() {
    header.runAll();
  }

  @Override
  public void goTo(String place) {
    open(place);
    list.requestFocus();
  }

  @Override
  public Node filterField() {
    return search;
  }

  @Override
  public List<KeyHint> hints() {
    return List.of(
        new KeyHint("J", "Next blocker"),
        new KeyHint("Space", "Tick"),
        new KeyHint("W", "Waive…"),
        new KeyHint("Ctrl S", "Sign…"));
  }

  @Override
  public List<KeyHint> shortcuts() {
    return List.of(
        new KeyHint("J", "Next blocker"),
        new KeyHint("Space", "Tick, or open a group"),
        new KeyHint("W", "Waive, or end the waiver"),
        new KeyHint("R", "Recheck the item"),
        new KeyHint("Ctrl S", "Sign for your role"),
        new KeyHint("F5", "Run all checks"),
        new KeyHint("Ctrl .", "Stop that run"),
        new KeyHint("/", "Filter"));
  }

  @Override
  public boolean key(KeyEvent event) {
    ItemView view = detailPane.shown();
    if (event.isShortcutDown()) {
      switch (event.getCode()) {
        case S -> signMine();
        case PERIOD -> header.stop();
        default -> {
          return false;
        }
      }
      return true;
    }
    switch (event.getCode()) {
      case J -> model.nextBlocker(items.chosen()).ifPresent(next -> open(next.item().id()));
      case W -> withItem(view, this::waiveOrEnd);
      case R -> withItem(view, actions::recheck);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void withItem(@Nullable ItemView view, Consumer<ItemView> action) {
    if (view != null) {
      action.accept(view);
    }
  }

  private void waiveOrEnd(ItemView view) {
    if (view.item().isSignOff()) {
      return;
    }
    if (view.result().waiver() == null) {
      actions.waive(view);
    } else {
      actions.unwaive(view);
    }
  }

  private void second() {
    if (++seconds % REDRAW_AGES.toSeconds() == 0) {
      items.age();
    }
  }

  private void take(ReadinessSnapshot snapshot) {
    model.take(snapshot);
    draw();
  }

  private void tell(String line) {
    header.tell(line);
  }

  private void find(String text) {
    model.text(text);
    draw();
  }

  private void filter(Filter wanted) {
    model.filter(wanted);
    draw();
  }

  private void section(String id) {
    model.section(id);
    everything();
    draw();
  }

  private void everything() {
    model.filter(Filter.ALL);
    model.text("");
    header.filter(Filter.ALL);
    search.clear();
  }

  private void draw() {
    ReadinessSnapshot snapshot = model.snapshot();
    header.show(snapshot, model);
    sectionList.show(snapshot.sections(), model.section());
    verdictPane.show(snapshot);
    waiverPane.show(snapshot.waivers(), clock.instant());
    strip.show(snapshot.signOffs());
    Optional<SignOffView> mine =
        snapshot.signOffs().stream().filter(SignOffView::yourTurn).findFirst();
    sign.setDisable(mine.isEmpty());
    signWords.setText(mine.map(one -> "Sign for " + one.role() + "…").orElse("Sign…"));
    items.draw();
    foot(snapshot);
    String chosen = items.chosen();
    if (chosen != null) {
      snapshot.item(chosen).ifPresent(detailPane::show);
    }
  }

  private void foot(ReadinessSnapshot snapshot) {
    long shown = list.getItems().stream().filter(Row.OfItem.class::isInstance).count();
    count.setText(shown == 1 ? "1 item" : shown + " items");
    int now = snapshot.running().size();
    running.setVisible(now > 0);
    running.set(Look.RUNNING, now == 1 ? "1 check running" : now + " checks running");
    Instant at = snapshot.checkedAt();
    checkedAt.setText(at == null ? "No check has answered yet" : "Last answer " + Ages.seconds(at));
  }

  /** Brings an item to the front, wherever it is. */
  private void open(String id) {
    model
        .snapshot()
        .item(id)
        .ifPresent(
            view -> {
              everything();
              model.reveal(view);
              draw();
              items.choose(view.item().id());
              detailPane.show(view);
            });
  }

  private void signMine() {
    model.snapshot().signOffs().stream()
        .filter(SignOffView::yourTurn)
        .findFirst()
        .ifPresent(
            mine -> {
              open(mine.view().item().id());
              actions.sign(mine.view());
            });
  }
}
