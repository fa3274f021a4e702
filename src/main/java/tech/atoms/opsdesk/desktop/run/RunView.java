package tech.atoms.opsdesk.desktop.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.FileDialogs;
import tech.atoms.opsdesk.desktop.Screen.KeyHint;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.Scrolling;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.overview.NowStrip;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.monitor.DeploymentInfo;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.record.RecordForm;

/** One run: its steps, its log, its plan, how the environment is, and what a person can do. */
public final class RunView {
  /** What people outside are told of a run's end is said in its log after that. */
  private static final Duration AFTERWARDS = Duration.ofMinutes(1);

  /** The step before the one at work stays in view, in pixels. */
  private static final double ABOVE_STEP = 72;

  private final Runs runs;
  private final Monitor monitor;
  private final Runnable back;
  private final FileDialogs files;
  private final RunModel model;
  private final Parent root;
  private final StateLabel chip = new StateLabel(Look.RUNNING, "");
  private final StepBar bar = new StepBar();
  private final StepsPane steps = new StepsPane();
  private final LogPane log = new LogPane();
  private final PlanCard plan = new PlanCard();
  private final ActionPane actions;
  private final NowStrip now;
  private final Runnable hintsChanged;
  private @Nullable String id;
  private boolean ended;
  private boolean decides;
  private @Nullable Runnable unsubscribe;
  private Ticker.@Nullable Ticking ticking;

  @FXML private Label title;
  @FXML private HBox titleRow;
  @FXML private Label line;
  @FXML private Label trafficOn;
  @FXML private Label told;
  @FXML private HBox headButtons;
  @FXML private StackPane barSlot;
  @FXML private ScrollPane stepsScroll;
  @FXML private VBox cancelBox;
  @FXML private Label cancelText;
  @FXML private VBox middle;
  @FXML private Label nowTitle;
  @FXML private StackPane nowSlot;
  @FXML private ScrollPane planScroll;
  @FXML private VBox right;

  /**
   * Of no run yet.
   *
   * @param runs knows the runs
   * @param monitor what the environment is like meanwhile
   * @param operations begins what may follow
   * @param files asks where a record goes
   * @param back leaves the run for the lists
   * @param hintsChanged hears that other keys work now
   */
  public RunView(
      Runs runs,
      Monitor monitor,
      RunOperations operations,
      FileDialogs files,
      Runnable back,
      Runnable hintsChanged) {
    this.hintsChanged = hintsChanged;
    this.runs = runs;
    this.monitor = monitor;
    this.back = back;
    this.files = files;
    model = new RunModel(runs, this::update, log::add);
    actions = new ActionPane(runs, operations, log.list()::requestFocus);
    now = new NowStrip(monitor, runs.jobs(), runs::now);
    root = Views.load("run", this);
    titleRow.getChildren().add(chip);
    chip.getStyleClass().add("run-chip");
    barSlot.getChildren().setAll(bar);
    stepsScroll.setContent(steps);
    middle.getChildren().addFirst(log);
    VBox.setVgrow(log, Priority.ALWAYS);
    cancelBox.managedProperty().bind(cancelBox.visibleProperty());
    nowSlot.getChildren().setAll(now);
    planScroll.setContent(plan);
    right.getChildren().add(actions);
    told.managedProperty().bind(told.textProperty().isNotEmpty());
    headButtons
        .getChildren()
        .setAll(
            KeyedButton.of("Export…", "mdi2e-export-variant", "Ctrl S", this::export),
            KeyedButton.of("All runs", "mdi2a-arrow-left", "Esc", back));
    Scrolling.byKeys(stepsScroll, "Steps");
    Scrolling.byKeys(planScroll, "Plan");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::first);
    actions.clear();
  }

  /** All of it. */
  public Parent root() {
    return root;
  }

  /** Whether a run is open. */
  public boolean isOpen() {
    return id != null;
  }

  /** Opens a run; it is read when {@link #shown} is called. */
  public void open(String run) {
    if (run.equals(id)) {
      return;
    }
    id = run;
    ended = false;
    told.setText("");
    log.clear();
    plan.clear();
    actions.clear();
    model.open(run);
    update();
  }

  /** Leaves it. */
  public void close() {
    hidden();
    model.close();
    id = null;
  }

  /** It comes to the front. */
  public void shown() {
    if (unsubscribe == null) {
      unsubscribe = runs.subscribe(model::told);
      ticking = runs.ticker().every(this::second);
      now.begin();
    }
    model.read();
    log.list().requestFocus();
  }

  /** It goes to the back. */
  public void hidden() {
    if (unsubscribe != null) {
      unsubscribe.run();
      unsubscribe = null;
    }
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
    model.stop();
  }

  /** F5. */
  public void refresh() {
    model.read();
  }

  /** Keys for the footer. */
  public List<KeyHint> hints() {
    List<KeyHint> hints = new ArrayList<>();
    if (!ended) {
      hints.add(new KeyHint("Ctrl Enter", "Go on"));
      hints.add(decides ? new KeyHint("Ctrl B", "Take back") : new KeyHint("Ctrl .", "Cancel run"));
    }
    hints.add(new KeyHint("Ctrl F", "Find"));
    hints.add(new KeyHint("Ctrl S", "Export"));
    hints.add(new KeyHint("End", "Follow"));
    hints.add(new KeyHint("Esc", "All runs"));
    return hints;
  }

  /** Every key. */
  public List<KeyHint> shortcuts() {
    return List.of(
        new KeyHint("Ctrl Enter", "Confirm, try again or resume; at a gate, to what is missing"),
        new KeyHint("Ctrl .", "Cancel the run, with the reason that was typed"),
        new KeyHint("Ctrl B", "Take back what a paused run did, with the reason that was typed"),
        new KeyHint("Ctrl F", "Find in the log"),
        new KeyHint("End", "Follow the end of the log"),
        new KeyHint("Ctrl S", "Write the whole record to a file: .html, .md or .json"),
        new KeyHint("Ctrl C", "Copy the selected lines"),
        new KeyHint("Esc", "Back to all runs"));
  }

  /** A key that no text field took. */
  public boolean key(KeyEvent event) {
    if (event.getCode() == KeyCode.END) {
      log.followEnd();
      return true;
    }
    return shortcut(event); // the focus may be outside of the screen
  }

  private void first(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !(event.getTarget() instanceof TextField)) {
      back.run(); // a list would keep it for itself
      event.consume();
      return;
    }
    if (shortcut(event)) {
      event.consume();
    }
  }

  /** The whole record, as the journal has it now, in a file that the person names. */
  private void export() {
    Run run = model.run();
    Path file = run == null ? null : files.save("run-" + run.id() + ".html");
    if (run == null || file == null) {
      return;
    }
    told.setText("Writing the record…");
    runs.jobs()
        .run(
            "Export the run",
            () -> {
              RecordForm.save(file, runs.journal().record(run), runs.now());
              return file;
            },
            written -> told.setText("Wrote the record to " + written),
            problem -> told.setText(problem.line() + " " + problem.next() + "."));
  }

  private boolean shortcut(KeyEvent event) {
    return event.isShortcutDown()
        && switch (event.getCode()) {
          case F -> {
            log.beginToFind();
            yield true;
          }
          case S -> {
            export();
            yield true;
          }
          case ENTER -> actions.confirm();
          case PERIOD -> actions.cancelRun();
          case B -> actions.takeBackRun();
          default -> false;
        };
  }

  private void second() {
    Run run = model.run();
    Instant end = run == null ? null : run.ended();
    if (end == null || end.plus(AFTERWARDS).isAfter(runs.now())) {
      model.read();
    }
    now.update();
    update();
  }

  private void update() {
    Run run = model.run();
    Problem problem = model.problem();
    if (run == null) {
      title.setText("Run " + id);
      chip.set(
          problem == null ? Look.RUNNING : Look.NO_DATA,
          problem == null ? "Reading" : problem.what());
      line.setText(problem == null ? "" : problem.why() + ". " + problem.next() + ".");
      return;
    }
    Instant at = runs.now();
    title.setText(run.plan().title());
    chip.set(RunTexts.look(run), RunTexts.word(run));
    String stale = problem == null ? "" : " · not read anew: " + problem.why();
    line.setText(line(run, at) + stale);
    DeploymentInfo live = monitor.snapshot().deployment();
    trafficOn.setText(
        live == null ? "not told" : live.version().isEmpty() ? live.id() : live.version());
    nowTitle.setText(
        capital(run.plan().environment())
            + " now"
            + (live == null || live.version().isEmpty() ? "" : ", on " + live.version()));
    bar.show(run);
    if (steps.show(run, model.usual(), at)) {
      stepsScroll.applyCss();
      Scrolling.reveal(stepsScroll, steps.current(), ABOVE_STEP);
    }
    boolean over = run.state().isOver();
    cancelBox.setVisible(!over);
    cancelText.setText(over ? "" : CancelText.of(run));
    if (over && !ended) {
      monitor.refresh(); // what it has changed is not told from before
    }
    plan.show(run, at);
    actions.show(run);
    if (over != ended || actions.decides() != decides) {
      ended = over;
      decides = actions.decides();
      hintsChanged.run();
    }
    int step = RunTexts.step(run);
    if (step >= 1 && step <= run.steps().size()) {
      log.step(run.steps().get(step - 1).id());
    }
  }

  private static String line(Run run, Instant at) {
    String took = RunTexts.clock(RunTexts.took(run, at));
    return run.state().isOver()
        ? "Run %s · %s · took %s"
            .formatted(
                run.id(), run.steps().size() == 1 ? "1 step" : run.steps().size() + " steps", took)
        : "Run %s · step %d of %d · %s elapsed"
            .formatted(run.id(), RunTexts.step(run), run.steps().size(), took);
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** The log, for whoever looks at it from outside. */
  LogPane log() {
    return log;
  }
}
