package tech.atoms.opsdesk.desktop.readiness;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.checklist.SignOffView;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** The ten sign-offs in a row. */
final class SignOffStrip {
  /** Letters. */
  private static final int ROOM = 16;

  private final HBox cells;
  private final Label sum;
  private final Consumer<String> open;
  private List<SignOffView> shown = List.of();

  SignOffStrip(HBox cells, Label sum, Consumer<String> open) {
    this.cells = cells;
    this.sum = sum;
    this.open = open;
  }

  void show(List<SignOffView> signOffs) {
    if (signOffs.equals(shown)) {
      return;
    }
    shown = signOffs;
    long signed = signOffs.stream().filter(s -> s.step() == SignOffView.Step.SIGNED).count();
    sum.setText(signed + " of " + signOffs.size() + " · all of them and no blockers give Go");
    cells.getChildren().setAll(signOffs.stream().map(this::cell).toList());
  }

  private Node cell(SignOffView one) {
    Label title = new Label(brief(one.view().item().text()));
    title.getStyleClass().addAll("strong", "small");
    StateLabel state = new StateLabel(look(one), word(one));
    state.getStyleClass().add("small");
    Signature signature = one.view().result().signature();
    Label who = new Label(signature == null ? one.role() : signature.by());
    Label when = new Label(detail(one, signature));
    who.getStyleClass().add("meta");
    when.getStyleClass().add("meta");
    Button button = new Button();
    button.setGraphic(new VBox(2, title, state, who, when));
    button.getStyleClass().addAll("sign-cell", styleClass(one));
    button.setMaxWidth(Double.MAX_VALUE);
    button.setMinWidth(0);
    button.setPrefWidth(100);
    button.setAccessibleText(
        one.view().item().text() + ": " + word(one) + ", " + one.view().result().reason());
    button.setTooltip(new Tooltip(one.view().item().text()));
    button.setOnAction(e -> open.accept(one.view().item().id()));
    HBox.setHgrow(button, Priority.ALWAYS);
    return button;
  }

  /** The first words, as many as a cell of a small window has room for. */
  private static String brief(String text) {
    String brief = text;
    while (brief.length() > ROOM && brief.contains(" ")) {
      brief = brief.substring(0, brief.lastIndexOf(' '));
    }
    return brief;
  }

  private static String detail(SignOffView one, @org.jspecify.annotations.Nullable Signature by) {
    return switch (one.step()) {
      case SIGNED -> by == null ? "" : Texts.day(by.at());
      case VOID -> "results changed";
      case BLOCKED ->
          one.failing() == 0
              ? "evidence missing"
              : one.failing() == 1 ? "1 item fails" : one.failing() + " items fail";
      case WAITING -> one.yours() ? "ready to sign" : "not signed";
    };
  }

  private static Look look(SignOffView one) {
    return switch (one.step()) {
      case SIGNED -> Look.HEALTHY;
      case VOID -> Look.STALE;
      case BLOCKED -> Look.BAD;
      case WAITING -> one.yourTurn() ? Look.NEEDS_YOU : Look.NEUTRAL;
    };
  }

  private static String word(SignOffView one) {
    return one.yourTurn()
        ? "Your turn"
        : one.step().name().charAt(0) + one.step().name().substring(1).toLowerCase(Locale.ROOT);
  }

  private static String styleClass(SignOffView one) {
    return one.yourTurn() ? "your-turn" : one.step().name().toLowerCase(Locale.ROOT);
  }
}
