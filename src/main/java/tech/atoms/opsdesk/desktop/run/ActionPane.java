package tech.atoms.opsdesk.desktop.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.StepState;
import tech.atoms.opsdesk.workflow.deploy.Deploy;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;

/** What a person can do with a run as it stands, and what each of that waits for. */
final class ActionPane extends VBox {
  private final Runs runs;
  private final Label title = new Label();
  private final Label why = new Label();
  private final TextField reason = new TextField();
  private final StateLabel waits = new StateLabel(Look.HOLDING, "");
  private final FlowPane buttons = new FlowPane(8, 8);
  private final Label refused = new Label();
  private final Button retry;
  private final Button skip;
  private final Button stop;
  private final Button undo;
  private final Button takeBack;
  private final Button takeOver;
  private final Button cancel;
  private final GatePane gate;
  private @Nullable Run run;
  private @Nullable RunState shown;
  private boolean worksHere;

  ActionPane(Runs runs, RunOperations operations, Runnable left) {
    this.runs = runs;
    gate = new GatePane(runs, this::refuse, left);
    getStyleClass().add("run-action");
    title.getStyleClass().add("strong");
    why.getStyleClass().add("small");
    refused.getStyleClass().add("plan-refused");
    for (Label label : List.of(title, why, refused)) {
      label.setWrapText(true);
      label.setMinHeight(Region.USE_PREF_SIZE);
      label.managedProperty().bind(label.visibleProperty());
    }
    reason.setPromptText("Reason; stands in the journal and in the audit trail");
    reason.setAccessibleText("Reason");
    reason.textProperty().subscribe(text -> allow());
    reason.managedProperty().bind(reason.visibleProperty());
    waits.getStyleClass().add("small");
    waits.setWrapText(true);
    waits.setMinWidth(0);
    waits.managedProperty().bind(waits.visibleProperty());
    retry = KeyedButton.of("Try again", "mdi2r-refresh", "Ctrl Enter", this::resume, "accent");
    skip = KeyedButton.of("Skip the step", "mdi2d-debug-step-over", "", this::skip);
    stop = KeyedButton.of("Give the run up", "mdi2c-close", "", this::abandon, "dangerous");
    takeBack = KeyedButton.of("Take back", "mdi2u-undo-variant", "Ctrl B", this::takeBack);
    takeOver = KeyedButton.of("Take over", "mdi2a-account-switch-outline", "", this::takeOver);
    cancel = KeyedButton.of("Cancel the run", "mdi2s-stop-circle-outline", "Ctrl .", this::cancel);
    undo = KeyedButton.of("Undo the rollback…", "mdi2r-redo-variant", "", operations::undo);
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    getChildren().setAll(title, why, gate, reason, waits, buttons, refused);
    refused.setVisible(false);
  }

  /** Ctrl Enter, wherever the focus is on the screen. */
  boolean confirm() {
    if (gate.isVisible()) {
      return gate.confirm();
    }
    if (isVisible() && buttons.getChildren().contains(retry) && !retry.isDisabled()) {
      resume();
      return true;
    }
    return false;
  }

  /** Ctrl and full stop, wherever the focus is on the screen. */
  boolean cancelRun() {
    if (isVisible() && buttons.getChildren().contains(cancel) && !cancel.isDisabled()) {
      cancel();
      return true;
    }
    return false;
  }

  /** Ctrl B, wherever the focus is on the screen. */
  boolean takeBackRun() {
    if (isVisible() && buttons.getChildren().contains(takeBack)) {
      if (takeBack.isDisabled()) {
        reason.requestFocus(); // what it waits for, where the person may at all
      } else {
        takeBack();
      }
      return true;
    }
    return false;
  }

  /** Whether a person decides how the run goes on. */
  boolean decides() {
    return shown == RunState.PAUSED || shown == RunState.INTERRUPTED;
  }

  void clear() {
    gate.clear();
    run = null;
    shown = null;
    reason.clear();
    refused.setVisible(false);
    setVisible(false);
    setManaged(false);
  }

  void show(Run now) {
    boolean works = runs.worksOn(now.id());
    boolean same = now.state() == shown && works == worksHere && run != null;
    run = now;
    shown = now.state();
    worksHere = works;
    describe(now);
    gate.show(now);
    if (!same) {
      refused.setVisible(false);
      arrange(now.state());
    }
    allow();
  }

  private void describe(Run now) {
    List<String> left = leftBehind(now);
    switch (now.state()) {
      case PAUSED -> tell(hasFailed(now) ? "Needs you: a step has failed" : "Paused", now.why());
      case INTERRUPTED ->
          tell(
              "Interrupted on " + now.host(),
              now.why()
                  + ". Going on looks first at what has happened, and asks only for what has not.");
      case WAITING -> tell("Waiting for the environment", now.why());
      case RUNNING ->
          tell(
              worksHere ? "Working" : "Another desk works on it",
              worksHere
                  ? "Nothing waits for you."
                  : "The desk on " + now.host() + " goes on with it; this one watches.");
      case NEEDS_YOU -> tell(now.why().isEmpty() ? "Needs you" : now.why(), "");
      case STOPPING ->
          tell("Stopping", now.why() + ". What is under way is seen to its end first.");
      case DONE -> tell(RunTexts.word(now), now.why().isEmpty() ? done(now) : now.why());
      case REFUSED -> tell("Refused: nothing was changed", now.why());
      case ABANDONED ->
          tell(
              "Given up",
              (now.why().isEmpty() ? "" : now.why() + ". ")
                  + (left.isEmpty()
                      ? "Nothing had been changed."
                      : "Left behind: " + String.join("; ", left) + "."));
      default -> tell(RunTexts.word(now), now.why());
    }
  }

  private static String done(Run run) {
    return "Every step was seen to be done, in "
        + RunTexts.clock(RunTexts.took(run, run.created()))
        + ".";
  }

  private static List<String> leftBehind(Run run) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < run.steps().size(); i++) {
      Run.RunStep step = run.steps().get(i);
      boolean changes =
          i < run.plan().steps().size() && !run.plan().steps().get(i).after().isEmpty();
      if (changes && step.attempts() > 0) {
        left.add(step.name() + " (" + RunTexts.word(step.state()).toLowerCase(Locale.ROOT) + ")");
      }
    }
    return left;
  }

  private void tell(String words, String detail) {
    title.setText(words);
    why.setText(detail);
    why.setVisible(!detail.isEmpty());
  }

  private void arrange(RunState state) {
    boolean decides = state == RunState.PAUSED || state == RunState.INTERRUPTED;
    boolean alive = state.isAlive() && state != RunState.STOPPING;
    List<Node> wanted = new ArrayList<>();
    boolean changed = run != null && onlyALookFailed(run);
    if (decides) {
      wanted.add(retry);
      if (state == RunState.PAUSED && run != null && hasFailed(run)) {
        wanted.add(skip);
      }
      wanted.add(changed ? 0 : wanted.size(), takeBack);
      wanted.add(stop);
    } else if (alive) {
      wanted.add(cancel);
      if (!worksHere) {
        wanted.add(takeOver);
      }
    }
    boolean rolledBack =
        state == RunState.DONE && run != null && run.plan().workflow().equals("rollback");
    if (rolledBack) {
      wanted.add(undo);
    }
    reason.setVisible(decides || alive);
    waits.setVisible(decides || alive);
    buttons.getChildren().setAll(wanted);
    buttons.setVisible(!wanted.isEmpty());
    buttons.setManaged(!wanted.isEmpty());
    accent(changed ? takeBack : retry, changed ? retry : takeBack);
    boolean failed = run != null && hasFailed(run);
    KeyedButton.words(retry, state == RunState.PAUSED && failed ? "Try again" : "Resume");
    getStyleClass().remove("needs-you");
    if (decides || state == RunState.NEEDS_YOU) {
      getStyleClass().add("needs-you");
    }
    setVisible(true);
    setManaged(true);
  }

  /** What was changed is there, and is not well: the way back comes before another look. */
  private static boolean onlyALookFailed(Run run) {
    List<PlannedStep> planned = run.plan().steps();
    boolean changed = false;
    if (!run.plan().workflow().equals(Deploy.ID)) {
      return false; // the others have a way back of their own, or none
    }
    for (int i = 0; i < Math.min(planned.size(), run.steps().size()); i++) {
      Run.RunStep step = run.steps().get(i);
      boolean changes = !planned.get(i).after().isEmpty();
      if (step.state() == StepState.FAILED) {
        return changed && !changes;
      }
      changed |= changes && step.attempts() > 0 && planned.get(i).id().equals(MoveStep.ID);
    }
    return false;
  }

  /** A run that was stopped at its desk is paused, and nothing of it has failed. */
  private static boolean hasFailed(Run run) {
    return run.back() || run.steps().stream().anyMatch(step -> step.state() == StepState.FAILED);
  }

  private static void accent(Button first, Button second) {
    second.getStyleClass().remove("accent");
    if (!first.getStyleClass().contains("accent")) {
      first.getStyleClass().add("accent");
    }
  }

  private void allow() {
    Run now = run;
    if (now == null) {
      return;
    }
    List<String> may = runs.environment().policy().mayChange();
    boolean allowed = may.stream().anyMatch(runs.me()::holds);
    boolean reasoned = !reason.getText().isBlank();
    retry.setDisable(!allowed || worksHere);
    skip.setDisable(!allowed || worksHere || !reasoned);
    stop.setDisable(!allowed || worksHere || !reasoned);
    takeBack.setDisable(!allowed || worksHere || !reasoned);
    takeOver.setDisable(!allowed || !reasoned);
    cancel.setDisable(!allowed || !reasoned);
    if (!allowed) {
      waits.set(
          Look.HOLDING,
          "Waiting for: a person who holds "
              + (may.isEmpty() ? "a role that the profile names" : String.join(" or ", may)));
    } else if (!reasoned) {
      waits.set(
          Look.HOLDING,
          now.state().isAlive()
              ? "To cancel: waiting for a reason"
              : "To skip, take back or give up: waiting for a reason");
    } else {
      waits.set(Look.ACTIVE, "Ready");
    }
  }

  private boolean usable(Button button) {
    return run != null && !button.isDisabled();
  }

  private void resume() {
    Run now = run;
    if (now != null && usable(retry)) {
      runs.resume(now, false, reason.getText().strip(), this::refuse);
    }
  }

  private void skip() {
    Run now = run;
    if (now != null && usable(skip)) {
      runs.resume(now, true, reason.getText().strip(), this::refuse);
    }
  }

  private void abandon() {
    Run now = run;
    if (now != null && usable(stop)) {
      runs.abandon(now, reason.getText().strip(), this::refuse);
    }
  }

  private void takeBack() {
    Run now = run;
    if (now != null && usable(takeBack)) {
      runs.takeBack(now, reason.getText().strip(), this::refuse);
    }
  }

  private void takeOver() {
    Run now = run;
    if (now != null && usable(takeOver)) {
      runs.takeOver(now, reason.getText().strip(), this::refuse);
    }
  }

  private void cancel() {
    Run now = run;
    if (now != null && usable(cancel)) {
      runs.cancel(now, reason.getText().strip(), this::refuse);
    }
  }

  private void refuse(Problem problem) {
    refused.setText(problem.what() + ": " + problem.why() + ". " + problem.next() + ".");
    refused.setVisible(true);
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER && event.isShortcutDown() && confirm()) {
      event.consume();
    }
  }
}
