package tech.atoms.opsdesk.desktop.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.desktop.ChosenFile;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.PlatformWorld;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.overview.OverviewScreen;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.run.Workflows;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.LogLine;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;

/** The window rolls the sandbox's platform back, by keys alone. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeploymentsScreenTest {
  @TempDir Path directory;

  private final InstantSource clock = InstantSource.system();
  private final PlatformWorld world = new PlatformWorld();
  private final FxJobs jobs = new FxJobs(clock);
  private final ChosenFile files = new ChosenFile();
  private @Nullable Shell shell;

  @AfterEach
  void close() {
    Shell shown = shell;
    if (shown != null) {
      FxTest.run(shown::close);
    }
    FxTest.hideAll();
    jobs.close();
    world.close();
  }

  @Test
  void twoKeysAndTheTypedTextMoveTrafficToTheVersionBefore() {
    Stage stage = show(List.of("operator"));
    FxTest.until("nothing runs", () -> has(stage, "No run in progress"));
    press(stage, KeyCode.R, true);
    FxTest.until("the plan", () -> has(stage, "Type shop v1.4.2"));
    assertThat(texts(stage))
        .contains("Roll back from v1.5.0 to v1.4.2", "Found · 7 facts, 4 warnings");
    press(stage, KeyCode.ENTER, true);
    assertThat(journal()).as("not without the typed text").isEmpty();
    type(stage, "shop v1.4.2");
    world.mayServe.set(new CountDownLatch(1));
    press(stage, KeyCode.ENTER, true);

    FxTest.until("the run is shown", () -> has(stage, "1 Point production to v1.4.2"));
    String id = journal().getFirst().id();
    FxTest.until("its card", () -> has(stage, "Rollback is running"));
    FxTest.until("the lock", () -> has(stage, "Locked by run " + id + " · Operator"));
    world.mayServe.get().countDown();
    FxTest.until("verified", () -> has(stage, "Done, verified"));
    ListView<?> log =
        FxTest.call(() -> (ListView<?>) stage.getScene().getRoot().lookup(".log-list"));
    FxTest.run(() -> log.getSelectionModel().clearAndSelect(0));
    String whole = ((LogLine) log.getItems().getFirst()).text();
    assertThat(
            FxTest.call(() -> ((Label) stage.getScene().getRoot().lookup(".log-whole")).getText()))
        .isEqualTo(whole);
    files.target.set(directory.resolve("record.md"));
    press(stage, KeyCode.S, true);
    FxTest.until("written", () -> has(stage, "Wrote the record to " + files.target.get()));
    assertThat(directory.resolve("record.md")).content().contains(id, "Point production to v1.4.2");
    files.target.set(directory.resolve("record.pdf"));
    press(stage, KeyCode.S, true);
    FxTest.until(
        "refused",
        () ->
            texts(stage).stream()
                .anyMatch(text -> text.contains("its ending is none of .json, .md and .html")));
    FxTest.until("free again", () -> has(stage, "No run in progress"));
    assertThat(world.traffic().traffic().pinned()).isTrue();
    assertThat(journal().getFirst().state()).isEqualTo(RunState.DONE);
    assertThat(texts(stage)).noneMatch(text -> text.equals("Rollback is running"));

    press(stage, KeyCode.ESCAPE, false);
    FxTest.until(
        "pinned",
        () -> texts(stage).stream().anyMatch(text -> text.startsWith("Traffic stays on v1.4.2")));
    press(stage, KeyCode.U, false);
    FxTest.until("the way back", () -> has(stage, "Type shop v1.5.0"));
    type(stage, "shop v1.5.0");
    press(stage, KeyCode.TAB, false);
    FxTest.run(() -> reason(stage).setText("it was not the release"));
    press(stage, KeyCode.ENTER, true);
    FxTest.until(
        "undone", () -> world.version.get().equals("1.5.0") && has(stage, "Done, verified"));
    assertThat(world.traffic().traffic().pinned()).isFalse();
  }

  @Test
  void theServerIsKeptWarmFromTheWindow() {
    Stage stage = show(List.of("operator"));
    open("deployments");
    FxTest.until("how it stands", () -> has(stage, "Not kept warm"));
    assertThat(texts(stage))
        .anyMatch(
            text ->
                text.startsWith("One request every 5 min where it is on, 288 a day. Cold starts")
                    && text.contains("not measured with it, not measured without"));
    press(stage, KeyCode.W, false);
    FxTest.until("on", () -> has(stage, "Kept warm"));
    assertThat(world.keepWarm(List.of()).isOn()).isTrue();
    press(stage, KeyCode.W, false);
    FxTest.until("off", () -> has(stage, "Not kept warm"));
    assertThat(world.keepWarm(List.of()).isOn()).isFalse();
  }

  @Test
  void whoMayNotSwitchIsToldWhy() {
    Stage stage = show(List.of());
    open("deployments");
    FxTest.until("how it stands", () -> has(stage, "Not kept warm"));
    press(stage, KeyCode.W, false);
    FxTest.until(
        "refused",
        () -> texts(stage).stream().anyMatch(text -> text.contains("may not change shop")));
    assertThat(world.keepWarm(List.of()).isOn()).isFalse();
  }

  @Test
  void theListTellsWhoIsLiveAndOffersOnlyWhatHasServed() {
    Stage stage = show(List.of("operator"));
    open("deployments");
    FxTest.until("rows", () -> !rows(stage).isEmpty());
    DeploymentRow live =
        FxTest.call(
            () -> rows(stage).stream().filter(DeploymentRow::live).findFirst().orElseThrow());
    assertThat(live.name()).isEqualTo("v1.5.0");
    FxTest.until("its words", () -> has(stage, "Live"));
    DeploymentRow older =
        FxTest.call(
            () ->
                rows(stage).stream()
                    .filter(row -> row.name().equals("v1.4.1"))
                    .findFirst()
                    .orElseThrow());
    FxTest.run(() -> table(stage).getSelectionModel().select(live));
    assertThat(texts(stage)).doesNotContain("Roll back to it…");
    FxTest.run(() -> table(stage).getSelectionModel().select(older));
    FxTest.until("its details", () -> has(stage, "Roll back to it…"));
    press(stage, KeyCode.R, false);
    FxTest.until("its plan", () -> has(stage, "Type shop v1.4.1"));
    press(stage, KeyCode.ESCAPE, false);
    assertThat(journal()).isEmpty();
  }

  @Test
  void aScreenThatComesToTheFrontTakesTheKeys() {
    Stage stage = show(List.of("operator"));
    FxTest.run(() -> stage.getScene().getRoot().lookup(".sidebar-item").requestFocus());
    press(stage, KeyCode.DIGIT5, true);
    FxTest.until("rows", () -> !rows(stage).isEmpty());
    assertThat(FxTest.<Object>call(() -> stage.getScene().getFocusOwner())).isEqualTo(table(stage));
    press(stage, KeyCode.TAB, true);
    assertThat(FxTest.<Object>call(() -> stage.getScene().getFocusOwner()))
        .isEqualTo(runRows(stage));
    press(stage, KeyCode.DIGIT1, true);
    assertThat(FxTest.call(() -> stage.getScene().getFocusOwner().getStyleClass()))
        .as("the screen itself, where it has no rows")
        .doesNotContain("sidebar-item");
  }

  @Test
  void whoMayNotIsToldAndCannotStart() {
    Stage stage = show(List.of("reader"));
    press(stage, KeyCode.R, true);
    FxTest.until("the plan", () -> has(stage, "Type shop v1.4.2"));
    type(stage, "shop v1.4.2");
    assertThat(texts(stage)).anyMatch(text -> text.contains("a person who holds operator"));
    press(stage, KeyCode.ENTER, true);
    assertThat(journal()).isEmpty();
  }

  @Test
  void aDeploymentIsPlannedFromABranchOrFromWhatIsSelected() {
    Stage stage = show(List.of("operator"));
    press(stage, KeyCode.D, true);
    FxTest.until("asks what", () -> has(stage, "Branch or tag"));
    type(stage, "release/1.5.1");
    press(stage, KeyCode.ENTER, true);
    FxTest.until("the plan", () -> has(stage, "Gate: go or no-go"));
    assertThat(texts(stage)).contains("Deploy release/1.5.1 · dry run", "Deploy release/1.5.1");
    press(stage, KeyCode.ESCAPE, false);
    open("deployments");
    FxTest.until("rows", () -> !rows(stage).isEmpty());
    FxTest.until("selected", () -> has(stage, "Build it anew…"));
    press(stage, KeyCode.D, false);
    FxTest.until("its plan", () -> has(stage, "Deploy v1.5.0 · dry run"));
    assertThat(journal()).isEmpty();
  }

  @Test
  void aFreezeIsToldAndOverriddenOnlyWithAReason() {
    Instant now = clock.instant();
    world
        .atGate(List.of("operator"))
        .freeze(now.minusSeconds(1), now.plus(Duration.ofHours(2)), "quarter end");
    Stage stage = show(List.of("operator"));
    FxTest.until(
        "the footer tells",
        () -> texts(stage).stream().anyMatch(text -> text.startsWith("Frozen until ")));
    press(stage, KeyCode.R, true);
    FxTest.until("the plan", () -> has(stage, "Type shop v1.4.2"));
    assertThat(texts(stage)).anyMatch(text -> text.endsWith("UTC: quarter end"));
    type(stage, "shop v1.4.2");
    assertThat(texts(stage)).contains("Waiting for: why the freeze is overridden");
    press(stage, KeyCode.ENTER, true);
    assertThat(journal()).isEmpty();
    FxTest.run(
        () ->
            nodes(stage.getScene().getRoot()).stream()
                .filter(node -> "Why the freeze is overridden".equals(node.getAccessibleText()))
                .map(TextField.class::cast)
                .findFirst()
                .orElseThrow()
                .setText("customers see errors"));
    press(stage, KeyCode.ENTER, true);
    FxTest.until("verified", () -> has(stage, "Done, verified"));
  }

  @Test
  void nothingIsReadWhileTheScreenIsHidden() {
    Stage stage = show(List.of("operator"));
    open("deployments");
    FxTest.until("rows", () -> !rows(stage).isEmpty());
    TableView<DeploymentRow> table = table(stage);
    open("overview");
    world.close();
    FxTest.until("quiet", () -> jobs.underWay() == 0);
    assertThat(FxTest.call(() -> table.getItems().size())).isPositive();
    open("deployments");
    FxTest.until(
        "old rows are called old",
        () -> texts(stage).stream().anyMatch(text -> text.contains("Shown as of")));
  }

  private List<Run> journal() {
    return world.journal().runs("shop", 10, clock.instant());
  }

  @Test
  void aPlanShowsWhatItsFirstGateSaysNow() {
    GateWorkflow workflow = new GateWorkflow();
    Runs runs =
        world.runs(
            jobs,
            List.of("operator"),
            new Workflows() {
              @Override
              public <T> T with(String id, Work<T> work) throws Exception {
                return work.with(workflow);
              }
            });
    Stage stage = show(runs, List.of("operator"));
    press(stage, KeyCode.R, true);
    FxTest.until("what the gate says", () -> has(stage, "Checks · 0 of 1 pass, 1 for you"));
    assertThat(texts(stage)).contains("Staged build answers: as seen", "Support is told");
    workflow.answers = GateCheck.State.PASS;
    press(stage, KeyCode.F5, false);
    FxTest.until("what it says later", () -> has(stage, "Checks · 1 of 1 pass, 1 for you"));
  }

  @Test
  void aGateIsOpenedByTickAndTypedTextAndTellsWhatItWaitsFor() {
    GateWorkflow workflow = new GateWorkflow();
    Runs runs =
        world.runs(
            jobs,
            List.of("operator"),
            new Workflows() {
              @Override
              public <T> T with(String id, Work<T> work) throws Exception {
                return work.with(workflow);
              }
            });
    Stage stage = show(runs, List.of("operator"));
    FxTest.run(
        () ->
            runs.start(
                workflow.plan(""),
                Start.of("to see the gate", ""),
                run -> {},
                problem -> {
                  throw new AssertionError(problem);
                }));
    FxTest.until("its card", () -> texts(stage).stream().anyMatch(t -> t.endsWith(" needs you")));
    open("deployments");
    press(stage, KeyCode.TAB, true);
    FxTest.until("the runs", () -> !runRows(stage).getItems().isEmpty());
    FxTest.run(
        () -> {
          runRows(stage).getSelectionModel().select(0);
          runRows(stage).requestFocus();
        });
    press(stage, KeyCode.ENTER, false);
    FxTest.until(
        "the gate",
        () ->
            has(
                stage,
                "Waiting for: Staged build answers (unknown) · 1 confirmation · typed text"));
    assertThat(texts(stage)).contains("Switch all traffic?", "Checked by the app · 0 of 1");
    FxTest.run(() -> stage.getScene().getRoot().lookup(".sidebar-item").requestFocus());
    press(stage, KeyCode.ENTER, true);
    assertThat(FxTest.<Object>call(() -> stage.getScene().getFocusOwner()))
        .as("Ctrl Enter leads to what is missing")
        .isInstanceOf(CheckBox.class);
    FxTest.run(() -> ((CheckBox) stage.getScene().getFocusOwner()).fire());
    FxTest.until(
        "the next after a tick",
        () ->
            stage.getScene().getFocusOwner() instanceof TextField field
                && "Type shop now to confirm".equals(field.getAccessibleText()));
    FxTest.run(() -> ((TextField) stage.getScene().getFocusOwner()).setText("shop now"));
    FxTest.until(
        "only the check is missing",
        () -> has(stage, "Waiting for: Staged build answers (unknown)"));
    press(stage, KeyCode.ENTER, true);
    assertThat(journal().getFirst().state()).isEqualTo(RunState.NEEDS_YOU);
    workflow.answers = GateCheck.State.PASS;
    FxTest.until(
        "ready", () -> has(stage, "Ready. The checks are asked once more before it goes on."));
    press(stage, KeyCode.ENTER, true);
    FxTest.until("through", () -> has(stage, "Done, verified"));
    assertThat(FxTest.<Object>call(() -> stage.getScene().getFocusOwner()))
        .as("what had the focus has gone: keys stay on the screen")
        .isEqualTo(stage.getScene().getRoot().lookup(".log-list"));
    assertThat(journal().getFirst().steps().getFirst().detail())
        .contains("\"Support is told\" confirmed by Operator");
  }

  private Stage show(List<String> roles) {
    return show(world.runs(jobs, roles), roles);
  }

  private Stage show(Runs runs, List<String> roles) {
    Environment environment = world.environment();
    FedMonitor monitor =
        new FedMonitor(
            environment,
            Worlds.down(clock.instant()),
            new FedMonitor.FixedHistory(Worlds.history(clock.instant())));
    Shell made =
        FxTest.call(
            () ->
                new Shell(
                    jobs,
                    jobs,
                    clock,
                    ZoneOffset.UTC,
                    Theme.DARK,
                    new Shell.ShellActions() {
                      @Override
                      public void themeChanged(Theme changed) {}

                      @Override
                      public List<Environment> environments() {
                        return List.of(environment);
                      }

                      @Override
                      public void switchTo(Environment other) {}
                    }));
    shell = made;
    Stage stage = FxTest.show(made.root(), 1440, 900, Theme.DARK);
    FxTest.run(
        () -> {
          made.attach(stage.getScene());
          RunOperations operations = new RunOperations(runs, () -> "Down: no answer");
          made.show(
              new OpenedEnvironment(
                  environment,
                  monitor,
                  List.of(
                      new ScreenEntry(
                          "overview",
                          "Overview",
                          "mdi2c-chart-line",
                          "Monitor",
                          "Ctrl 1",
                          () -> new OverviewScreen(monitor, jobs, jobs, clock)),
                      new ScreenEntry(
                          "deployments",
                          "Deployments",
                          "mdi2c-chart-line",
                          "Operate",
                          "Ctrl 5",
                          () ->
                              new DeploymentsScreen(
                                  world.traffic(),
                                  runs,
                                  operations,
                                  world.keepWarm(roles),
                                  monitor,
                                  files,
                                  clock))),
                  operations));
        });
    FxTest.pulses();
    return stage;
  }

  private void open(String screen) {
    FxTest.run(() -> Objects.requireNonNull(shell).openScreen(screen));
    FxTest.pulses();
  }

  private static void press(Stage stage, KeyCode code, boolean control) {
    FxTest.run(
        () -> {
          Node owner = stage.getScene().getFocusOwner();
          Node target = owner == null ? stage.getScene().getRoot() : owner;
          for (EventType<KeyEvent> type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
            target.fireEvent(new KeyEvent(type, "", "", code, false, control, false, false));
          }
        });
    FxTest.pulses();
  }

  /** Into whatever has the focus. */
  private static void type(Stage stage, String text) {
    FxTest.run(
        () -> {
          Node owner = stage.getScene().getFocusOwner();
          assertThat(owner).isInstanceOf(TextField.class);
          ((TextField) owner).replaceSelection(text);
        });
    FxTest.pulses();
  }

  private static TextField reason(Stage stage) {
    return nodes(stage.getScene().getRoot()).stream()
        .filter(node -> node instanceof TextField && "Reason".equals(node.getAccessibleText()))
        .map(TextField.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static boolean has(Stage stage, String text) {
    return texts(stage).contains(text);
  }

  @SuppressWarnings("unchecked")
  private static TableView<DeploymentRow> table(Stage stage) {
    return FxTest.call(
        () ->
            (TableView<DeploymentRow>)
                nodes(stage.getScene().getRoot()).stream()
                    .filter(TableView.class::isInstance)
                    .findFirst()
                    .orElseThrow());
  }

  private static TableView<?> runRows(Stage stage) {
    return FxTest.call(
        () ->
            (TableView<?>)
                nodes(stage.getScene().getRoot()).stream()
                    .filter(TableView.class::isInstance)
                    .findFirst()
                    .orElseThrow());
  }

  private static List<DeploymentRow> rows(Stage stage) {
    return table(stage).getItems();
  }

  private static List<String> texts(Stage stage) {
    return FxTest.call(
        () ->
            nodes(stage.getScene().getRoot()).stream()
                .filter(node -> node instanceof Labeled)
                .map(node -> String.valueOf(((Labeled) node).getText()))
                .toList());
  }

  private static List<Node> nodes(Parent root) {
    List<Node> found = new ArrayList<>();
    for (Node child : root.getChildrenUnmodifiable()) {
      if (child.isVisible()) {
        found.add(child);
        if (child instanceof Parent parent) {
          found.addAll(nodes(parent));
        }
      }
    }
    return found;
  }
}
