package tech.atoms.opsdesk.desktop;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;

/**
 * What changes the environment, as the window's frame offers and tells it: keys and palette, the
 * card of the run that is active, the lock. On the JavaFX thread.
 */
public interface Operations {
  /** An environment that offers nothing, and of which nothing is told. */
  Operations NONE =
      new Operations() {
        @Override
        public List<Operation> offered() {
          return List.of();
        }

        @Override
        public @Nullable RunLine run() {
          return null;
        }

        @Override
        public @Nullable LockLine lock() {
          return null;
        }

        @Override
        public void enter(Frame frame) {}

        @Override
        public void leave() {}
      };

  /** What can be begun from everywhere; the same for as long as the environment is shown. */
  List<Operation> offered();

  /** The run that is active; null where none is, or none is known. */
  @Nullable RunLine run();

  /** Who holds the environment; null before that was looked for. */
  @Nullable LockLine lock();

  /** The environment is shown from now on: begin to look. */
  void enter(Frame frame);

  /** It is not shown any more: cost nothing. */
  void leave();

  /** What a window lends. */
  interface Frame {
    /** Cards over the window. */
    Screen.Dialogs dialogs();

    /** Opens a screen at a place. */
    void open(String screen, String place);

    /** {@link #run} or {@link #lock} answers something else. */
    void changed();
  }

  /**
   * Something to begin.
   *
   * @param title for the palette; "…": a plan opens first
   * @param detail one short remark
   * @param icon code of its icon
   * @param keys that begin it, e.g. "Ctrl R"
   * @param begin begins it
   */
  record Operation(String title, String detail, String icon, String keys, Runnable begin) {}

  /**
   * The card of a run.
   *
   * @param look how it stands
   * @param title e.g. "Run 3f2a needs you"
   * @param detail e.g. "Rollback · step 2 of 3"
   * @param open shows it
   */
  record RunLine(Look look, String title, String detail, Runnable open) {}

  /**
   * The lock.
   *
   * @param look {@link Look#NEUTRAL} while nothing runs
   * @param text e.g. "Locked by run 3f2a · name"
   */
  record LockLine(Look look, String text) {}
}
