package tech.atoms.opsdesk.desktop.readiness;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.NewFile;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.SignOffView;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Segments;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;

/** The Readiness screen. Hears of the checklist only while it is shown. */
public final class ReadinessScreen implements Screen {
  private static final int USUAL_WAIVER_DAYS = 14;
  private static final Duration REDRAW_AGES = Duration.ofSeconds(15);

  private final Readiness readiness;
  private final Jobs jobs;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Parent root;
  private final ReadinessModel model;
  private final SectionList sectionList;
  private final VerdictPane verdictPane;
  private final DetailPane detailPane;
  private final WaiverPane waiverPane;
  private final SignOffStrip strip;
  private final Segments<Filter> segments;
  private Forms forms = new Forms(new NoDialogs());
  private Readiness.@Nullable Subscription subscription;
  private Ticker.@Nullable Ticking ticking;
  private @Nullable String chosen;
  private long seconds;

  @FXML private Label release;
  @FXML private Label sum;
  @FXML private Label trouble;
  @FXML private TextField search;
  @FXML private HBox filters;
  @FXML private Button run;
  @FXML private VBox sections;
  @FXML private ListView<Row> list;
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
   * @param jobs for what blocks
   * @param ticker for ages
   * @param clock the present
   */
  public ReadinessScreen(Readiness readiness, Jobs jobs, Ticker ticker, InstantSource clock) {
    this.readiness = readiness;
    this.jobs = jobs;
    this.ticker = ticker;
    this.clock = clock;
    model = new ReadinessModel(readiness.snapshot());
    root = Views.load("readiness", this);
    trouble.managedProperty().bind(trouble.visibleProperty());
    Map<Filter, String> words = new LinkedHashMap<>();
    Arrays.stream(Filter.values()).forEach(filter -> words.put(filter, filter.word()));
    segments =
        new Segments<>(
            "Show",
            words,
            filter -> {
              model.filter(filter);
              draw();
            });
    filters.getChildren().setAll(segments);
    sectionList =
        new SectionList(
            sections,
            id -> {
              model.section(id);
              everything();
              draw();
            });
    verdictPane = new VerdictPane(verdict, this::open);
    detailPane = new DetailPane(detail, clock, new Actions());
    waiverPane = new WaiverPane(waivers, waiverSum, this::open);
    strip = new SignOffStrip(signOffs, signSum, this::open);
    button(run, "Run all checks", "F5", this::refresh);
    button(sign, "Sign…", "Ctrl S", this::signMine);
    list.setCellFactory(view -> new RowCell(clock));
    list.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    list.addEventHandler(KeyEvent.KEY_PRESSED, this::listKey);
    list.addEventHandler(
        MouseEvent.MOUSE_CLICKED,
        event -> {
          if (list.getSelectionModel().getSelectedItem() instanceof Row.OfGroup group) {
            toggle(group);
          }
        });
    search
        .textProperty()
        .subscribe(
            text -> {
              model.text(text);
              draw();
            });
    draw();
  }

  private static void button(Button button, String text, String keys, Runnable action) {
    Label words = new Label(text);
    HBox content = new HBox(8, words, new KeyCap(keys));
    content.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    button.setGraphic(content);
    button.setAccessibleText(text);
    button.setMinWidth(Button.USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void dialogs(Dialogs dialogs) {
    forms = new Forms(dialogs);
  }

  @Override
  public void shown() {
    subscription = readiness.subscribe(snapshot -> jobs.onFx(() -> take(snapshot)));
    ticking =
        ticker.every(
            () -> {
              if (++seconds % REDRAW_AGES.toSeconds() == 0) {
                list.refresh();
              }
            });
  }

  @Override
  public void hidden() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
  }

  @Override
  public void refresh() {
    var _ = readiness.recheck(List.of());
  }

  @Override
  public void goTo(String place) {
    open(place);
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
        new KeyHint("/", "Filter"));
  }

  @Override
  public boolean key(KeyEvent event) {
    ItemView view = detailPane.shown();
    Actions actions = new Actions();
    if (event.isShortcutDown()) {
      if (event.getCode() == KeyCode.S) {
        signMine();
        return true;
      }
      return false;
    }
    switch (event.getCode()) {
      case J -> model.nextBlocker(chosen).ifPresent(next -> open(next.item().id()));
      case W -> withItem(view, v -> waiveOrEnd(actions, v));
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

  private static void waiveOrEnd(Actions actions, ItemView view) {
    if (view.item().isSignOff()) {
      return;
    }
    if (view.result().waiver() == null) {
      actions.waive(view);
    } else {
      actions.unwaive(view);
    }
  }

  private void listKey(KeyEvent event) {
    Row row = list.getSelectionModel().getSelectedItem();
    boolean space = event.getCode() == KeyCode.SPACE;
    if (!space && event.getCode() != KeyCode.ENTER) {
      return;
    }
    if (row instanceof Row.OfGroup group) {
      toggle(group);
      event.consume();
    } else if (space && row instanceof Row.OfItem item && item.view().item().kind().byPerson()) {
      Actions actions = new Actions();
      if (item.view().item().isSignOff()) {
        actions.sign(item.view());
      } else if (item.view().result().tick() == null) {
        actions.tick(item.view());
      } else {
        actions.untick(item.view());
      }
      event.consume();
    }
  }

  private void toggle(Row.OfGroup group) {
    model.toggle(group.key());
    draw();
  }

  private void take(ReadinessSnapshot snapshot) {
    if (subscription != null) {
      model.take(snapshot);
      draw();
    }
  }

  private void everything() {
    model.filter(Filter.ALL);
    model.text("");
    segments.choose(Filter.ALL);
    search.clear();
  }

  private void draw() {
    ReadinessSnapshot snapshot = model.snapshot();
    release.setText(
        snapshot.deployment() == null
            ? "Release not known"
            : "Release " + snapshot.deployment().name());
    sum.setText(
        Texts.sum(snapshot.counts())
            + (snapshot.running().isEmpty() ? "" : " · " + snapshot.running().size() + " running"));
    Problem problem = snapshot.storeProblem();
    trouble.setVisible(problem != null);
    trouble.setText(problem == null ? "" : problem.line() + " Nothing can be recorded now.");
    for (Filter filter : List.of(Filter.BLOCKERS, Filter.PERSON, Filter.STALE)) {
      segments.count(filter, Integer.toString(model.count(filter)));
    }
    sectionList.show(snapshot.sections(), model.section());
    verdictPane.show(snapshot);
    waiverPane.show(snapshot.waivers(), clock.instant());
    strip.show(snapshot.signOffs());
    sign.setDisable(snapshot.signOffs().stream().noneMatch(SignOffView::yourTurn));
    rows();
    if (chosen != null) {
      snapshot.item(chosen).ifPresent(detailPane::show);
    }
  }

  /** Lines keep their place in the list while their content changes. */
  private void rows() {
    List<Row> wanted = model.rows();
    List<Row> there = list.getItems();
    boolean same = wanted.size() == there.size();
    for (int i = 0; same && i < wanted.size(); i++) {
      same = wanted.get(i).key().equals(there.get(i).key());
    }
    if (!same) {
      there.clear();
      there.addAll(wanted);
      choose(chosen);
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).equals(there.get(i))) {
        there.set(i, wanted.get(i));
      }
    }
  }

  private void choose(@Nullable String item) {
    if (item == null) {
      return;
    }
    for (int i = 0; i < list.getItems().size(); i++) {
      if (list.getItems().get(i).key().equals(item)) {
        list.getSelectionModel().select(i);
        list.scrollTo(Math.max(0, i - 3));
        return;
      }
    }
  }

  private void selected(@Nullable Row row) {
    if (row instanceof Row.OfItem item) {
      chosen = item.view().item().id();
      detailPane.show(item.view());
    }
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
              chosen = view.item().id();
              draw();
              choose(chosen);
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
              new Actions().sign(mine.view());
            });
  }

  private void change(String name, Runnable change, Runnable done, Consumer<Problem> refused) {
    jobs.run(
        name,
        () -> {
          change.run();
          return true;
        },
        ok -> done.run(),
        refused);
  }

  /** What the buttons and keys do with an item. */
  private final class Actions implements DetailPane.ItemActions {
    @Override
    public void recheck(ItemView view) {
      var _ = readiness.recheck(List.of(view.item().id()));
    }

    @Override
    public void probe(ItemView view) {
      String id = view.item().id();
      int requests = readiness.requests(List.of(id));
      forms.note(
          "Run the active probe of " + id,
          view.item().text()
              + ": it sends something unusual to "
              + model.snapshot().environment()
              + ", at most "
              + requests
              + " requests. The run is recorded.",
          "Run probe",
          (said, refused) -> {
            var _ = readiness.runActive(List.of(id));
            closeForm();
          });
    }

    @Override
    public void tick(ItemView view) {
      forms.note(
          "Tick " + view.item().id(),
          "You say that this holds: "
              + view.item().text()
              + ". Your name and the time are recorded.",
          "Tick",
          (said, refused) ->
              change(
                  "Tick",
                  () -> readiness.tick(view.item().id(), view.version(), said.text(), NewFile.NONE),
                  ReadinessScreen.this::closeForm,
                  refused));
    }

    @Override
    public void untick(ItemView view) {
      forms.reason(
          "Untick " + view.item().id(),
          "The tick is taken back: " + view.item().text() + ".",
          "Untick",
          (said, refused) ->
              change(
                  "Untick",
                  () -> readiness.untick(view.item().id(), view.version(), said.text()),
                  ReadinessScreen.this::closeForm,
                  refused));
    }

    @Override
    public void waive(ItemView view) {
      LocalDate end =
          LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(USUAL_WAIVER_DAYS);
      forms.waiver(
          "Waive " + view.item().id(),
          "An exception, until a day: " + view.item().text() + ".",
          end,
          (said, refused) ->
              change(
                  "Waive",
                  () ->
                      readiness.waive(
                          view.item().id(),
                          view.version(),
                          said.text(),
                          said.approver(),
                          said.until()),
                  ReadinessScreen.this::closeForm,
                  refused));
    }

    @Override
    public void unwaive(ItemView view) {
      forms.reason(
          "End the waiver of " + view.item().id(),
          "The exception ends now: " + view.item().text() + ".",
          "End waiver",
          (said, refused) ->
              change(
                  "End the waiver",
                  () -> readiness.unwaive(view.item().id(), view.version(), said.text()),
                  ReadinessScreen.this::closeForm,
                  refused));
    }

    @Override
    public void sign(ItemView view) {
      ReadinessSnapshot shown = model.snapshot();
      long open = shown.items().stream().filter(v -> v.state() == State.FAIL).count();
      forms.note(
          "Sign " + view.item().text(),
          "You sign for "
              + (shown.deployment() == null ? "an unknown release" : shown.deployment().name())
              + " as "
              + shown.me().name()
              + ", over the results you see now: "
              + Texts.sum(shown.counts())
              + (open == 0 ? "." : "; " + open + " fail."),
          "Sign",
          (said, refused) ->
              change(
                  "Sign",
                  () -> readiness.sign(view.item().id(), shown, said.text()),
                  ReadinessScreen.this::closeForm,
                  refused));
    }

    @Override
    public void unsign(ItemView view) {
      forms.reason(
          "Withdraw the signature of " + view.item().id(),
          view.item().text() + " is unsigned again.",
          "Withdraw",
          (said, refused) ->
              change(
                  "Withdraw",
                  () -> readiness.unsign(view.item().id(), view.version(), said.text()),
                  ReadinessScreen.this::closeForm,
                  refused));
    }
  }

  private void closeForm() {
    forms.close();
  }

  /** A screen that no window has taken yet asks nobody. */
  private static final class NoDialogs implements Dialogs {
    @Override
    public void show(String title, javafx.scene.layout.Region body, Node first) {
      throw new IllegalStateException("No window shows this screen: " + title);
    }

    @Override
    public void close() {}
  }
}
