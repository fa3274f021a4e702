package tech.atoms.opsdesk.desktop.readiness;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.VPos;
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
import tech.atoms.opsdesk.checklist.state.Attachment;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.checklist.state.Tick;
import tech.atoms.opsdesk.checklist.state.Waiver;
import tech.atoms.opsdesk.checklist.template.Kind;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** The chosen item: expected, found, evidence, what people said, and what can be done about it. */
final class DetailPane {
  private static final int EVIDENCE = 3;

  private final VBox box;
  private final InstantSource clock;
  private final ItemActions actions;
  private final VBox content = new VBox(8);
  private final FlowPane buttons = new FlowPane(8, 8);
  private String offered = "";
  private @Nullable ItemView shown;

  /** A button and what it does with the item as it is shown by then. */
  private record Offer(String text, String accessible, String key, Consumer<ItemView> action) {}

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
    content.getChildren().setAll(head(view), facts(view.result()));
    for (Recorded recorded : view.result().findings()) {
      recorded.finding().evidence().stream()
          .limit(EVIDENCE)
          .forEach(one -> content.getChildren().add(evidence(one)));
    }
    offer(view);
    if (!box.getChildren().contains(content)) {
      box.getChildren().setAll(content, buttons);
    }
  }

  private static Node head(ItemView view) {
    Label title = new Label(view.item().text());
    title.getStyleClass().add("panel-title");
    title.setWrapText(true);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    StateLabel state =
        view.running()
            ? new StateLabel(Look.RUNNING, "Running")
            : new StateLabel(Texts.look(view.state()), Texts.word(view.state()));
    HBox head = new HBox(8, title, space, state);
    head.getStyleClass().add("detail-head");
    return head;
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
      if (result.findings().size() > 1) {
        fact(grid, "Check", finding.title());
      }
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
    said(grid, result, now);
    if (result.until() != null) {
      fact(grid, "Counts until", Ages.minute(result.until(), now) + " UTC");
    }
    fact(grid, "Owner", result.item().owner());
    return grid;
  }

  /** What people said about it. */
  private static void said(GridPane grid, Result result, Instant now) {
    Tick tick = result.tick();
    if (tick != null) {
      fact(grid, "Ticked", tick.by() + ", " + Ages.at(tick.at(), now) + " UTC");
      fact(grid, "Note", tick.note());
      Attachment file = tick.attachment();
      if (file != null) {
        fact(grid, "Attached", file.name() + ", " + Texts.size(file.bytes()));
      }
    }
    Waiver waiver = result.waiver();
    if (waiver != null) {
      fact(grid, "Waived", waiver.by() + ", until " + Texts.day(waiver.until()));
      fact(grid, "Reason", waiver.reason());
      fact(grid, "Approved by", waiver.approver());
    }
    Signature signature = result.signature();
    if (signature != null) {
      fact(grid, "Signed", signature.by() + ", " + Ages.at(signature.at(), now) + " UTC");
      fact(grid, "Note", signature.note());
    }
  }

  private static void fact(GridPane grid, String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    Label label = new Label(name);
    label.getStyleClass().add("meta");
    label.setMinWidth(Region.USE_PREF_SIZE);
    Label text = new Label(value);
    text.getStyleClass().addAll("small", "default-text");
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    grid.addRow(grid.getRowCount(), label, text);
    GridPane.setHgrow(text, Priority.ALWAYS);
    GridPane.setValignment(label, VPos.TOP);
  }

  private static Node evidence(Evidence evidence) {
    Label label = new Label(evidence.label() + "\n" + evidence.text());
    label.getStyleClass().addAll("mono", "evidence-text");
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.setMaxWidth(Double.MAX_VALUE);
    return label;
  }

  /** Buttons stay, and keep the focus, while what can be done stays the same. */
  private void offer(ItemView view) {
    List<Offer> offers = offers(view);
    String key =
        offers.stream()
            .map(Offer::text)
            .collect(Collectors.joining("|", view.item().id() + "|", ""));
    if (!key.equals(offered)) {
      offered = key;
      buttons.getChildren().setAll(offers.stream().map(this::button).toList());
    }
  }

  private List<Offer> offers(ItemView view) {
    List<Offer> offers = new ArrayList<>();
    Result result = view.result();
    Kind kind = view.item().kind();
    if (view.item().isSignOff()) {
      offers.add(
          result.signature() == null
              ? new Offer("Sign…", "Sign it", "", actions::sign)
              : new Offer("Withdraw…", "Take the signature back", "", actions::unsign));
      return offers;
    }
    if (!result.checks().isEmpty()) {
      offers.add(new Offer("Recheck", "Run its checks", "R", actions::recheck));
    }
    if (kind == Kind.ACTIVE) {
      offers.add(new Offer("Probe…", "Run its active probe", "", actions::probe));
    }
    if (kind.byPerson()) {
      offers.add(
          result.tick() == null
              ? new Offer("Tick…", "Say that it holds", "", actions::tick)
              : new Offer("Untick…", "Take the tick back", "", actions::untick));
    }
    offers.add(
        result.waiver() == null
            ? new Offer("Waive…", "Record an exception", "W", actions::waive)
            : new Offer("End waiver…", "End the exception", "W", actions::unwaive));
    if (attachment(view) != null) {
      offers.add(new Offer("Open file", "Open the attached file", "", this::open));
      offers.add(new Offer("Save file…", "Save the attached file", "", this::save));
    }
    return offers;
  }

  private static @Nullable Attachment attachment(ItemView view) {
    Tick tick = view.result().tick();
    return tick == null ? null : tick.attachment();
  }

  private void open(ItemView view) {
    Attachment file = attachment(view);
    if (file != null) {
      actions.show(file);
    }
  }

  private void save(ItemView view) {
    Attachment file = attachment(view);
    if (file != null) {
      actions.save(file);
    }
  }

  private Button button(Offer offer) {
    Button button = new Button();
    Label words = new Label(offer.text());
    HBox graphic = new HBox(8, words);
    if (!offer.key().isEmpty()) {
      graphic.getChildren().add(new KeyCap(offer.key()));
    }
    graphic.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    button.setGraphic(graphic);
    button.getStyleClass().add("small-button");
    button.setAccessibleText(offer.accessible());
    button.setOnAction(
        e -> {
          ItemView now = shown;
          if (now != null) {
            offer.action().accept(now);
          }
        });
    return button;
  }

  private static Node quiet(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("muted");
    label.setWrapText(true);
    return label;
  }
}
