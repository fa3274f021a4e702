package tech.atoms.opsdesk.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.AuditQuery;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.desktop.ChosenFile;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** The screen on a real trail in a real store, which is emptied between the tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AuditScreenTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final Store store = TestStores.open(TestStores.in(database));
  private final FxJobs jobs = new FxJobs(() -> NOW);
  private final ChosenFile files = new ChosenFile();
  private int desks;
  private @Nullable AuditScreen screen;
  @TempDir Path directory;

  @BeforeAll
  void start() {
    FxTest.start();
  }

  @AfterAll
  void close() {
    jobs.close();
    store.close();
  }

  @BeforeEach
  void empty() {
    tamper("truncate audit", "delete from audit_head");
  }

  @AfterEach
  void end() {
    if (screen != null) {
      FxTest.run(screen()::hidden);
    }
    FxTest.hideAll();
  }

  @Test
  void anEmptyTrailSaysWhatWillStandThere() {
    Stage stage = show(audit(store));
    FxTest.until("told", () -> !texts(stage, "Nothing is recorded yet.").isEmpty());
    assertThat(texts(stage, "Nothing is recorded yet.").getFirst())
        .contains("ticks, waives, signs or probes")
        .contains("Checked at 12:00:00 UTC");
  }

  @Test
  void olderRowsAreReadWhenTheyAreScrolledToAndNewOnesAppearByThemselves() {
    Audit audit = audit(store);
    fill(audit, 250);
    Stage stage = show(audit);
    FxTest.until("the first page", () -> rows(stage).size() == AuditModel.PAGE);
    assertThat(FxTest.call(() -> rows(stage).getFirst().seq())).isEqualTo(250);

    FxTest.run(() -> table(stage).scrollTo(99));
    FxTest.until("the second page", () -> rows(stage).size() == 200);
    FxTest.run(
        () -> {
          table(stage).scrollTo(199);
          table(stage).getSelectionModel().select(150);
        });
    FxTest.until("the rest", () -> rows(stage).size() == 250);
    assertThat(FxTest.call(() -> rows(stage).getLast().seq())).isEqualTo(1);

    audit.record(entry("Rui Castro", "checklist.sign", "SGN-01", "seen"));
    FxTest.until("the new row", () -> rows(stage).getFirst().seq() == 251);
    assertThat(FxTest.call(() -> table(stage).getSelectionModel().getSelectedItem().seq()))
        .isEqualTo(100);
    FxTest.until("verified too", () -> !texts(stage, "up to row 251.").isEmpty());
  }

  @Test
  void whatLeavingCutOffIsReadOnComingBack() {
    Audit audit = audit(store);
    fill(audit, 20);
    AuditModel model = FxTest.call(() -> new AuditModel(audit, "production", jobs, () -> NOW));
    FxTest.run(model::begin);
    FxTest.until("all", () -> model.rows().size() == 20 && model.chain().found() != null);
    FxTest.run(
        () -> {
          model.ask(new AuditQuery("production", "", "", "", "SEC-7"));
          model.chain().verify();
          model.stop();
        });
    int before = System.identityHashCode(model.chain().found());
    FxTest.run(model::begin);
    FxTest.until("the one that was asked for", () -> model.rows().size() == 1);
    FxTest.until("verified", () -> System.identityHashCode(model.chain().found()) != before);
    FxTest.run(model::stop);
  }

  @Test
  void filtersByTextActorActionItemAndEnvironment() {
    Audit audit = audit(store);
    fill(audit, 20);
    audit.record(entry("Rui Castro", "checklist.waive", "SEC-16", "rotated in the next release"));
    audit.record(
        new Entry(
            NOW,
            "staging",
            "Rui Castro",
            "rui",
            "checklist.tick",
            "DB-01",
            Entry.Outcome.REFUSED,
            "too late"));
    Stage stage = show(audit);
    FxTest.until("all of here", () -> rows(stage).size() == 21);

    FxTest.run(() -> field(stage).setText("NEXT rel"));
    FxTest.until("by text", () -> rows(stage).size() == 1);
    FxTest.run(() -> field(stage).clear());
    FxTest.until("all again", () -> rows(stage).size() == 21);

    FxTest.run(() -> menu(stage, "Actor").setValue("Rui Castro"));
    FxTest.until("by actor", () -> rows(stage).size() == 1);
    FxTest.run(() -> toggle(stage, "All environments").fire());
    FxTest.until("in all", () -> rows(stage).size() == 2);
    FxTest.run(() -> menu(stage, "Action").setValue("checklist.tick"));
    FxTest.until("by action", () -> rows(stage).size() == 1);
    assertThat(FxTest.call(() -> rows(stage).getFirst().entry().environment()))
        .isEqualTo("staging");
    FxTest.run(() -> menu(stage, "Item").setValue("DB-01"));
    FxTest.run(() -> menu(stage, "Action").setValue(""));
    FxTest.until("by item", () -> rows(stage).size() == 1);
    FxTest.run(() -> field(stage).setText("nowhere"));
    FxTest.until("none", () -> !texts(stage, "No row matches.").isEmpty());
  }

  @Test
  void theChosenRowIsShownWholeWithBothHashes() {
    Audit audit = audit(store);
    fill(audit, 3);
    List<Line> lines = audit.newest("", Long.MAX_VALUE, 3);
    Stage stage = show(audit);
    FxTest.until("verified", () -> !texts(stage, "Chain intact").isEmpty());
    FxTest.run(() -> table(stage).getSelectionModel().select(1));
    FxTest.until("the row", () -> !texts(stage, "Row 2").isEmpty());
    for (String part :
        List.of(
            "Maya Okafor (maya)",
            "machine",
            "checklist.tick",
            "SEC-1",
            "note 1",
            "20 November 2026, 11:59:01.000000 UTC",
            "Verified: it matches its hash and follows the row before",
            lines.get(1).hash().substring(0, 32),
            lines.get(2).hash().substring(32))) {
      assertThat(texts(stage, part)).as(part).isNotEmpty();
    }
  }

  @Test
  void aBrokenChainIsRedAndNamesTheRowAndWhy() {
    Audit audit = audit(store);
    fill(audit, 150);
    Stage stage = show(audit);
    FxTest.until(
        "intact", () -> !texts(stage, "Verified at 12:00:00 UTC up to row 150.").isEmpty());

    tamper("update audit set detail = 'nothing' where seq = 7");
    press(stage, KeyCode.V);
    FxTest.until("broken", () -> !texts(stage, "Chain broken at row 7").isEmpty());
    assertThat(texts(stage, "What stands in it does not match its hash: it was changed."))
        .isNotEmpty();
    assertThat(FxTest.call(() -> stage.getScene().getRoot().lookup(".chain-strip.broken")))
        .isNotNull();

    FxTest.run(() -> button(stage, "Show row 7").fire());
    FxTest.until(
        "the row",
        () -> {
          Line chosen = table(stage).getSelectionModel().getSelectedItem();
          return chosen != null && chosen.seq() == 7;
        });
    assertThat(texts(stage, "Broken here: what stands in it")).isNotEmpty();

    tamper("update audit set detail = 'note 6' where seq = 7");
    press(stage, KeyCode.V);
    FxTest.until("mended", () -> !texts(stage, "Chain intact").isEmpty());
  }

  @Test
  void withoutTheStoreTheRowsStayAndAreMarkedAsOld() {
    Store second = TestStores.open(TestStores.in(database));
    Audit audit = audit(second);
    fill(audit, 5);
    Stage stage = show(audit);
    FxTest.until("rows", () -> rows(stage).size() == 5);
    second.close();
    FxTest.until("told", () -> !texts(stage, "The audit trail cannot be read").isEmpty());
    assertThat(texts(stage, "Shown as of 12:00:00")).isNotEmpty();
    FxTest.until("nothing is green", () -> !texts(stage, "Chain was intact").isEmpty());
    assertThat(FxTest.call(() -> rows(stage).size())).isEqualTo(5);
    assertThat(FxTest.call(() -> stage.getScene().getRoot().lookup(".table-page.stale")))
        .isNotNull();
  }

  @Test
  void exportsEveryRowThatMatchesNotOnlyThoseThatWereRead() throws Exception {
    Audit audit = audit(store);
    fill(audit, 1_105);
    audit.record(entry("Rui Castro", "checklist.waive", "PERF-01", "=1+1, \"quoted\""));
    Stage stage = show(audit);
    FxTest.until("rows", () -> !rows(stage).isEmpty());

    Path csv = export(stage, "CSV…", "out.csv");
    FxTest.until("written", () -> !texts(stage, "Wrote 1,106 rows to " + csv).isEmpty());
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(1_107);
    assertThat(lines.get(1)).startsWith("1106,").contains(",\"'=1+1, \"\"quoted\"\"\",");

    FxTest.run(() -> menu(stage, "Item").setValue("PERF-01"));
    FxTest.until("one", () -> rows(stage).size() == 1);
    Path json = export(stage, "JSON…", "out.json");
    FxTest.until("written", () -> !texts(stage, "Wrote 1 row to " + json).isEmpty());
    JsonNode read = new JsonMapper().readTree(json.toFile());
    assertThat(read.path("entries")).hasSize(1);
    assertThat(read.path("entries").path(0).path("detail").asText()).isEqualTo("=1+1, \"quoted\"");
  }

  private Path export(Stage stage, String form, String name) {
    Path file = directory.resolve(name);
    files.target.set(file);
    FxTest.run(
        () ->
            ((MenuButton) stage.getScene().getRoot().lookup(".toolbar-row .menu-button"))
                .getItems().stream()
                    .filter(item -> item.getText().equals(form))
                    .forEach(item -> item.fire()));
    return file;
  }

  private Audit audit(Store where) {
    return new Audit(where, directory.resolve("desk-" + ++desks), "machine");
  }

  private AuditScreen screen() {
    return Objects.requireNonNull(screen);
  }

  private Stage show(Audit audit) {
    AuditScreen built =
        FxTest.call(() -> new AuditScreen(audit, "production", jobs, jobs, () -> NOW, files));
    screen = built;
    Stage stage = FxTest.show((Parent) built.root(), 1237, 780, Theme.DARK);
    FxTest.run(built::shown);
    FxTest.pulses();
    return stage;
  }

  private static void fill(Audit audit, int rows) {
    for (int i = 0; i < rows; i++) {
      audit.record(
          new Entry(
              NOW.minusSeconds(60 - i),
              "production",
              "Maya Okafor",
              "maya",
              "checklist.tick",
              "SEC-" + i,
              Entry.Outcome.DONE,
              "note " + i));
    }
  }

  private static Entry entry(String actor, String action, String item, String detail) {
    return new Entry(NOW, "production", actor, "login", action, item, Entry.Outcome.DONE, detail);
  }

  private void press(Stage stage, KeyCode code) {
    KeyEvent event = new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false);
    assertThat(FxTest.call(() -> screen().key(event))).isTrue();
    assertThat(stage.isShowing()).isTrue();
  }

  @SuppressWarnings("unchecked") // the only table of the screen
  private static TableView<Line> table(Stage stage) {
    return (TableView<Line>) stage.getScene().getRoot().lookup(".table-view");
  }

  private static List<Line> rows(Stage stage) {
    return table(stage).getItems();
  }

  private static TextField field(Stage stage) {
    return (TextField) stage.getScene().getRoot().lookup(".filter-field");
  }

  @SuppressWarnings("unchecked") // every menu of the screen is one of texts
  private static ComboBox<String> menu(Stage stage, String name) {
    return (ComboBox<String>)
        stage.getScene().getRoot().lookupAll(".choice").stream()
            .filter(node -> name.equals(node.getAccessibleText()))
            .findFirst()
            .orElseThrow();
  }

  private static ToggleButton toggle(Stage stage, String text) {
    return (ToggleButton)
        stage.getScene().getRoot().lookupAll(".toggle-button").stream()
            .filter(node -> ((Labeled) node).getText().equals(text))
            .findFirst()
            .orElseThrow();
  }

  private static Button button(Stage stage, String text) {
    return (Button)
        stage.getScene().getRoot().lookupAll(".button").stream()
            .filter(node -> node instanceof Button b && text.equals(b.getText()))
            .findFirst()
            .orElseThrow();
  }

  private static List<String> texts(Stage stage, String part) {
    return FxTest.call(
        () -> {
          List<String> found = new ArrayList<>();
          for (Node node : stage.getScene().getRoot().lookupAll(".label")) {
            if (node instanceof Labeled label && label.getText() != null) {
              String text = label.getText();
              if (text.contains(part)) {
                found.add(text);
              }
            }
          }
          return found;
        });
  }

  private void tamper(String... sql) {
    List<String> all = new ArrayList<>();
    all.add("set search_path to opsdesk");
    all.add("alter table audit disable trigger all");
    all.addAll(List.of(sql));
    all.add("alter table audit enable trigger all");
    TestPostgres.execute(database.dataSource(), all.toArray(String[]::new));
  }
}
