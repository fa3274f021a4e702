package tech.atoms.opsdesk.desktop.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.LiveScrollPane;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.Scrolling;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.GateView;
import tech.atoms.opsdesk.workflow.Run;

/**
 * The gate that a run waits at: what machines say, what a person confirms, approves and types, and
 * what it waits for. Made anew only where something else is shown; the typed text stays.
 */
final class GatePane extends VBox {
  /** Some rows are seen in the smallest window; the others by scrolling. */
  private static final double LEAST_ROWS = 110;

  private static final String TYPED = "typed text";
  private static final String TICK = "tick: ";

  private final Runs runs;
  private final Consumer<Problem> refused;
  private final Runnable left;
  private final VBox asked = new VBox(4);
  private final LiveScrollPane rows = new LiveScrollPane();
  private final Label typeTitle = new Label();
  private final TextField typed = new TextField();
  private final StateLabel waits = new StateLabel(Look.HOLDING, "");
  private final Button confirm;
  private @Nullable Run run;
  private @Nullable GateView shown;

  /**
   * Of no run yet.
   *
   * @param refused hears why something that was said does not count
   * @param left takes the focus where the gate that had it has gone
   */
  GatePane(Runs runs, Consumer<Problem> refused, Runnable left) {
    this.runs = runs;
    this.left = left;
    this.refused = refused;
    setSpacing(8);
    managedProperty().bind(visibleProperty());
    setVisible(false);
    typeTitle.getStyleClass().add("strong");
    typeTitle.setWrapText(true);
    typeTitle.setMinHeight(Region.USE_PREF_SIZE);
    typed.getStyleClass().add("mono");
    waits.getStyleClass().add("small");
    waits.setWrapText(true);
    waits.setMinWidth(0);
    waits.setMinHeight(Region.USE_PREF_SIZE);
    rows.setContent(asked);
    rows.setFitToWidth(true);
    rows.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    rows.setMinHeight(LEAST_ROWS);
    rows.getStyleClass().addAll("edge-to-edge", "gate-rows");
    asked.heightProperty().subscribe(height -> rows.setPrefHeight(height.doubleValue() + 2));
    Scrolling.byKeys(rows, "What the gate asks");
    confirm =
        KeyedButton.of("Confirm", "mdi2s-swap-horizontal", "Ctrl Enter", this::confirm, "accent");
    for (Region one : List.of(typeTitle, typed, confirm)) {
      one.managedProperty().bind(one.visibleProperty());
    }
    getChildren().setAll(rows, typeTitle, typed, waits, confirm);
    typed.textProperty().subscribe(text -> allow());
  }

  void clear() {
    run = null;
    shown = null;
    typed.clear();
    setVisible(false);
  }

  void show(Run now) {
    run = now;
    GateView gate = now.gate();
    if (gate == null && focused(this) != null) {
      left.run();
    }
    setVisible(gate != null);
    if (gate == null || gate.equals(shown)) {
      return;
    }
    boolean other = shown == null || !shown.step().equals(gate.step());
    if (other) {
      typed.clear();
    }
    boolean refilled = other || !same(shown, gate);
    Node focused = refilled ? focused(asked) : null;
    if (refilled) {
      fill(now, gate);
    }
    shown = gate;
    boolean types = !gate.typed().isEmpty();
    typeTitle.setText("Type " + gate.typed());
    typed.setAccessibleText("Type " + gate.typed() + " to confirm");
    typeTitle.setVisible(types);
    typed.setVisible(types);
    confirm.setVisible(types);
    allow();
    if (focused != null) {
      backTo(focused);
    }
  }

  /** What has the focus inside a node; null: nothing there. */
  private @Nullable Node focused(Node inside) {
    Scene scene = getScene();
    Node owner = scene == null ? null : scene.getFocusOwner();
    for (Node at = owner; at != null; at = at.getParent()) {
      if (at.equals(inside)) {
        return owner;
      }
    }
    return null;
  }

  /** What had the focus was made anew: its successor has it, or what is to be done next. */
  private void backTo(Node before) {
    for (Node row : asked.getChildren()) {
      if (before instanceof CheckBox old
          && row instanceof CheckBox box
          && box.getText().equals(old.getText())
          && !box.isDisabled()) {
        box.requestFocus();
        return;
      }
    }
    toNext();
  }

  /** Moves the focus to the first thing that a person can do here; returns whether there is one. */
  private boolean toNext() {
    for (Node row : asked.getChildren()) {
      boolean tick = row instanceof CheckBox box && !box.isSelected() && !box.isDisabled();
      if (tick || row instanceof Button) {
        Scrolling.reveal(rows, row, LEAST_ROWS / 2);
        row.requestFocus();
        return true;
      }
    }
    boolean types = typed.isVisible() && confirm.isDisabled();
    if (types) {
      typed.requestFocus();
    }
    return types;
  }

  /** When a check was asked last is no reason to make the rows anew: the focus would be lost. */
  private static boolean same(@Nullable GateView before, GateView now) {
    return before != null
        && words(before).equals(words(now))
        && before.ticks().equals(now.ticks())
        && before.approvals().equals(now.approvals())
        && Objects.equals(ticked(before), ticked(now));
  }

  private static List<String> words(GateView gate) {
    return gate.checks().stream()
        .map(check -> check.name() + check.state() + check.detail())
        .toList();
  }

  private static Set<String> ticked(GateView gate) {
    return gate.ticks().stream()
        .filter(tick -> !gate.waitsFor().contains(TICK + tick))
        .collect(Collectors.toSet());
  }

  private void fill(Run now, GateView gate) {
    List<Node> rows = new ArrayList<>();
    long pass = gate.checks().stream().filter(GateCheck::isPass).count();
    if (!gate.checks().isEmpty()) {
      rows.add(heading("Checked by the app · %d of %d".formatted(pass, gate.checks().size())));
    }
    for (GateCheck check : gate.checks()) {
      StateLabel row = new StateLabel(look(check.state()), check.name() + ": " + check.detail());
      row.getStyleClass().add("small");
      row.setWrapText(true);
      row.setMinWidth(0);
      row.setMinHeight(Region.USE_PREF_SIZE);
      rows.add(row);
    }
    Set<String> done = ticked(gate);
    if (!gate.ticks().isEmpty()) {
      rows.add(
          heading("Confirmed by people · %d of %d".formatted(done.size(), gate.ticks().size())));
    }
    for (String tick : gate.ticks()) {
      CheckBox box = new CheckBox(tick);
      box.getStyleClass().add("small");
      box.setWrapText(true);
      box.setMinHeight(Region.USE_PREF_SIZE);
      box.setSelected(done.contains(tick));
      box.setDisable(done.contains(tick));
      box.setOnAction(event -> tick(box, tick));
      rows.add(box);
    }
    for (String approval : gate.approvals()) {
      String role = approval.substring(0, approval.lastIndexOf(": "));
      rows.add(heading("Approvals · " + approval));
      boolean may = runs.me().holds(role) && !Objects.equals(runs.me().login(), now.login());
      if (may && gate.waitsFor().stream().anyMatch(one -> one.endsWith(" for " + role))) {
        Button approve =
            KeyedButton.of("Approve for " + role, "mdi2a-account-check", "", () -> approve(role));
        rows.add(approve);
      }
    }
    asked.getChildren().setAll(rows);
  }

  private static Label heading(String text) {
    Label label = new Label(text);
    label.getStyleClass().addAll("strong", "small");
    label.setWrapText(true);
    return label;
  }

  static Look look(GateCheck.State state) {
    return switch (state) {
      case PASS -> Look.HEALTHY;
      case FAIL -> Look.FAILED;
      case UNKNOWN -> Look.NO_DATA;
      case RUNNING -> Look.RUNNING;
    };
  }

  private void tick(CheckBox box, String sentence) {
    Run now = run;
    if (now != null && box.isSelected()) {
      box.setDisable(true); // a second press of the key is for the next one
      if (!toNext()) {
        left.run();
      }
      runs.tick(
          now,
          sentence,
          problem -> {
            box.setSelected(false);
            box.setDisable(false);
            refused.accept(problem);
          });
    }
  }

  private void approve(String role) {
    Run now = run;
    if (now != null) {
      runs.approve(now, role, refused);
    }
  }

  private void allow() {
    GateView gate = shown;
    if (gate == null) {
      return;
    }
    List<String> missing = new ArrayList<>(gate.waitsFor());
    if (!gate.typed().isEmpty() && gate.typed().equals(typed.getText().strip())) {
      missing.remove(TYPED);
    }
    confirm.setDisable(!missing.isEmpty());
    if (missing.isEmpty()) {
      waits.set(Look.ACTIVE, "Ready. The checks are asked once more before it goes on.");
    } else {
      waits.set(Look.HOLDING, "Waiting for: " + String.join(" · ", counted(gate, missing)));
    }
  }

  /** Checks and ticks stand above, one by one: here they are counted. */
  private static List<String> counted(GateView gate, List<String> missing) {
    List<String> words = new ArrayList<>();
    List<String> checks =
        gate.checks().stream().filter(check -> !check.isPass()).map(GateCheck::waits).toList();
    long ticks = missing.stream().filter(one -> one.startsWith(TICK)).count();
    if (!checks.isEmpty()) {
      words.add(checks.size() == 1 ? checks.getFirst() : checks.size() + " checks");
    }
    if (ticks > 0) {
      words.add(ticks == 1 ? "1 confirmation" : ticks + " confirmations");
    }
    missing.stream()
        .filter(one -> !one.startsWith(TICK))
        .filter(one -> !checks.contains(one))
        .forEach(words::add);
    return words;
  }

  /** Says the typed text, or leads to what is missing; returns whether there was either. */
  boolean confirm() {
    Run now = run;
    if (now == null || !isVisible()) {
      return false;
    }
    if (!confirm.isVisible() || confirm.isDisabled()) {
      return toNext();
    }
    runs.type(now, typed.getText().strip(), refused);
    return true;
  }
}
