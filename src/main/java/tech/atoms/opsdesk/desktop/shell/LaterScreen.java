package tech.atoms.opsdesk.desktop.shell;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.control.Entrance;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.Panel;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.task.Jobs;

/**
 * A screen that needs something which takes its time or may fail: says so until it is there, says
 * what went wrong where it does not come, and tries again when it is asked to. The rest of the
 * window is not concerned.
 */
public final class LaterScreen implements Screen {
  private final StackPane root = new StackPane();
  private final Runnable begin;
  private @Nullable Screen screen;
  private @Nullable Dialogs dialogs;
  private Runnable hintsChange = () -> {};
  private @Nullable String wanted;
  private boolean front;
  private boolean pending;

  /**
   * Begins nothing yet.
   *
   * @param jobs runs the work
   * @param name of the work, e.g. "Begin the checklist"
   * @param work gets what the screen needs; may block
   * @param make builds the screen, on the JavaFX thread
   */
  public <T> LaterScreen(Jobs jobs, String name, Callable<T> work, Function<T, Screen> make) {
    this.begin = () -> jobs.run(name, work, got -> enter(make.apply(got)), this::tell);
  }

  private void begin() {
    if (screen == null && !pending) {
      pending = true;
      VBox waiting = new VBox(new StateLabel(Look.RUNNING, "Opening …"));
      waiting.getStyleClass().add("shell-empty");
      root.getChildren().setAll(waiting);
      begin.run();
    }
  }

  private void enter(Screen made) {
    pending = false;
    screen = made;
    Dialogs cards = dialogs;
    if (cards != null) {
      made.dialogs(cards);
    }
    made.whenHintsChange(hintsChange);
    root.getChildren().setAll(made.root());
    hintsChange.run();
    if (front) {
      made.shown();
      if (root.isFocused()) {
        Entrance.into(made.root());
      }
      String place = wanted;
      if (place != null) {
        made.goTo(place);
      }
    }
    wanted = null;
  }

  private void tell(Problem problem) {
    pending = false;
    Button again = new Button("Try again");
    again.setOnAction(event -> begin());
    Panel panel = Panel.of(problem);
    panel.getChildren().add(again);
    root.getChildren().setAll(panel);
  }

  private Optional<Screen> there() {
    return Optional.ofNullable(screen);
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void shown() {
    front = true;
    there().ifPresentOrElse(Screen::shown, this::begin);
  }

  @Override
  public void hidden() {
    front = false;
    wanted = null;
    there().ifPresent(Screen::hidden);
  }

  @Override
  public void goTo(String place) {
    there().ifPresentOrElse(made -> made.goTo(place), () -> wanted = place);
  }

  @Override
  public void refresh() {
    there().ifPresentOrElse(Screen::refresh, this::begin);
  }

  @Override
  public List<KeyHint> hints() {
    return there().map(Screen::hints).orElse(List.of());
  }

  @Override
  public List<KeyHint> shortcuts() {
    return there().map(Screen::shortcuts).orElse(List.of());
  }

  @Override
  public void whenHintsChange(Runnable listener) {
    hintsChange = listener;
  }

  @Override
  public void dialogs(Dialogs shown) {
    dialogs = shown;
  }

  @Override
  public boolean key(KeyEvent event) {
    return there().map(made -> made.key(event)).orElse(false);
  }

  @Override
  public @Nullable Node filterField() {
    return there().map(Screen::filterField).orElse(null);
  }
}
