package tech.atoms.opsdesk.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.monitor.Snapshot;

class ShellTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Worlds.NOW);
  private final FxJobs jobs = new FxJobs(now::get);
  private final List<String> switchedTo = new ArrayList<>();
  private final FedMonitor monitor =
      new FedMonitor(
          Worlds.environment(EnvironmentKind.PRODUCTION),
          Worlds.healthy(Worlds.NOW),
          new FedMonitor.FixedHistory(List.of()));
  private final Recorded overview = FxTest.call(Recorded::new);
  private final Recorded sessions = FxTest.call(Recorded::new);

  @AfterEach
  void close() {
    FxTest.hideAll();
    jobs.close();
  }

  @Test
  void navigationShowsOnlyRegisteredScreens() {
    Stage stage = open(Theme.DARK);
    List<String> titles = texts(stage.getScene(), ".sidebar-text");
    assertThat(titles).containsExactly("Overview", "Sessions", "Theme", "Shortcuts");
  }

  @Test
  void titleAndHeaderTellTheStateAndEnvironment() {
    Stage stage = open(Theme.DARK);
    FxTest.until("title", () -> stage.getTitle().startsWith("Healthy · production"));
    feed(Worlds.down(Worlds.NOW));
    FxTest.until("title", () -> stage.getTitle().startsWith("Down · production"));
    assertThat(texts(stage.getScene(), ".shell-host")).containsExactly("mcp.example.com");
  }

  @Test
  void nothingStaysGreenWhenTheMonitorStopsPublishing() {
    Stage stage = open(Theme.DARK);
    FxTest.until(
        "green while fresh", () -> !stage.getScene().getRoot().lookupAll(".state-good").isEmpty());
    now.set(Worlds.NOW.plus(Duration.ofSeconds(16)));
    FxTest.until("grey", () -> visible(stage.getScene(), ".state-good").isEmpty());
    FxTest.until("dot", () -> visible(stage.getScene(), ".live-dot.fresh").isEmpty());
  }

  @Test
  void hiddenScreensAreToldAndTheOthersShown() {
    Stage stage = open(Theme.DARK);
    assertThat(overview.calls).containsExactly("shown");
    press(stage, KeyCode.DIGIT3, true);
    assertThat(overview.calls).containsExactly("shown", "hidden");
    assertThat(sessions.calls).containsExactly("shown");
  }

  @Test
  void paletteFindsScreensAndRunsThem() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.K, true);
    TextField field = FxTest.call(() -> (TextField) stage.getScene().lookup(".palette-field"));
    FxTest.run(() -> field.setText("sess"));
    assertThat(texts(stage.getScene(), ".overlay-head .meta")).contains("1 result");
    press(stage, KeyCode.ENTER, false);
    assertThat(sessions.calls).containsExactly("shown");
    assertThat(FxTest.call(() -> stage.getScene().lookup(".palette-field"))).isNull();
  }

  @Test
  void switcherOffersTheEnvironmentsAndSwitches() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.E, true);
    press(stage, KeyCode.DOWN, false);
    press(stage, KeyCode.ENTER, false);
    assertThat(switchedTo).containsExactly("staging");
  }

  @Test
  void escapeClosesTheShortcutsAndLettersReachTheScreenOnlyOutsideTextFields() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.F1, false);
    assertThat(FxTest.call(() -> stage.getScene().lookup(".overlay-card"))).isNotNull();
    press(stage, KeyCode.ESCAPE, false);
    assertThat(FxTest.call(() -> stage.getScene().lookup(".overlay-card"))).isNull();
    press(stage, KeyCode.A, false);
    assertThat(overview.calls).contains("key A");
    press(stage, KeyCode.SLASH, false);
    press(stage, KeyCode.B, false);
    assertThat(overview.calls).doesNotContain("key B");
  }

  @Test
  void refreshReachesMonitorAndScreen() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.F5, false);
    assertThat(monitor.refreshed).hasValue(1);
    assertThat(overview.calls).contains("refresh");
  }

  @Test
  void nextPanelWalksFromTheNavigationThroughTheScreen() {
    Stage stage = open(Theme.DARK);
    List<String> owners = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      press(stage, KeyCode.F6, false);
      owners.add(
          FxTest.call(() -> String.valueOf(stage.getScene().getFocusOwner().getAccessibleText())));
    }
    assertThat(owners)
        .contains("Overview, Ctrl 1", "filter", "Environment production. Switch environment.");
  }

  private Stage open(Theme theme) {
    Environment production = monitor.environment();
    Environment staging = Worlds.environment(EnvironmentKind.STAGING);
    Shell shell =
        FxTest.call(
            () ->
                new Shell(
                    jobs,
                    jobs,
                    now::get,
                    ZoneOffset.ofHours(1),
                    theme,
                    new Shell.ShellActions() {
                      @Override
                      public void themeChanged(Theme changed) {}

                      @Override
                      public List<Environment> environments() {
                        return List.of(production, staging);
                      }

                      @Override
                      public void switchTo(Environment environment) {
                        switchedTo.add(environment.name());
                      }
                    }));
    Stage stage = FxTest.show(shell.root(), 1280, 800, theme);
    FxTest.run(
        () -> {
          shell.attach(stage.getScene());
          stage.titleProperty().bind(shell.title());
          shell.show(
              new OpenedEnvironment(
                  production,
                  monitor,
                  List.of(
                      new ScreenEntry(
                          "overview",
                          "Overview",
                          "mdi2v-view-dashboard-outline",
                          "Monitor",
                          "Ctrl 1",
                          () -> overview),
                      new ScreenEntry(
                          "sessions",
                          "Sessions",
                          "mdi2a-account-multiple-outline",
                          "Monitor",
                          "Ctrl 3",
                          () -> sessions))));
        });
    FxTest.pulses();
    return stage;
  }

  private void feed(Snapshot snapshot) {
    monitor.feed(snapshot);
    FxTest.pulses();
  }

  private static void press(Stage stage, KeyCode code, boolean control) {
    FxTest.run(
        () -> {
          Scene scene = stage.getScene();
          Node target = scene.getFocusOwner() == null ? scene.getRoot() : scene.getFocusOwner();
          target.fireEvent(
              new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
        });
  }

  private static List<String> texts(Scene scene, String selector) {
    return FxTest.call(
        () ->
            scene.getRoot().lookupAll(selector).stream()
                .map(node -> ((Label) node).getText())
                .toList());
  }

  static List<Node> visible(Scene scene, String selector) {
    return scene.getRoot().lookupAll(selector).stream().filter(ShellTest::isShown).toList();
  }

  private static boolean isShown(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  /** A screen that notes what it is told. */
  private static final class Recorded implements Screen {
    private final List<String> calls = new ArrayList<>();
    private final TextField filter = new TextField();
    private final javafx.scene.layout.VBox root = new javafx.scene.layout.VBox(filter);

    Recorded() {
      root.getStyleClass().add("panel");
      filter.setAccessibleText("filter");
    }

    @Override
    public Node root() {
      return root;
    }

    @Override
    public void shown() {
      calls.add("shown");
    }

    @Override
    public void hidden() {
      calls.add("hidden");
    }

    @Override
    public void refresh() {
      calls.add("refresh");
    }

    @Override
    public List<KeyHint> hints() {
      return List.of(new KeyHint("F5", "Refresh"));
    }

    @Override
    public boolean key(KeyEvent event) {
      calls.add("key " + event.getCode());
      return true;
    }

    @Override
    public Node filterField() {
      return filter;
    }
  }
}
