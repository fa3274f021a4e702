package tech.atoms.opsdesk.desktop.control;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/** Where the keyboard goes when something comes to the front: to its rows, or to itself. */
public final class Entrance {
  private Entrance() {}

  /**
   * Moves the focus into what came to the front, so that its keys work at once.
   *
   * @param shown holds everything that is shown
   */
  public static void into(Node shown) {
    Node rows = rows(shown);
    (rows == null ? shown : rows).requestFocus();
  }

  private static @Nullable Node rows(Node node) {
    if (!node.isVisible() || node.isDisabled()) {
      return null;
    }
    if (node instanceof TableView || node instanceof ListView) {
      return node;
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        Node found = rows(child);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
