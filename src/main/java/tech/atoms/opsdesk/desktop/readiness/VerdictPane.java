package tech.atoms.opsdesk.desktop.readiness;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.state.Blocker;
import tech.atoms.opsdesk.checklist.state.Verdict;
import tech.atoms.opsdesk.desktop.control.Icons;

/** Go or No-go, and what stands in the way. */
final class VerdictPane {
  /** More are counted, not listed: so many where there is room, and so many in a low window. */
  private static final int LISTED = 3;

  private static final int LISTED_IN_LITTLE_ROOM = 1;

  private final VBox box;
  private final Consumer<String> open;
  private final FontIcon icon = Icons.icon("mdi2a-alert-octagon", "verdict-icon");
  private final Label word = new Label();
  private final Label release = new Label();
  private final Label sum = new Label();
  private final VBox blockers = new VBox();
  private int listed = LISTED;
  private @Nullable Verdict shown;

  VerdictPane(VBox box, Consumer<String> open) {
    this.box = box;
    this.open = open;
    word.getStyleClass().add("verdict-word");
    release.getStyleClass().add("meta");
    sum.getStyleClass().addAll("small", "strong");
    HBox head = new HBox(14, icon, new VBox(word, release));
    head.getStyleClass().add("verdict-head");
    blockers.getStyleClass().add("blockers");
    box.getChildren().setAll(head, sum, blockers);
  }

  void show(ReadinessSnapshot snapshot) {
    Verdict verdict = snapshot.verdict();
    if (verdict.equals(shown)) {
      return;
    }
    shown = verdict;
    box.getStyleClass().removeAll("go", "no-go");
    box.getStyleClass().add(verdict.word());
    word.setText(verdict.go() ? "Go" : "No-go");
    icon.setIconLiteral(verdict.go() ? "mdi2c-check-circle" : "mdi2a-alert-octagon");
    release.setText(
        verdict.deployment() == null
            ? "live deployment is not known"
            : "for " + verdict.deployment().name() + ", live now");
    sum.setText(sum(verdict));
    blockers.getChildren().setAll(lines(verdict.blockers()));
    box.setAccessibleText(word.getText() + ", " + sum.getText());
  }

  /** In the words and figures of the filters above the list. */
  private static String sum(Verdict verdict) {
    if (verdict.blockers().isEmpty()) {
      return "Nothing stands in the way";
    }
    return String.join(" · ", verdict.parts());
  }

  /** Lists fewer blockers where what stands below would have no room. */
  void roomy(boolean room) {
    listed = room ? LISTED : LISTED_IN_LITTLE_ROOM;
    Verdict verdict = shown;
    if (verdict != null) {
      blockers.getChildren().setAll(lines(verdict.blockers()));
    }
  }

  private List<Node> lines(List<Blocker> all) {
    List<Node> lines =
        new java.util.ArrayList<>(all.stream().limit(listed).map(this::line).toList());
    if (all.size() > listed) {
      Label more = new Label((all.size() - listed) + " more, J goes through them");
      more.getStyleClass().add("meta");
      lines.add(more);
    }
    return lines;
  }

  private Node line(Blocker blocker) {
    Label text = new Label(blocker.text());
    text.getStyleClass().add("strong");
    Label why = new Label(Texts.word(blocker.state()) + " · " + blocker.owner());
    why.getStyleClass().add("meta");
    Button button = new Button();
    button.setGraphic(new VBox(text, why));
    button.getStyleClass().add("blocker");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAccessibleText("Blocker: " + blocker.text() + ", " + blocker.why());
    button.setOnAction(e -> open.accept(blocker.item()));
    return button;
  }
}
