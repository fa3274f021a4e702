package tech.atoms.opsdesk.desktop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import tech.atoms.opsdesk.desktop.control.Carets;
import tech.atoms.opsdesk.desktop.control.Fonts;
import tech.atoms.opsdesk.desktop.shell.Theme;

/**
 * The real toolkit without a display. Every call waits at most 60 s; windows must be hidden after
 * each test with {@link #hideAll()}.
 */
public final class FxTest {
  /** A cold and busy machine took 45 s until the toolkit was up. */
  private static final long SECONDS_TO_START = 120;

  private static final long SECONDS = 60;
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private FxTest() {}

  /** Starts the toolkit once and loads the fonts. */
  public static void start() {
    if (STARTED.compareAndSet(false, true)) {
      CompletableFuture<Void> started = new CompletableFuture<>();
      Platform.startup(() -> started.complete(null));
      await(started, SECONDS_TO_START);
      Platform.setImplicitExit(false);
      Fonts.load();
    }
  }

  /** Runs something on the JavaFX thread and returns its result. */
  public static <T> T call(Callable<T> work) {
    start();
    if (Platform.isFxApplicationThread()) {
      try {
        return work.call();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          try {
            result.complete(work.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return await(result, SECONDS);
  }

  /** Runs something on the JavaFX thread. */
  public static void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /** Waits until the toolkit has drawn twice. */
  public static void pulses() {
    CompletableFuture<Void> twice = new CompletableFuture<>();
    run(
        () ->
            new AnimationTimer() {
              private int left = 3;

              @Override
              public void handle(long now) {
                if (--left == 0) {
                  stop();
                  twice.complete(null);
                }
              }
            }.start());
    await(twice, SECONDS);
  }

  /** Waits until something holds on the JavaFX thread. */
  public static void until(String what, Callable<Boolean> holds) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(SECONDS))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> call(holds));
  }

  /** Shows a window with the desk's style sheets and waits until it is drawn. */
  public static Stage show(Parent root, int width, int height, Theme theme) {
    Stage stage =
        call(
            () -> {
              Application.setUserAgentStylesheet(theme.userAgentStylesheet());
              Scene scene = new Scene(root, width, height);
              scene.getStylesheets().setAll(theme.stylesheets());
              Carets.restIn(scene);
              Stage made = new Stage();
              made.setScene(scene);
              made.show();
              return made;
            });
    pulses();
    return stage;
  }

  /** A picture of a scene. */
  public static WritableImage picture(Scene scene) {
    return call(() -> scene.snapshot(null));
  }

  /**
   * Hides every window. Without a display a hidden window keeps its focus, and a caret that blinks
   * in it would draw on behind the tests to come.
   */
  public static void hideAll() {
    run(
        () ->
            List.copyOf(Window.getWindows())
                .reversed()
                .forEach(
                    window -> {
                      window.getScene().getRoot().requestFocus();
                      window.hide();
                    }));
  }

  private static <T> T await(CompletableFuture<T> future, long seconds) {
    try {
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
