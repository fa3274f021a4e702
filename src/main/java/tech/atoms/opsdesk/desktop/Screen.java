package tech.atoms.opsdesk.desktop;

import java.util.List;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** One screen of the window. All methods are called on the JavaFX thread. */
public interface Screen {

  /** What is shown below the header. Built once, on first use. */
  Node root();

  /** The screen comes to the front: subscribe, load. */
  void shown();

  /** The screen goes to the back: release everything, cost nothing. */
  void hidden();

  /**
   * Brings something on this screen to the front, now or once it has been read. Called after {@link
   * #shown}.
   *
   * @param place the key of one of the entry's {@link ScreenEntry.Place places}
   */
  default void goTo(String place) {}

  /** F5. */
  void refresh();

  /** Keys shown in the footer, most useful first. */
  List<KeyHint> hints();

  /** Every key of this screen, for the sheet of shortcuts; the hints where there are no others. */
  default List<KeyHint> shortcuts() {
    return hints();
  }

  /**
   * Told once, when the screen is built.
   *
   * @param listener to be run whenever {@link #hints} begins to answer something else
   */
  default void whenHintsChange(Runnable listener) {}

  /**
   * Told once, when the screen is built.
   *
   * @param dialogs shows cards over the window for this screen
   */
  default void dialogs(Dialogs dialogs) {}

  /** Cards over the window, with the environment's badge in their heads. */
  interface Dialogs {
    /**
     * Shows a card.
     *
     * @param title in sentence case
     * @param body what is in it
     * @param first takes the focus
     */
    void show(String title, Region body, Node first);

    /** Shows a card with keys of its own. */
    void show(Sheet sheet);

    /** Takes the card away. */
    void close();
  }

  /**
   * A card with keys of its own.
   *
   * @param title in sentence case
   * @param aside stands at the right of the title
   * @param body what is in it
   * @param first takes the focus
   * @param keys hears every key before anybody else; returns whether it was used
   * @param closed runs when the card was taken away, whoever did it
   */
  record Sheet(
      String title,
      Node aside,
      Region body,
      Node first,
      Predicate<KeyEvent> keys,
      Runnable closed) {}

  /**
   * A key pressed outside text fields that the window itself does not use.
   *
   * @return whether it was used
   */
  default boolean key(KeyEvent event) {
    return false;
  }

  /** The node that takes the focus on {@code /}; null where the screen has no filter. */
  default @Nullable Node filterField() {
    return null;
  }

  /**
   * A key and what it does here.
   *
   * @param keys e.g. "F5" or "Ctrl R"
   * @param label e.g. "Refresh"
   */
  record KeyHint(String keys, String label) {}
}
