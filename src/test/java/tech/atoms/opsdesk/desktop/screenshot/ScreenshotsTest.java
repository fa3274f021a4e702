package tech.atoms.opsdesk.desktop.screenshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.image.Image;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.control.LiveScrollPane;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;

class ScreenshotsTest {
  private static final Color LATE = Color.MAGENTA;

  @TempDir private Path directory;

  @Test
  void showsWhatWasReadAfterTheScreenWasDrawnFirst() throws Exception {
    FxTest.start();
    Environment environment = Worlds.environment(EnvironmentKind.SANDBOX);
    FedMonitor monitor =
        new FedMonitor(
            environment,
            Worlds.healthy(Worlds.NOW),
            new FedMonitor.FixedHistory(Worlds.history(Worlds.NOW)));
    InstantSource clock = () -> Worlds.NOW;
    try (FxJobs jobs = new FxJobs(clock)) {
      ScreenEntry entry =
          new ScreenEntry(
              "late",
              "Late",
              "mdi2v-view-dashboard-outline",
              "Monitor",
              "Ctrl 1",
              () -> new LateScreen(jobs));
      List<Path> files =
          new Screenshots(jobs, clock, Theme.DARK, 800, 600)
              .of(
                  new OpenedEnvironment(environment, monitor, List.of(entry)),
                  new Alone(environment),
                  "late",
                  directory);

      assertThat(files).hasSize(1);
      assertThat(shows(new Image(files.getFirst().toUri().toString()))).isTrue();
    }
  }

  private static boolean shows(Image picture) {
    for (int y = 0; y < picture.getHeight(); y += 10) {
      for (int x = 0; x < picture.getWidth(); x += 10) {
        if (picture.getPixelReader().getColor(x, y).equals(LATE)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Its list arrives only after it was drawn for the first time. */
  private static final class LateScreen implements Screen {
    private final Jobs jobs;
    private final VBox rows = new VBox();
    private final LiveScrollPane root = new LiveScrollPane();
    private final CountDownLatch drawn = new CountDownLatch(1);

    LateScreen(Jobs jobs) {
      this.jobs = jobs;
      root.setContent(rows);
      root.setFitToWidth(true);
      rows.widthProperty()
          .subscribe(
              width -> {
                if (width.doubleValue() > 0) {
                  drawn.countDown();
                }
              });
    }

    @Override
    public Node root() {
      return root;
    }

    @Override
    public void shown() {
      jobs.run(
          "Read late",
          () -> drawn.await(10, TimeUnit.SECONDS),
          done -> rows.getChildren().setAll(new Rectangle(200, 200, LATE)),
          problem -> {});
    }

    @Override
    public void hidden() {}

    @Override
    public void refresh() {}

    @Override
    public List<KeyHint> hints() {
      return List.of();
    }
  }

  private record Alone(Environment environment) implements Shell.ShellActions {
    @Override
    public void themeChanged(Theme changed) {}

    @Override
    public List<Environment> environments() {
      return List.of(environment);
    }

    @Override
    public void switchTo(Environment other) {}
  }
}
