package tech.atoms.opsdesk.desktop.readiness;

import java.time.Instant;
import java.time.InstantSource;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.template.Kind;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** The chosen item: expected, found, evidence, and what can be done about it. */
final class DetailPane {
  private final VBox box;
  private final InstantSource clock;
  private final ItemActions actions;
  private @Nullable ItemView shown;

  DetailPane(VBox box, InstantSource clock, ItemActions actions) {
    this.box = box;
    this.clock = clock;
    this.actions = actions;
    box.getChildren().setAll(quiet("Choose an item to see its evidence."));
  }

  /** What the screen shows at the moment; null: none. */
  @Nullable ItemView shown() {
    return shown;
  }

  void show(@Nullable ItemView view) {
    if (view == null || view.equals(shown)) {
      return;
    }
    shown = view;
    Label title = new Label(view.item().text());
    title.getStyleClass().add("panel-title");
    title.setWrapText(true);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head =
        new HBox(
            8, title, space, new StateLabel(Texts.look(view.state()), Texts.word(view.state())));
    head.getStyleClass().add("detail-head");
    box.getChildren().setAll(head, facts(view.result()));
    for (Recorded recorded : view.result().findings()) {
      recorded.finding().evidence().stream().limit(3).map(DetailPane::evidence).forEach(this::add);
    }
    add(buttons(view));
  }

  private void add(Node node) {
    box.getChildren().add(node);
  }

  private Node facts(Result result) {
    GridPane grid = new GridPane(12, 6);
    grid.getStyleClass().add("facts");
    Instant now = clock.instant();
    fact(grid, "Item", result.item().id() + " · " + result.item().kind().word());
    if (result.findings().isEmpty()) {
      fact(grid, "Asked", result.item().asks());
      fact(grid, "State", result.reason());
    }
    for (Recorded recorded : result.findings()) {
      Finding finding = recorded.finding();
      fact(grid, "Expected", finding.expected());
      fact(grid, "Found", finding.found());
      fact(grid, "Source", finding.source() + ", " + finding.took().toMillis() + " ms");
    }
    if (!result.findings().isEmpty() && result.state() != result.under()) {
      fact(grid, "State", result.reason());
    }
    if (result.at() != null) {
      fact(grid, "Checked", Ages.at(result.at(), now) + " UTC");
    }
    if (result.until() != null) {
      fact(grid, "Counts until", Ages.minute(result.until(), now) + " UTC");
    }
    fact(grid, "Owner", result.item().owner());
    return grid;
  }

  private static void fact(GridPane grid, String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    Label label = new Label(name);
    label.getStyleClass().add("meta");
    label.setMinWidth(Region.USE_PREF_SIZE);
    Label text = new Label(value);
    text.getStyleClass().add("small");
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    grid.addRow(grid.getRowCount(), label, text);
    GridPane.setHgrow(text, Priority.ALWAYS);
    GridPane.setValignment(label, javafx.geometry.VPos.TOP);
  }

  private static Node evidence(Evidence evidence) {
    Label label = new Label(evidence.label() + "\n" + evidence.text());
    label.getStyleClass().addAll("mono", "evidence-text");
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.setMaxWidth(Double.MAX_VALUE);
    return label;
  }

  private Node buttons(ItemView view) {
    FlowPane row = new FlowPane(8, 8);
    Kind kind = view.item().kind();
    if (view.item().isSignOff()) {
      row.getChildren()
          .add(
              view.result().signature() == null
                  ? button("Sign…", "Sign it", () -> actions.sign(view))
                  : button("Withdraw…", "Take the signature back", () -> actions.unsign(view)));
      return row;
    }
    if (!view.result().checks().isEmpty()) {
      row.getChildren().add(button("Recheck", "Run its checks", () -> actions.recheck(view)));
    }
    if (kind == Kind.ACTIVE) {
      row.getChildren().add(button("Probe…", "Run its active probe", () -> actions.probe(view)));
    }
    if (kind.byPerson()) {
      row.getChildren()
          .add(
              view.result().tick() == null
                  ? button("Tick…", "Say that it holds", () -> actions.tick(view))
                  : button("Untick…", "Take the tick back", () -> actions.untick(view)));
    }
    row.getChildren()
        .add(
            view.result().waiver() == null
                ? button("Waive…", "Record an exception", () -> actions.waive(view))
                : button("End waiver…", "End the exception", () -> actions.unwaive(view)));
    return row;
  }

  private static Button button(String text, String accessible, Runnable action) {
    Button button = new Button(text);
    button.getStyleClass().add("small-button");
    button.setAccessibleText(accessible);
    button.setOnAction(e -> action.run());
    return button;
  }

  private static Node quiet(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("muted");
    label.setWrapText(true);
    return label;
  }

  /** What can be done with an item. */
  interface ItemActions {
    void recheck(ItemView view);

    void probe(ItemView view);

    void tick(ItemView view);

    void untick(ItemView view);

    void waive(ItemView view);

    void unwaive(ItemView view);

    void sign(ItemView view);

    void unsign(ItemView view);
  }
}
