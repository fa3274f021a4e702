package tech.atoms.opsdesk.desktop.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.LiveReadiness;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.ReadinessSetting;
import tech.atoms.opsdesk.checklist.report.DossierCheck;
import tech.atoms.opsdesk.checklist.report.Reports;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.desktop.ChosenFile;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** The screen on a real checklist, kept in a real store; the checks answer what the test says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadinessScreenTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final List<String> ANSWERED = List.of("DB-06", "DB-07", "SEC-17");

  private final Store store = TestStores.opening(TestStores.in(TestPostgres.createDatabase()));
  private final SystemScheduler scheduler = new SystemScheduler("readiness-screen-test");
  private final Map<String, Outcome> world = new ConcurrentHashMap<>();
  private final FxJobs jobs = new FxJobs(() -> NOW);
  private final AtomicReference<@Nullable Region> card = new AtomicReference<>();
  private final AtomicReference<Predicate<KeyEvent>> cardKeys = new AtomicReference<>(e -> false);
  private final AtomicReference<CountDownLatch> slow = new AtomicReference<>(new CountDownLatch(0));
  private final ChosenFile files = new ChosenFile();
  private Me me = new Me("Operator", "op", List.of("operations"));
  private @Nullable LiveReadiness readiness;
  private @Nullable ReadinessScreen screen;
  @TempDir Path directory;

  @BeforeAll
  void open() {
    assertThat(store.awaitOpened(Duration.ofSeconds(60))).isEqualTo(Store.State.UP);
  }

  @AfterAll
  void close() {
    jobs.close();
    scheduler.close();
    store.close();
  }

  @BeforeEach
  void begin() {
    slow.set(new CountDownLatch(0));
    ANSWERED.forEach(item -> world.put(item, Outcome.PASS));
    me = new Me("Operator", "op", List.of("operations"));
  }

  @AfterEach
  void end() {
    FxTest.run(screen()::hidden);
    FxTest.hideAll();
    readiness().close();
  }

  private LiveReadiness readiness() {
    return java.util.Objects.requireNonNull(readiness);
  }

  private Audit audit() {
    return new Audit(store, directory, "host");
  }

  private ReadinessScreen screen() {
    return java.util.Objects.requireNonNull(screen);
  }

  @Test
  void aCheckThatFailsTurnsItemSectionAndVerdictAndBack() throws Exception {
    Stage stage = show();
    FxTest.run(() -> section(stage, "Database").fire());
    FxTest.until("the items are there", () -> row(stage, "DB-06") != null);
    assertThat(state(stage, "DB-06")).isEqualTo(State.PASS);

    world.put("DB-06", Outcome.FAIL);
    run();
    FxTest.until("the item is red", () -> state(stage, "DB-06") == State.FAIL);
    assertThat(FxTest.call(() -> section(stage, "Database").getAccessibleText()))
        .contains("1 fail");
    assertThat(texts(stage, ".verdict")).contains("No-go");
    FxTest.until(
        "the blocker's row is laid out",
        () -> texts(stage, ".blocker").stream().anyMatch(t -> t.startsWith("CREATE INDEX")));

    world.put("DB-06", Outcome.PASS);
    run();
    FxTest.until("the item is green again", () -> state(stage, "DB-06") == State.PASS);
  }

  @Test
  void jGoesToTheNextBlockerAndItsEvidenceShows() throws Exception {
    world.put("SEC-17", Outcome.FAIL);
    Stage stage = show();
    FxTest.until("it failed", () -> texts(stage, ".verdict").contains("Fail · security"));

    assertThat(FxTest.call(() -> screen().key(press(KeyCode.J)))).isTrue();

    FxTest.until("its evidence is there", () -> texts(stage, ".detail").contains("as it is"));
    assertThat(texts(stage, ".detail")).contains("Content-Security-Policy", "as it should be");
  }

  @Test
  void aTickIsAskedForAndRecorded() throws Exception {
    Stage stage = show();
    FxTest.run(() -> screen().goTo("SEC-15"));
    FxTest.run(() -> button(stage, "Say that it holds").fire());
    Region form = java.util.Objects.requireNonNull(card.get());
    FxTest.run(
        () -> {
          ((TextArea) form.lookup(".text-area")).setText("read the code");
          ((Button) form.lookup(".accent")).fire();
        });
    FxTest.until("the card is gone", () -> card.get() == null);
    FxTest.until("it is attested", () -> state(stage, "SEC-15") == State.ATTESTED);
    assertThat(texts(stage, ".list-view")).contains("read the code");
  }

  @Test
  void controlEnterConfirmsACardThatIsFilledIn() throws Exception {
    KeyEvent confirm =
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, true, false, false);
    world.put("DB-07", Outcome.FAIL);
    Stage stage = show();
    FxTest.run(() -> screen().goTo("DB-07"));
    assertThat(FxTest.call(() -> screen().key(press(KeyCode.W)))).isTrue();
    Region form = java.util.Objects.requireNonNull(card.get());
    assertThat(form.lookup(".accent").getAccessibleText()).isEqualTo("Waive, Ctrl Enter");
    FxTest.run(() -> assertThat(cardKeys.get().test(confirm)).isFalse());
    assertThat(card.get()).isNotNull();
    FxTest.run(
        () -> {
          ((TextArea) form.lookup(".text-area")).setText("because");
          form.lookupAll(".text-field").stream()
              .filter(node -> "Approved by".equals(node.getAccessibleText()))
              .forEach(node -> ((javafx.scene.control.TextField) node).setText("Somebody"));
          assertThat(cardKeys.get().test(press(KeyCode.ENTER))).isFalse();
          assertThat(cardKeys.get().test(confirm)).isTrue();
        });
    FxTest.until("it is waived", () -> state(stage, "DB-07") == State.WAIVED);
    assertThat(card.get()).isNull();
  }

  @Test
  void spaceOnAnItemThatChecksAnswerSaysWhyNothingIsTicked() throws Exception {
    Stage stage = show();
    FxTest.run(() -> screen().goTo("DB-06"));
    FxTest.until("its row is there", () -> row(stage, "DB-06") != null);
    FxTest.run(
        () -> stage.getScene().getRoot().lookup(".list-view").fireEvent(press(KeyCode.SPACE)));
    assertThat(texts(stage, ".readiness-header"))
        .contains("DB-06 is answered by its checks, not by a tick: R runs them again.");
    assertThat(card.get()).isNull();
  }

  @Test
  void whomTheProfileDoesNotNameFillsInNoCardAndIsToldWhy() throws Exception {
    me = new Me("eve", "eve", List.of(), List.of("Maya Okafor"));
    Stage stage = show();
    for (String action : List.of("Say that it holds", "Record an exception")) {
      FxTest.run(() -> screen().goTo("SEC-16"));
      FxTest.run(() -> button(stage, action).fire());
      assertThat(card.get()).as(action).isNull();
      assertThat(texts(stage, ".readiness-header"))
          .anyMatch(
              text ->
                  text.startsWith("eve may look at the checklist, but not change it")
                      && text.contains("SEC-16")
                      && text.contains("login: eve"));
    }
    FxTest.run(() -> screen().goTo("SIGN-02"));
    FxTest.run(() -> button(stage, "Sign it").fire());
    assertThat(card.get()).isNull();
    assertThat(texts(stage, ".readiness-header")).anyMatch(text -> text.contains("SIGN-02"));
  }

  @Test
  void whatTheStoreRefusesIsToldInTheCard() throws Exception {
    Stage stage = show();
    FxTest.run(() -> screen().goTo("SEC-16"));
    FxTest.run(() -> button(stage, "Record an exception").fire());
    Region form = java.util.Objects.requireNonNull(card.get());
    FxTest.run(
        () -> {
          ((TextArea) form.lookup(".text-area")).setText("why");
          form.lookupAll(".text-field").stream()
              .filter(node -> "Approved by".equals(node.getAccessibleText()))
              .forEach(node -> ((javafx.scene.control.TextField) node).setText("Somebody"));
          ((javafx.scene.control.DatePicker) form.lookup(".date-picker"))
              .setValue(java.time.LocalDate.of(2029, 1, 1));
          ((Button) form.lookup(".accent")).fire();
        });
    FxTest.until(
        "the reason is told",
        () ->
            form.lookupAll(".state-bad").stream()
                .anyMatch(node -> node.isVisible() && !((Label) node).getText().isEmpty()));
    assertThat(card.get()).isNotNull();
    assertThat(state(stage, "SEC-16")).isNotEqualTo(State.WAIVED);
  }

  @Test
  void aFileThatMayRunIsSavedAndNeverOpened() throws Exception {
    Path program = Files.writeString(directory.resolve("proof.desktop"), "[Desktop Entry]");
    files.shown.set(null);
    Stage stage = show();
    FxTest.run(() -> screen().goTo("PRE-10"));
    FxTest.run(() -> button(stage, "Say that it holds").fire());
    Region form = java.util.Objects.requireNonNull(card.get());
    files.target.set(directory);
    FxTest.run(() -> labelled(form, "Attach a file…").fire());
    FxTest.until("no directory", () -> texts(form).anyMatch(t -> t.contains("no ordinary file")));
    files.target.set(program);
    FxTest.run(() -> labelled(form, "Attach a file…").fire());
    FxTest.until("taken", () -> texts(form).anyMatch(t -> t.startsWith("proof.desktop, ")));
    FxTest.run(() -> ((Button) form.lookup(".accent")).fire());
    FxTest.until(
        "it is shown", () -> buttons(stage, "Open the attached file").anyMatch(Button::isVisible));
    FxTest.run(() -> button(stage, "Open the attached file").fire());
    FxTest.until(
        "told",
        () ->
            texts(stage, ".readiness-header").stream()
                .anyMatch(t -> t.startsWith("proof.desktop is not opened from here")));
    assertThat(files.shown.get()).isNull();
  }

  @Test
  void aFileIsAttachedShownOpenedAndSaved() throws Exception {
    Path evidence = Files.writeString(directory.resolve("roles.txt"), "owner: nobody");
    Stage stage = show();
    FxTest.run(() -> screen().goTo("SEC-22"));
    FxTest.run(() -> button(stage, "Say that it holds").fire());
    Region form = java.util.Objects.requireNonNull(card.get());
    files.target.set(directory.resolve("gone.txt"));
    FxTest.run(() -> labelled(form, "Attach a file…").fire());
    FxTest.until("refused", () -> texts(form).anyMatch(t -> t.contains("cannot be attached")));
    files.target.set(evidence);
    FxTest.run(() -> labelled(form, "Attach a file…").fire());
    FxTest.until("taken", () -> texts(form).anyMatch(t -> t.equals("roles.txt, 13 B")));
    FxTest.run(() -> ((Button) form.lookup(".accent")).fire());
    FxTest.until("it is attested", () -> state(stage, "SEC-22") == State.ATTESTED);
    FxTest.until("it is shown", () -> texts(stage, ".detail").contains("roles.txt, 13 B"));

    FxTest.run(() -> button(stage, "Open the attached file").fire());
    FxTest.until("it is opened", () -> files.shown.get() != null);
    assertThat(java.util.Objects.requireNonNull(files.shown.get())).hasContent("owner: nobody");
    files.target.set(directory.resolve("saved.txt"));
    FxTest.run(() -> button(stage, "Save the attached file").fire());
    FxTest.until(
        "told",
        () ->
            texts(stage, ".readiness-header").stream()
                .anyMatch(t -> t.startsWith("Wrote roles.txt, 13 B")));
    assertThat(directory.resolve("saved.txt")).hasContent("owner: nobody");
  }

  @Test
  void everyFormOfTheReportIsWrittenAndTheDossierHolds() throws Exception {
    world.put("SEC-17", Outcome.FAIL);
    for (String what : List.of("first", "second")) {
      audit().record(new Entry(NOW, "staging", "Op", "op", "test", what, Entry.Outcome.DONE, what));
    }
    Stage stage = show();
    for (Reports.Form form : Reports.Form.values()) {
      Path file = directory.resolve("report." + form.ending());
      files.target.set(file);
      FxTest.run(
          () ->
              ((MenuButton) stage.getScene().getRoot().lookup(".menu-button"))
                  .getItems().stream()
                      .filter(item -> item.getText().equals(form.title() + "…"))
                      .forEach(item -> item.fire()));
      FxTest.until(
          "written " + form,
          () ->
              texts(stage, ".readiness-header").stream()
                  .anyMatch(t -> t.startsWith("Wrote " + form.title())));
      if (form != Reports.Form.DOSSIER) {
        assertThat(file).content().contains("SEC-17");
      } else {
        assertThat(DossierCheck.of(file).whole()).isTrue();
      }
    }
    files.target.set(directory.resolve("missing").resolve("report.html"));
    FxTest.run(
        () ->
            ((MenuButton) stage.getScene().getRoot().lookup(".menu-button"))
                .getItems()
                .getFirst()
                .fire());
    FxTest.until(
        "refused",
        () ->
            texts(stage, ".readiness-header").stream()
                .anyMatch(t -> t.startsWith("The file cannot be written")));
  }

  @Test
  void itemsArePlacesByIdAndWords() throws Exception {
    Stage stage = show();
    assertThat(ReadinessScreen.places(null)).isEmpty();
    assertThat(ReadinessScreen.places(readiness()))
        .hasSizeGreaterThan(140)
        .anyMatch(place -> place.key().equals("DB-06") && place.title().startsWith("DB-06 "));
    FxTest.run(() -> screen().goTo("DB-06"));
    FxTest.until("it is chosen", () -> texts(stage, ".detail").contains("as it is"));
    assertThat(FxTest.call(() -> section(stage, "Database").isSelected())).isTrue();
  }

  @Test
  void whatRunsIsSeenAndCanBeStopped() throws Exception {
    Stage stage = show();
    slow.set(new CountDownLatch(1));
    FxTest.run(() -> screen().goTo("DB-06"));
    FxTest.run(() -> screen().refresh());
    FxTest.until(
        "running", () -> texts(stage, ".list-foot").stream().anyMatch(t -> t.endsWith("running")));
    FxTest.until(
        "the section", () -> section(stage, "Database").getAccessibleText().endsWith("running"));
    FxTest.until("the row", () -> texts(stage, ".list-view").contains("Running"));
    KeyEvent stop =
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.PERIOD, false, true, false, false);
    assertThat(FxTest.call(() -> screen().key(stop))).isTrue();
    FxTest.until(
        "stopped",
        () ->
            texts(stage, ".readiness-header").stream()
                .anyMatch(t -> t.startsWith("The run was stopped")));
    FxTest.until("quiet", () -> !texts(stage, ".list-view").contains("Running"));
  }

  private static Stream<String> texts(Region form) {
    return form.lookupAll(".label").stream()
        .filter(Label.class::isInstance)
        .map(node -> ((Label) node).getText());
  }

  private static Button labelled(Region form, String text) {
    return (Button)
        form.lookupAll(".button").stream()
            .filter(node -> node instanceof Button one && text.equals(one.getText()))
            .findFirst()
            .orElseThrow();
  }

  private Stage show() throws Exception {
    LiveReadiness made =
        new LiveReadiness(
            new ReadinessSetting(
                Worlds.environment(EnvironmentKind.STAGING),
                Templates.shipped(),
                ANSWERED.stream().map(this::check).toList(),
                store,
                audit(),
                () -> new Deployment("dpl_1", "v1.5.0"),
                me,
                () -> NOW,
                scheduler));
    readiness = made;
    made.look();
    run();
    card.set(null);
    ReadinessScreen built =
        FxTest.call(
            () ->
                new ReadinessScreen(
                    made,
                    new Reports(store, audit(), "staging", directory),
                    jobs,
                    jobs,
                    () -> NOW,
                    files));
    screen = built;
    built.dialogs(new Cards());
    Stage stage = FxTest.show((Parent) built.root(), 1237, 780, Theme.DARK);
    FxTest.run(built::shown);
    FxTest.pulses();
    return stage;
  }

  private void run() throws Exception {
    readiness().recheck(List.of()).get(30, TimeUnit.SECONDS);
  }

  private Check check(String item) {
    return Check.of(
        CheckSpec.of("subject." + item, "Check of " + item, item)
            .expecting("as it should be")
            .by("the test", "test")
            .build(),
        facts -> {
          slow.get().await();
          return new Answer(world.getOrDefault(item, Outcome.UNKNOWN), "", "as it is", List.of());
        });
  }

  private static KeyEvent press(KeyCode code) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false);
  }

  private static javafx.scene.control.ToggleButton section(Stage stage, String title) {
    return stage.getScene().getRoot().lookupAll(".section-line").stream()
        .map(javafx.scene.control.ToggleButton.class::cast)
        .filter(line -> line.getAccessibleText().startsWith(title + ":"))
        .findFirst()
        .orElseThrow();
  }

  private static Button button(Stage stage, String name) {
    return buttons(stage, name).findFirst().orElseThrow();
  }

  private static Stream<Button> buttons(Stage stage, String name) {
    return stage.getScene().getRoot().lookupAll(".button").stream()
        .filter(node -> name.equals(node.getAccessibleText()))
        .map(Button.class::cast);
  }

  private static Row.@Nullable OfItem row(Stage stage, String id) {
    ListView<?> list = (ListView<?>) stage.getScene().getRoot().lookup(".list-view");
    return list.getItems().stream()
        .filter(Row.OfItem.class::isInstance)
        .map(Row.OfItem.class::cast)
        .filter(item -> item.key().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable State state(Stage stage, String id) {
    return FxTest.call(
        () -> {
          Row.OfItem row = row(stage, id);
          return row == null ? null : row.view().state();
        });
  }

  private static List<String> texts(Stage stage, String selector) {
    return FxTest.call(
        () ->
            stage.getScene().getRoot().lookupAll(selector).stream()
                .flatMap(node -> node.lookupAll(".label").stream())
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText())
                .toList());
  }

  /** Keeps the card that was asked for. */
  private final class Cards implements Screen.Dialogs {
    @Override
    public void show(String title, Region body, Node first) {
      new javafx.scene.Scene(new javafx.scene.layout.StackPane(body));
      card.set(body);
    }

    @Override
    public void show(Screen.Sheet sheet) {
      show(sheet.title(), sheet.body(), sheet.first());
      cardKeys.set(sheet.keys());
    }

    @Override
    public void close() {
      card.set(null);
    }
  }
}
