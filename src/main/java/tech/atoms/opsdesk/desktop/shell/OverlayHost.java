package tech.atoms.opsdesk.desktop.shell;

import java.util.List;
import java.util.function.Predicate;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * Shows one card over the window, inside the frame: the scrim never covers the environment's
 * colour. Keeps the focus inside the card and gives it back afterwards.
 */
final class OverlayHost extends StackPane {
  private static final List<String> REGIONS = List.of("panel", "toolbar-row", "tools");

  private @Nullable Node focusBefore;
  private @Nullable Region card;
  private Predicate<KeyEvent> keys = event -> false;
  private Runnable closed = () -> {};

  OverlayHost() {
    setVisible(false);
    setManaged(false);
    Region scrim = new Region();
    scrim.getStyleClass().add("scrim");
    scrim.setOnMousePressed(e -> close());
    getChildren().add(scrim);
    sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                scene.focusOwnerProperty().subscribe(this::keepFocus);
              }
            });
  }

  /** Shows a card at the top of the window; {@code first} takes the focus. */
  void show(Region newCard, Node first) {
    show(newCard, first, event -> false, () -> {});
  }

  /**
   * Shows a card with keys of its own.
   *
   * @param cardKeys hears every key before the window does
   * @param whenClosed runs when it was taken away
   */
  void show(Region newCard, Node first, Predicate<KeyEvent> cardKeys, Runnable whenClosed) {
    Runnable before = closed;
    closed = () -> {};
    before.run();
    keys = cardKeys;
    closed = whenClosed;
    if (card == null && getScene() != null) {
      focusBefore = getScene().getFocusOwner();
    }
    card = newCard;
    StackPane.setAlignment(newCard, Pos.TOP_CENTER);
    getChildren().setAll(List.of(getChildren().getFirst(), newCard));
    setManaged(true);
    setVisible(true);
    applyCss();
    first.requestFocus();
  }

  /** Takes the card away. */
  void close() {
    if (card == null) {
      return;
    }
    card = null;
    keys = event -> false;
    setVisible(false);
    setManaged(false);
    getChildren().setAll(List.of(getChildren().getFirst()));
    if (focusBefore != null) {
      focusBefore.requestFocus();
      focusBefore = null;
    }
    Runnable told = closed;
    closed = () -> {};
    told.run();
  }

  /** Whether the card that is shown takes a key. */
  boolean takes(KeyEvent event) {
    return card != null && keys.test(event);
  }

  /** Whether a card is shown. */
  boolean isOpen() {
    return card != null;
  }

  private void keepFocus(@Nullable Node owner) {
    Region open = card;
    if (open != null && owner != null && !isInside(owner, open)) {
      Node first = firstFocusable(open);
      if (first != null) {
        first.requestFocus();
      }
    }
  }

  static boolean isInside(@Nullable Node node, Node ancestor) {
    for (@Nullable Node at = node; at != null; at = at.getParent()) {
      if (at.equals(ancestor)) {
        return true;
      }
    }
    return false;
  }

  /** Adds the panels and tool bars that are shown below a node, the outermost of each, in order. */
  static void regions(Node node, List<Node> found) {
    if (!node.isVisible()) {
      return; // also what a hidden tab holds
    }
    if (node.getStyleClass().stream().anyMatch(REGIONS::contains)) {
      found.add(node);
    } else if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> regions(child, found));
    }
  }

  /** The first node below that can take the focus; null where there is none. */
  static @Nullable Node firstFocusable(Node node) {
    if (!node.isVisible() || node.isDisabled()) {
      return null;
    }
    if (node.isFocusTraversable()) {
      return node;
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        Node found = firstFocusable(child);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
