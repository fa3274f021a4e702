package tech.atoms.opsdesk.desktop.backups;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.place.Copying;
import tech.atoms.opsdesk.backup.place.Place;
import tech.atoms.opsdesk.backup.place.Places;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.overview.OverviewScreen;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.run.Workflows;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/**
 * The window tells of real backups: one that was verified, one that was not, one that is broken.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackupsScreenTest {
  private static final InstantSource SYSTEM = InstantSource.system();

  @TempDir private static Path shared = Path.of(".");
  private static @Nullable BackedUp shop;
  private static @Nullable Store store;
  private static String verified = "";
  private static String taken = "";
  private static String broken = "";

  @TempDir private Path own;

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<@Nullable Instant> stopped = new AtomicReference<>();
  private final InstantSource clock = this::now;
  private final AtomicInteger reads = new AtomicInteger();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final FxJobs jobs = new FxJobs(SYSTEM);
  private @Nullable Shell shell;
  private @Nullable Runs shown;

  @BeforeAll
  static void backUp() throws Exception {
    BackedUp.needsClient();
    BackedUp made = new BackedUp(shared);
    shop = made;
    made.fill(1234);
    Catalogue catalogue = made.catalogue();
    Stored first = take(made);
    Stored second = take(made);
    Stored third = take(made);
    new Trial(catalogue, made.secrets(), shared.resolve("work"), SYSTEM)
        .verify(first, "Verifier", "there");
    Path manifest = third.directory().resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("1234", "1235"));
    verified = first.id();
    taken = second.id();
    broken = third.id();
    store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
  }

  private static Stored take(BackedUp made) throws InterruptedException {
    return new Taking(made.catalogue(), made.target(), "shop", List.of(), SYSTEM)
        .take("", "Taker", "here");
  }

  @AfterAll
  static void leave() {
    Store opened = store;
    if (opened != null) {
      opened.close();
    }
  }

  @AfterEach
  void close() {
    Shell shown = shell;
    if (shown != null) {
      FxTest.run(shown::close);
    }
    FxTest.hideAll();
    jobs.close();
  }

  @Test
  void everyBackupIsToldAsItStands() {
    Stage stage = open();
    assertThat(FxTest.call(() -> rows(stage).stream().map(BackupRow::id).toList()))
        .containsExactlyInAnyOrder(verified, taken, broken);
    assertThat(texts(stage))
        .contains("2 / 2,468", "Taker", "age", "Not verified", "All 3", "Manual 2", "Daily 0")
        .contains(
            "Not verified 1", "Failed 1", "Manual", "Failed: manifest.json is not sealed with …")
        .anyMatch(text -> text.matches("Verified \\d\\d:\\d\\d"))
        .anyMatch(text -> text.startsWith("Fresh for 23 h "))
        .anyMatch(text -> text.startsWith("Showing 3 of 3 · newest first · need attention: 2"));
    assertThat(texts(stage)).noneMatch(text -> text.contains("2,469"));
  }

  @Test
  void theSelectedOneIsToldInFullAndItsDigestCopied() throws Exception {
    Stage stage = open();
    select(stage, verified);
    Stored stored = backedUp().catalogue().named(verified).orElseThrow();
    String sha = Objects.requireNonNull(stored.manifest()).archive().sha256();
    assertThat(texts(stage))
        .contains(verified, "users", "orders", "1,234", "age, for 1 key", "Verify again…")
        .contains("Restore this backup…")
        .contains("sha256 " + sha.substring(0, 4) + "…" + sha.substring(60))
        .contains(stored.directory().toString())
        .anyMatch(text -> text.startsWith("Taker on here, pg_dump 15"))
        .anyMatch(text -> text.contains("UTC by Verifier on there, in "))
        .anyMatch(text -> text.contains("2,468 rows equal in PostgreSQL 15, thrown away"));
    FxTest.run(() -> button(stage, "Copy").fire());
    assertThat(FxTest.call(() -> Clipboard.getSystemClipboard().getString())).isEqualTo(sha);

    select(stage, taken);
    assertThat(texts(stage))
        .contains("never restored", "Verify…")
        .doesNotContain("Verify again…", "Restore this backup…");

    select(stage, broken);
    assertThat(texts(stage))
        .contains(
            "manifest.json is not sealed with this desk's key: it was changed, or made by another"
                + " desk.")
        .anyMatch(text -> text.endsWith("UTC, by its name"))
        .doesNotContain("Verify…", "Verify again…", "Restore this backup…", "1,235");
  }

  @Test
  void segmentsAndTextLeaveOnlyWhatIsWanted() {
    Stage stage = open();
    FxTest.run(() -> toggle(stage, "Not verified 1").fire());
    FxTest.until("one", () -> ids(stage).equals(List.of(taken)));
    FxTest.run(() -> toggle(stage, "Failed 1").fire());
    FxTest.until("another", () -> ids(stage).equals(List.of(broken)));
    FxTest.run(() -> toggle(stage, "All 3").fire());
    TextField filter =
        FxTest.call(() -> (TextField) stage.getScene().getRoot().lookup(".filter-field"));
    FxTest.run(() -> filter.setText(taken.toUpperCase(java.util.Locale.ROOT)));
    FxTest.until("found", () -> ids(stage).equals(List.of(taken)));
    FxTest.run(() -> filter.setText("nobody"));
    FxTest.until("nothing", () -> ids(stage).isEmpty());
    assertThat(texts(stage))
        .anyMatch(text -> text.startsWith("No such backup. Checked at "))
        .doesNotContain("No backups yet");
  }

  @Test
  void theCalendarStandsAsItsDaysDoAndMarksTheSelectedOne() {
    Stage stage = open();
    List<DayCell> cells = FxTest.call(() -> cells(stage));
    assertThat(cells).hasSize(42);
    // Whichever day it is: the backups may lie on either side of midnight.
    assertThat(cells.stream().limit(30).map(Node::getAccessibleText))
        .filteredOn(text -> !text.contains(": no backup"))
        .hasSizeBetween(1, 2)
        .anyMatch(text -> text.contains("1 verified"));
    assertThat(texts(stage)).anyMatch(text -> text.startsWith(" · 1 verified, "));
    select(stage, verified);
    List<Node> chosen =
        FxTest.call(() -> List.copyOf(stage.getScene().getRoot().lookupAll(".day-mark.chosen")));
    assertThat(chosen).as("its day, and no month").hasSize(1);
    assertThat(chosen).allMatch(mark -> mark.getStyleClass().contains("day-verified"));
  }

  @Test
  void anOldProofIsOverdueAndAClockThatGoesAheadIsTold() {
    Stage stage = open();
    later.set(Duration.ofDays(3));
    press(stage, KeyCode.F5, false);
    FxTest.until("overdue", () -> has(stage, "Overdue by 2 d"));
    later.set(Duration.ofDays(-1));
    press(stage, KeyCode.F5, false);
    FxTest.until("ahead", () -> has(stage, "Clocks differ: its age is not known"));
  }

  @Test
  void keysOpenThePlansOfTheirWorkflows() {
    Stage stage = open();
    press(stage, KeyCode.B, true);
    FxTest.until("a backup", () -> asked.contains("backup of ''"));
    assertThat(texts(stage)).contains("Back up shop · dry run", "Start backup");
    press(stage, KeyCode.ESCAPE, false);
    select(stage, broken);
    press(stage, KeyCode.V, false);
    select(stage, taken);
    press(stage, KeyCode.V, false);
    FxTest.until("a trial", () -> asked.size() == 2);
    assertThat(asked.getLast()).isEqualTo("backup-verify of '" + taken + "'");
    press(stage, KeyCode.ESCAPE, false);
    press(stage, KeyCode.R, false);
    select(stage, broken);
    press(stage, KeyCode.R, false);
    select(stage, verified);
    press(stage, KeyCode.R, false);
    FxTest.until("a restore", () -> asked.size() == 3);
    assertThat(asked.getLast()).isEqualTo("restore of '" + verified + "'");
  }

  @Test
  void whereThereIsNoneOneIsOffered() {
    BackedUp empty = new BackedUp(own);
    Stage stage = show(empty, empty.secrets());
    FxTest.until(
        "nothing",
        () ->
            texts(stage).stream().anyMatch(text -> text.startsWith("No backups yet. Looked in ")));
    assertThat(texts(stage)).contains("None", "Never taken", "Wanted: younger than 1 d");
    assertThat(texts(stage).stream().filter("Back up now…"::equals)).hasSizeGreaterThan(1);
  }

  @Test
  void copiesAreToldOnceTheyWereLookedFor() throws Exception {
    BackedUp copied = new BackedUp(own);
    Path eu = Files.createDirectory(own.resolve("eu"));
    BackupCopy.InDirectory place = new BackupCopy.InDirectory("eu-west-1", eu);
    copied.copyTo(place, new BackupCopy.InDirectory("us-east-1", own.resolve("gone")));
    copied.fill(3);
    Catalogue catalogue = copied.catalogue();
    Stored backup = take(copied);
    try (Place there = Places.of(place, copied.secrets())) {
      new Copying(catalogue, SYSTEM).copy(backup, there);
    }
    Stage stage = show(copied, copied.secrets());
    FxTest.until("copies", () -> has(stage, "eu-west-1, us-east-1 unknown"));
    Files.createDirectory(own.resolve("gone"));
    press(stage, KeyCode.F5, false);
    FxTest.until("the other is seen", () -> has(stage, "eu-west-1 only"));
    try (Place there =
        Places.of(new BackupCopy.InDirectory("us-east-1", own.resolve("gone")), copied.secrets())) {
      new Copying(catalogue, SYSTEM).copy(backup, there);
    }
    press(stage, KeyCode.F5, false);
    FxTest.until("both", () -> has(stage, "eu-west-1, us-east-1"));
    assertThat(texts(stage)).anyMatch(text -> text.startsWith("matches both copies, read back "));
  }

  @Test
  void whatCannotBeReadIsNotCalledNothing() throws IOException {
    BackedUp hidden = new BackedUp(own);
    Path directory = hidden.catalogue().directory();
    Files.createDirectories(directory.getParent());
    Files.writeString(directory, "a file");
    Stage stage = show(hidden, hidden.secrets());
    FxTest.until("why", () -> has(stage, "The backups cannot be listed"));
    assertThat(texts(stage))
        .contains(
            "Not known",
            "it is no directory",
            "Look at the directory and its rights",
            directory.toString())
        .noneMatch(text -> text.startsWith("No backups yet"))
        .noneMatch(text -> text.equals("None"));
    Files.delete(directory);
    FxTest.run(() -> button(stage, "Try again").fire());
    FxTest.until("read", () -> has(stage, "Never taken"));
    Files.writeString(directory, "a file");
    press(stage, KeyCode.F5, false);
    FxTest.until(
        "old ones are called old",
        () -> texts(stage).stream().anyMatch(text -> text.contains("Shown as of")));
  }

  @Test
  void nothingIsReadWhileItIsHiddenAndAgainAfterAWhileWhileItIsShown() {
    Stage stage = open();
    FxTest.until("quiet", () -> jobs.underWay() == 0);
    int before = reads.get();
    later.set(Duration.ofSeconds(20));
    seconds(1);
    assertThat(reads).as("not yet").hasValue(before);
    later.set(Duration.ofSeconds(31));
    FxTest.until("again", () -> reads.get() == before + 1);
    go("overview");
    later.set(Duration.ofSeconds(100));
    seconds(1);
    assertThat(reads).as("while hidden").hasValue(before + 1);
    go("backups");
    FxTest.until("shown again", () -> reads.get() == before + 2);
    assertThat(ids(stage)).hasSize(3);
    stopped.set(clock.instant());
    go("overview");
    go("backups");
    FxTest.until("at once: much may have happened", () -> reads.get() == before + 3);
  }

  @Test
  void whenARunIsOverItIsReadAnew() {
    open();
    AskedFor workflow = new AskedFor("look");
    Runs runs = Objects.requireNonNull(shown);
    FxTest.until("quiet", () -> jobs.underWay() == 0);
    int before = reads.get();
    stopped.set(SYSTEM.instant()); // no time passes after which it would be read anyway
    FxTest.run(
        () ->
            runs.start(
                workflow.looks(),
                Start.of("to see it end", ""),
                run -> {},
                problem -> {
                  throw new AssertionError(problem);
                }));
    FxTest.until("read anew", () -> reads.get() > before);
  }

  private Instant now() {
    Instant at = stopped.get();
    return at == null ? SYSTEM.instant().plus(later.get()) : at;
  }

  private void seconds(int count) {
    AtomicInteger passed = new AtomicInteger();
    try (var _ = jobs.every(passed::incrementAndGet)) {
      FxTest.until(count + " s", () -> passed.get() >= count && jobs.underWay() == 0);
    }
  }

  private static BackedUp backedUp() {
    return Objects.requireNonNull(shop);
  }

  /** With the backups of all tests. */
  private Stage open() {
    SecretResolver secrets = backedUp().secrets();
    Stage stage =
        show(
            backedUp(),
            ref -> {
              reads.incrementAndGet();
              return secrets.resolve(ref);
            });
    FxTest.until("rows", () -> rows(stage).size() == 3);
    FxTest.pulses();
    return stage;
  }

  private Stage show(BackedUp backed, SecretResolver secrets) {
    Environment environment = backed.environment();
    FedMonitor monitor =
        new FedMonitor(
            environment,
            Worlds.healthy(clock.instant()),
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
    Runs runs = runs(environment);
    shown = runs;
    Catalogue catalogue = new Catalogue(environment, secrets);
    Stage stage = FxTest.show(made.root(), 1440, 900, Theme.DARK);
    FxTest.run(
        () -> {
          made.attach(stage.getScene());
          RunOperations operations = new RunOperations(runs, () -> "");
          made.show(
              new OpenedEnvironment(
                  environment,
                  monitor,
                  List.of(
                      entry("overview", () -> new OverviewScreen(monitor, jobs, jobs, clock)),
                      entry(
                          "backups", () -> new BackupsScreen(catalogue, runs, operations, clock))),
                  operations));
        });
    go("backups");
    return stage;
  }

  private static ScreenEntry entry(
      String name, java.util.function.Supplier<? extends tech.atoms.opsdesk.desktop.Screen> made) {
    return new ScreenEntry(name, name, "mdi2c-chart-line", "Operate", "Ctrl 6", made);
  }

  /** Whose workflows only note what they were asked for. */
  private Runs runs(Environment environment) {
    Store opened = Objects.requireNonNull(store);
    Me me = new Me("Operator", "operator", List.of("operator"));
    Journal journal = new Journal(opened);
    Guards guards = new Guards(opened);
    Audit audit = new Audit(opened, shared, "desk");
    return new Runs(
        environment,
        me,
        new Engine(environment, journal, guards, audit, me, "desk", SYSTEM, Pause.REAL),
        new AtGate(environment, journal, guards, audit, me, SYSTEM),
        guards,
        journal,
        new Workflows() {
          @Override
          public <T> T with(String id, Work<T> work) throws Exception {
            return work.with(new AskedFor(id));
          }
        },
        jobs,
        jobs,
        clock);
  }

  private void go(String screen) {
    FxTest.run(() -> Objects.requireNonNull(shell).openScreen(screen));
    FxTest.pulses();
  }

  private static void select(Stage stage, String id) {
    FxTest.run(
        () -> {
          TableView<BackupRow> table = table(stage);
          table
              .getSelectionModel()
              .select(
                  table.getItems().stream()
                      .filter(row -> row.id().equals(id))
                      .findFirst()
                      .orElseThrow());
          table.requestFocus();
        });
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

  private static boolean has(Stage stage, String text) {
    return texts(stage).contains(text);
  }

  private static Button button(Stage stage, String words) {
    return nodes(stage.getScene().getRoot()).stream()
        .filter(node -> node instanceof Button button && words.equals(button.getText()))
        .map(Button.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static ToggleButton toggle(Stage stage, String words) {
    return nodes(stage.getScene().getRoot()).stream()
        .filter(node -> node instanceof ToggleButton button && words.equals(button.getText()))
        .map(ToggleButton.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<DayCell> cells(Stage stage) {
    return nodes(stage.getScene().getRoot()).stream()
        .filter(DayCell.class::isInstance)
        .map(DayCell.class::cast)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static TableView<BackupRow> table(Stage stage) {
    return (TableView<BackupRow>) stage.getScene().getRoot().lookup(".table-view");
  }

  private static List<BackupRow> rows(Stage stage) {
    return FxTest.call(() -> List.copyOf(table(stage).getItems()));
  }

  private static List<String> ids(Stage stage) {
    return rows(stage).stream().map(BackupRow::id).toList();
  }

  private static List<String> texts(Stage stage) {
    return FxTest.call(
        () ->
            nodes(stage.getScene().getRoot()).stream()
                .filter(Labeled.class::isInstance)
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

  /** Notes what is to be planned, and refuses. */
  private final class AskedFor implements Workflow {
    private final String id;

    AskedFor(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Plan plan(String target) {
      if (id.equals("look")) {
        return looks();
      }
      asked.add(id + " of '" + target + "'");
      throw new ProblemException(new Problem("Not planned", id, "the test notes it", "Go on"));
    }

    /** A plan whose one step is done when it is looked at. */
    Plan looks() {
      PlannedStep step = new PlannedStep(id, "Look", "", "", "nothing is changed");
      return new Plan(id, "shop", "", "Look", "", Map.of(), List.of(), List.of(step));
    }

    @Override
    public List<Step> steps(Plan plan, RunLog log) {
      return List.of(
          new Step() {
            @Override
            public String id() {
              return id;
            }

            @Override
            public Duration timeout() {
              return Duration.ofMinutes(1);
            }

            @Override
            public Observed observe() {
              return Observed.done("seen");
            }
          });
    }
  }
}
