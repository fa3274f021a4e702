package tech.atoms.opsdesk.desktop.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.input.KeyEvent;
import tech.atoms.opsdesk.desktop.Operations;
import tech.atoms.opsdesk.desktop.Screen;

/** What changes the environment, in the frame: its keys, the card of its run, its lock. */
final class ShellOperations implements Operations.Frame {
  private final Sidebar sidebar;
  private final Footer footer;
  private final Screen.Dialogs cards;
  private final BiConsumer<String, String> open;
  private Operations current = Operations.NONE;

  /**
   * Of no environment yet.
   *
   * @param open opens a screen at a place
   */
  ShellOperations(
      Sidebar sidebar, Footer footer, Screen.Dialogs cards, BiConsumer<String, String> open) {
    this.sidebar = sidebar;
    this.footer = footer;
    this.cards = cards;
    this.open = open;
  }

  void enter(Operations operations) {
    leave();
    current = operations;
    operations.enter(this);
    changed();
  }

  void leave() {
    current.leave();
    current = Operations.NONE;
    changed();
  }

  List<Operations.Operation> offered() {
    return current.offered();
  }

  /** Begins what a combination of keys stands for. */
  boolean begins(KeyEvent event) {
    if (!event.isShortcutDown() || event.isAltDown() || event.isShiftDown()) {
      return false;
    }
    Optional<Operations.Operation> wanted =
        offered().stream()
            .filter(one -> one.keys().equals("Ctrl " + event.getCode().getName()))
            .findFirst();
    wanted.ifPresent(one -> one.begin().run());
    return wanted.isPresent();
  }

  @Override
  public Screen.Dialogs dialogs() {
    return cards;
  }

  @Override
  public void open(String screen, String place) {
    open.accept(screen, place);
  }

  @Override
  public void changed() {
    sidebar.show(current.run());
    footer.show(current.lock());
  }
}
