package tech.atoms.opsdesk.desktop.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.LiveScrollPane;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.Scrolling;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.workflow.Freeze;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlanText;
import tech.atoms.opsdesk.workflow.Preview;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.Start;

/**
 * The card that shows a plan before anything is changed, and starts it: with the confirmation typed
 * where the policy asks for it. What starting waits for is always said.
 */
final class PlanDialog {
  private static final double WIDTH = 1038;
  private static final double COLUMNS_HEIGHT = 460;

  private final Runs runs;
  private final Ask ask;
  private final Screen.Dialogs dialogs;
  private final RunOpened opened;
  private final Label made = new Label();
  private final Button again;
  private final StackPane shown = new StackPane();
  private final TextField reason = new TextField();
  private final TextField typed = new TextField();
  private final Label typedTitle = new Label();
  private final StateLabel waits = new StateLabel(Look.HOLDING, "");
  private final Label refused = new Label();
  private final Button start;
  private final Button copy = new Button("Copy plan", Icons.icon("mdi2c-content-copy"));
  private final VBox body = new VBox();
  private final HBox typedRow;
  private final StateLabel frozen = new StateLabel(Look.HOLDING, "");
  private final TextField override = new TextField();
  private final HBox frozenRow;
  private final StateLabel held = new StateLabel(Look.HOLDING, "");
  private @Nullable Plan plan;
  private Map<String, Duration> usual = Map.of();
  private @Nullable Instant madeAt;
  private Jobs.@Nullable Job planning;
  private Jobs.@Nullable Job previewing;
  private Ticker.@Nullable Ticking ticking;
  private boolean starting;

  /**
   * What is to be planned.
   *
   * @param workflow its name
   * @param target what it is about; empty: the workflow's own proposal
   * @param title of the card, e.g. "Roll back"
   * @param verb on the button that starts, e.g. "Start rollback"
   * @param icon of that button
   * @param reason proposed; may be changed
   */
  record Ask(
      String workflow, String target, String title, String verb, String icon, String reason) {
    /** Whether the run that holds the environment gives way to it. */
    boolean givesPrecedence() {
      return workflow.equals(RunOperations.ROLLBACK);
    }
  }

  /** Hears of the run that was started. */
  @FunctionalInterface
  interface RunOpened {
    void opened(String run);
  }

  PlanDialog(Runs runs, Ask ask, Screen.Dialogs dialogs, RunOpened opened) {
    this.runs = runs;
    this.ask = ask;
    this.dialogs = dialogs;
    this.opened = opened;
    made.getStyleClass().add("meta");
    again = KeyedButton.of("Plan again", "mdi2r-refresh", "F5", this::plan);
    start = KeyedButton.of(ask.verb(), ask.icon(), "Ctrl Enter", this::start, "accent");
    copy.setOnAction(event -> copy());
    Button close = KeyedButton.of("Close", "", "Esc", dialogs::close);
    LiveScrollPane scroll = new LiveScrollPane();
    scroll.setContent(shown);
    scroll.setFitToWidth(true);
    scroll.setPrefHeight(COLUMNS_HEIGHT);
    scroll.getStyleClass().addAll("edge-to-edge", "plan-scroll");
    Scrolling.byKeys(scroll, "The plan");
    typedTitle.getStyleClass().add("strong");
    typed.getStyleClass().add("mono");
    reason.setText(ask.reason());
    reason.setPromptText("Why; stands in the journal and in the audit trail");
    reason.setAccessibleText("Reason");
    HBox.setHgrow(reason, Priority.ALWAYS);
    HBox.setHgrow(typed, Priority.ALWAYS);
    Label why = new Label("Reason");
    why.setMinWidth(Region.USE_PREF_SIZE);
    typedTitle.setMinWidth(Region.USE_PREF_SIZE);
    typedRow = new HBox(12, typedTitle, typed);
    typedRow.getStyleClass().add("plan-row");
    typedRow.managedProperty().bind(typedRow.visibleProperty());
    typedRow.setVisible(runs.environment().policy().typedConfirmation());
    HBox reasonRow = new HBox(12, why, reason);
    reasonRow.getStyleClass().add("plan-row");
    refused.setWrapText(true);
    refused.setMinHeight(Region.USE_PREF_SIZE);
    refused.getStyleClass().add("plan-refused");
    refused.managedProperty().bind(refused.visibleProperty());
    refused.setVisible(false);
    frozen.setWrapText(true);
    frozen.setMinWidth(0);
    override.setPromptText("Why it is changed all the same");
    override.setAccessibleText("Why the freeze is overridden");
    HBox.setHgrow(override, Priority.ALWAYS);
    override.setMinWidth(260);
    frozenRow = new HBox(12, frozen, override);
    frozenRow.getStyleClass().add("plan-row");
    frozenRow.managedProperty().bind(frozenRow.visibleProperty());
    held.setWrapText(true);
    held.setMinWidth(0);
    held.setMinHeight(Region.USE_PREF_SIZE);
    held.managedProperty().bind(held.visibleProperty());
    VBox confirm = new VBox(8, held, frozenRow, typedRow, reasonRow, refused);
    confirm.getStyleClass().add("plan-confirm");
    waits.getStyleClass().add("small");
    waits.setWrapText(true);
    waits.setMinWidth(0);
    waits.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(waits, Priority.ALWAYS);
    HBox foot = new HBox(8, waits, copy, close, start);
    foot.getStyleClass().add("overlay-foot");
    body.getStyleClass().add("plan-card");
    body.setPrefWidth(WIDTH);
    body.getStylesheets().add(String.valueOf(PlanDialog.class.getResource("/styles/runs.css")));
    body.getChildren().addAll(scroll, confirm, foot);
    typed.textProperty().subscribe(text -> allow());
    reason.textProperty().subscribe(text -> allow());
    override.textProperty().subscribe(text -> allow());
  }

  /** Opens the card and begins to plan. */
  void show() {
    ticking = runs.ticker().every(this::age);
    HBox aside = new HBox(12, made, again);
    aside.setAlignment(
        Pos.CENTER_RIGHT); // it stands in the card's head, out of reach of the style sheet
    dialogs.show(
        new Screen.Sheet(
            ask.title(),
            aside,
            body,
            typedRow.isVisible() ? typed : reason,
            this::key,
            this::closed));
    plan();
  }

  private void closed() {
    if (planning != null) {
      planning.cancel();
      planning = null;
    }
    endPreview();
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
  }

  private boolean key(KeyEvent event) {
    if (event.getCode() == KeyCode.F5) {
      plan();
    } else if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
      start();
    } else {
      return false;
    }
    return true;
  }

  private void plan() {
    if (planning != null || starting) {
      return;
    }
    endPreview();
    plan = null;
    madeAt = null;
    again.setDisable(true);
    refused.setVisible(false);
    StateLabel reading = new StateLabel(Look.RUNNING, "Reading what is so at the moment …");
    shown.getChildren().setAll(reading);
    planning = runs.plan(ask.workflow(), ask.target(), this::planned, this::notPlanned);
    age();
  }

  private void planned(Runs.Planned worked) {
    planning = null;
    Plan made = worked.plan();
    plan = made;
    usual = worked.usual();
    madeAt = runs.now();
    again.setDisable(false);
    show(made, null);
    previewing =
        runs.preview(
            made,
            preview -> previewed(made, preview),
            problem -> previewed(made, Preview.unknown(problem, runs.now())));
    typedRow.setVisible(
        runs.environment().policy().typedConfirmation() && !made.confirmation().isEmpty());
    typedTitle.setText("Type " + made.confirmation());
    typed.setAccessibleText("Type " + made.confirmation() + " to confirm");
    age();
  }

  private void show(Plan made, @Nullable Preview preview) {
    PlanColumns columns = new PlanColumns(made, usual, preview);
    if (made.rows().isEmpty()) {
      shown.getChildren().setAll(columns);
      return;
    }
    VBox above = new VBox(12);
    above.setPadding(new Insets(16, 16, 0, 16));
    if (!made.warnings().isEmpty()) { // the first one tells what is lost
      StateLabel loss = new StateLabel(Look.FAILED, made.warnings().getFirst());
      loss.getStyleClass().add("plan-loss");
      loss.setMaxWidth(Double.MAX_VALUE);
      above.getChildren().add(loss);
    }
    above.getChildren().add(new PlanRows(made.rows()));
    shown.getChildren().setAll(new VBox(above, columns));
  }

  private void endPreview() {
    if (previewing != null) {
      previewing.cancel();
      previewing = null;
    }
  }

  private void previewed(Plan made, Preview preview) {
    previewing = null;
    show(made, preview);
  }

  private void notPlanned(Problem problem) {
    planning = null;
    again.setDisable(false);
    shown.getChildren().clear();
    refuse(problem);
  }

  private void refuse(Problem problem) {
    refused.setText(problem.advice());
    refused.setVisible(true);
    age();
  }

  private void age() {
    Instant at = madeAt;
    made.setText(
        at == null ? "" : "Made " + Ages.age(at, runs.now()) + " ago, nothing changed yet");
    allow(); // a freeze may have begun or ended
  }

  /** What starting waits for; empty where it may. */
  private List<String> missing() {
    List<String> all = new ArrayList<>();
    Plan there = plan;
    if (there == null) {
      all.add(planning == null ? "a plan" : "the plan");
    }
    List<String> may = runs.environment().policy().mayChange();
    if (may.stream().noneMatch(runs.me()::holds)) {
      all.add(
          may.isEmpty()
              ? "a role that may change it: the profile names none"
              : "a person who holds " + String.join(" or ", may) + "; you do not");
    }
    if (typedRow.isVisible()
        && (there == null || !there.confirmation().equals(typed.getText().strip()))) {
      all.add("the typed text");
    }
    if (runs.freeze() != null && override.getText().isBlank()) {
      all.add("why the freeze is overridden");
    }
    if (reason.getText().isBlank()) {
      all.add("a reason");
    }
    return all;
  }

  private void allow() {
    showHolder();
    Freeze freeze = runs.freeze();
    frozenRow.setVisible(freeze != null);
    if (freeze != null) {
      frozen.set(
          Look.HOLDING,
          "Frozen until " + Ages.at(freeze.until(), runs.now()) + " UTC: " + freeze.reason());
    }
    List<String> missing = missing();
    start.setDisable(starting || !missing.isEmpty());
    copy.setDisable(plan == null);
    if (starting) {
      waits.set(Look.RUNNING, "Starting …");
    } else if (missing.isEmpty()) {
      waits.set(Look.ACTIVE, "Ready. The facts are read once more before anything is changed.");
    } else {
      waits.set(Look.HOLDING, "Waiting for: " + String.join(" · ", missing));
    }
  }

  /** The run that a rollback takes the place of: in an outage nothing else goes first. */
  private String inPlaceOf() {
    Run holder = runs.holder();
    return ask.givesPrecedence() && holder != null ? holder.id() : "";
  }

  private void showHolder() {
    Run run = runs.holder();
    held.setVisible(run != null);
    if (run == null) {
      return;
    }
    String name = "Run " + run.id() + " (" + run.plan().title() + ", " + run.state().words() + ")";
    String then =
        !ask.givesPrecedence()
            ? " holds the environment: this one waits for it"
            : run.state().isAlive()
                ? " holds the environment: it is asked to end, and this one waits until it has"
                : " holds the environment: it is given up, what it did stays, and this one goes on";
    held.set(Look.HOLDING, name + then);
  }

  private void start() {
    Plan there = plan;
    if (there == null || starting || !missing().isEmpty()) {
      return;
    }
    starting = true;
    allow();
    runs.start(
        there,
        new Start(
            reason.getText().strip(),
            typed.getText().strip(),
            override.getText().strip(),
            inPlaceOf()),
        run -> {
          dialogs.close();
          opened.opened(run.id());
        },
        problem -> {
          starting = false;
          refuse(problem);
        });
  }

  private void copy() {
    Plan there = plan;
    if (there != null) {
      ClipboardContent content = new ClipboardContent();
      content.putString(String.join("\n", PlanText.lines(there, usual)));
      Clipboard.getSystemClipboard().setContent(content);
      copy.setText("Copied");
    }
  }
}
