package tech.atoms.opsdesk.desktop.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.atoms.opsdesk.database.Fixture;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.SslMode;

@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionsScreenTest {
  private static final Fixture FIXTURE = new Fixture();

  private final List<String> begun = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable SessionsScreen screen;

  @BeforeAll
  static void rows() {
    FIXTURE.execute(
        """
        create table work (id int);
        insert into atoms_users(email) select 'user' || to_char(i, 'FM0000') || '@x.org' from generate_series(1, 120) i;
        insert into atoms_sessions(user_id, token_hash, expires_at, last_activity, metadata)
          select u.id, 'hash', now() + i * interval '2 h', now() - i * interval '30 min', '{"client": "Cursor"}'
          from atoms_users u, generate_series(1, 5) i;
        insert into atoms_sessions(user_id, token_hash, expires_at)
          select u.id, 'hash', now() + interval '20 h' from atoms_users u, generate_series(1, 6) i
          where email = 'user0007@x.org';
        insert into atoms_sessions(token_hash, expires_at) values ('hash', now() - interval '1 h');
        """);
  }

  @AfterEach
  void close() throws Exception {
    SessionsScreen shown = screen;
    if (shown != null) {
      FxTest.run(shown::hidden);
    }
    FxTest.hideAll();
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  private SessionsScreen show(MonitoredDatabase database) {
    open.add(database);
    FxJobs jobs = new FxJobs(InstantSource.system());
    open.add(jobs);
    SessionsScreen made =
        FxTest.call(
            () ->
                new SessionsScreen(
                    database,
                    (workflow, target, what, verb, icon) -> begun.add(workflow + " " + target),
                    jobs,
                    jobs,
                    InstantSource.system()));
    screen = made;
    FxTest.show((Parent) made.root(), 1000, 800, Theme.DARK);
    FxTest.run(made::shown);
    return made;
  }

  private static <T extends Node> List<T> all(Node root, Class<T> type) {
    List<T> found = new ArrayList<>();
    collect(root, type, found);
    return found;
  }

  private static <T extends Node> void collect(Node node, Class<T> type, List<T> found) {
    if (type.isInstance(node) && node.isVisible()) {
      found.add(type.cast(node));
    }
    if (node instanceof Parent parent && node.isVisible()) {
      parent.getChildrenUnmodifiable().forEach(c -> collect(c, type, found));
    }
  }

  private static boolean says(SessionsScreen screen, String words) {
    return all(screen.root(), Labeled.class).stream()
        .anyMatch(l -> l.getText() != null && l.getText().contains(words));
  }

  private static void until(SessionsScreen screen, String words) {
    FxTest.until(words, () -> says(screen, words));
  }

  private static TableView<?> table(SessionsScreen screen) {
    return all(screen.root(), TableView.class).getFirst();
  }

  private static void press(SessionsScreen screen, Predicate<ButtonBase> which) {
    FxTest.run(
        () ->
            all(screen.root(), ButtonBase.class).stream()
                .filter(which)
                .findFirst()
                .orElseThrow()
                .fire());
  }

  private static Predicate<ButtonBase> named(String text) {
    return b -> b.getText() != null && b.getText().startsWith(text);
  }

  private static KeyEvent key(KeyCode code, boolean control) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
  }

  private static <T> T fx(Callable<T> work) {
    return FxTest.call(work);
  }

  @Test
  void applicationSessionsAreShownCountedAndFiltered() {
    SessionsScreen shown = show(FIXTURE.open(FIXTURE.monitor));
    until(shown, "App sessions · 606");
    until(shown, "Showing 100 of 607 · soonest to expire first");
    until(shown, "11 of 10");
    assertThat(fx(() -> says(shown, "expired 1 h ago"))).isTrue();
    assertThat(fx(() -> says(shown, "no user"))).isTrue();
    assertThat(fx(() -> says(shown, "Revoke"))).isFalse();
    press(shown, named("Near limit 11"));
    until(shown, "Showing 11 of 11 · most sessions first");
    press(shown, named("Orphans 1"));
    until(shown, "Showing 1 of 1");
    press(shown, named("All"));
    FxTest.run(() -> ((TextField) shown.filterField()).setText("user0012"));
    until(shown, "Showing 5 of 5 · by user");
    FxTest.run(() -> ((TextField) shown.filterField()).setText("nobody"));
    until(shown, "No sessions. Checked at");
  }

  @Test
  void whatIsMarkedOrSelectedIsRevokedAndWhatIsOutOfSightIsNot() {
    SessionsScreen shown = show(FIXTURE.open(FIXTURE.monitor));
    until(shown, "Showing 100 of");
    assertThat(fx(() -> shown.key(key(KeyCode.DELETE, false)))).as("nothing is selected").isFalse();
    fx(
        () -> {
          for (int row : List.of(0, 2)) {
            table(shown).getSelectionModel().select(row);
            table(shown).fireEvent(key(KeyCode.SPACE, false));
          }
          table(shown).getSelectionModel().select(4);
          return shown.key(key(KeyCode.DELETE, false));
        });
    until(shown, "2 marked");
    String ids = begun.getFirst();
    assertThat(ids).matches("sessions-revoke ids:[0-9a-f-]{36},[0-9a-f-]{36}");
    assertThat(
            FIXTURE.value(
                "select count(*) from atoms_sessions where id = any (string_to_array('"
                    + ids.substring("sessions-revoke ids:".length())
                    + "', ',')::uuid[])"))
        .isEqualTo("2");
    fx(() -> shown.key(key(KeyCode.U, false)));
    assertThat(begun.getLast()).matches("sessions-revoke user:user\\d{4}@x.org");
    press(shown, named("Expired"));
    until(shown, "Showing 1 of 1");
    assertThat(fx(() -> shown.key(key(KeyCode.DELETE, false)))).as("marks are gone").isFalse();
    press(shown, b -> "Clean up expired…".equals(b.getAccessibleText()));
    assertThat(begun.getLast()).isEqualTo("sessions-cleanup expired");
  }

  @Test
  void theListIsReadOnWhileItIsScrolled() {
    SessionsScreen shown = show(FIXTURE.open(FIXTURE.monitor));
    until(shown, "Showing 100 of 607");
    for (int i = 90; i < 607; i += 60) {
      int row = i;
      FxTest.run(() -> table(shown).scrollTo(Math.min(row, table(shown).getItems().size() - 1)));
      FxTest.pulses();
      FxTest.until(
          "row " + row,
          () -> table(shown).getItems().get(row) instanceof AppRow r && r.session() != null);
    }
    FxTest.run(() -> table(shown).scrollTo(606));
    until(shown, "Showing 607 of 607");
    assertThat(fx(() -> table(shown).getItems().size())).isEqualTo(607);
    FxTest.run(
        () -> {
          table(shown).scrollTo(0);
          table(shown).getSelectionModel().select(3);
          table(shown).fireEvent(key(KeyCode.ENTER, false));
        });
    until(shown, " · by user");
  }

  @Test
  void databaseSessionsAreATreeWithTheQueryAndTheLocksOfTheSelectedOne() throws Exception {
    try (Connection holder = FIXTURE.connect("holder");
        Connection waiter = FIXTURE.connect("waiter")) {
      int root = Fixture.pid(holder);
      int victim = Fixture.pid(waiter);
      lock(holder);
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      lock(waiter);
                    } catch (java.sql.SQLException e) {
                      // The test is over.
                    }
                  });
      SessionsScreen shown = show(FIXTURE.open(FIXTURE.monitor));
      FxTest.run(() -> shown.root().fireEvent(key(KeyCode.TAB, true)));
      until(shown, "Blocking tree");
      FxTest.until(
          "blocked",
          () -> {
            shown.refresh();
            return says(shown, "└ " + victim);
          });
      until(shown, "all by PID " + root);
      assertThat(fx(() -> says(shown, "active, blocked"))).isTrue();
      press(shown, named("Blocked"));
      FxTest.run(() -> table(shown).getSelectionModel().select(0));
      until(shown, "Blocks 1 session");
      until(shown, "AccessExclusive on work");
      until(shown, "rolls back its transaction. Unblocks 1.");
      assertThat(fx(() -> shown.key(key(KeyCode.C, false)))).as("it runs no query").isFalse();
      assertThat(fx(() -> shown.key(key(KeyCode.DELETE, false)))).isTrue();
      assertThat(begun.getLast()).startsWith("db-terminate " + root + "@");
      FxTest.run(() -> table(shown).getSelectionModel().select(1));
      until(shown, "Stops the running query only");
      assertThat(fx(() -> shown.key(key(KeyCode.C, false)))).isTrue();
      assertThat(begun.getLast()).startsWith("db-cancel " + victim + "@");
      assertThat(fx(() -> shown.key(key(KeyCode.SPACE, false)))).isTrue();
      until(shown, "Paused, as of");
      holder.rollback();
      waiting.join();
    }
  }

  private static void lock(Connection connection) throws java.sql.SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("lock table work in access exclusive mode");
    }
  }

  @Test
  void noRightsAreSaidInWordsAndNothingIsZeroOrGreen() throws Exception {
    try (Connection other = FIXTURE.connect("other")) {
      Fixture.pid(other);
      SessionsScreen shown = show(FIXTURE.open(FIXTURE.plain));
      until(shown, "No rights to read");
      until(shown, "Not known: No rights");
      FxTest.run(shown::openDatabaseTab);
      until(shown, "Idle in transaction no rights");
      assertThat(fx(() -> says(shown, "no rights"))).isTrue();
      assertNothingGreen(shown);
    }
  }

  @Test
  void anUnreachableDatabaseIsSaidAndNothingIsGreen() {
    SessionsScreen shown =
        show(
            Fixture.open(
                Fixture.settings("postgresql://127.0.0.1:1/x", "nobody", SslMode.DISABLE), null));
    until(shown, "The database cannot be reached: connection refused");
    FxTest.run(shown::openDatabaseTab);
    until(shown, "The database cannot be reached: connection refused");
    until(shown, "not known");
    assertNothingGreen(shown);
  }

  @Test
  void whatIsLostLaterIsMarkedStaleWithItsAge() {
    MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor);
    SessionsScreen shown = show(database);
    until(shown, "Showing 100 of 607");
    database.close();
    FxTest.run(shown::refresh);
    until(shown, "Shown as of");
    assertThat(fx(() -> says(shown, "Showing 100 of 607"))).isTrue();
  }

  @Test
  void everyControlHasAName() {
    SessionsScreen shown = show(FIXTURE.open(FIXTURE.monitor));
    until(shown, "Showing 100 of 607");
    for (int tab = 0; tab < 2; tab++) {
      assertThat(
              fx(
                  () ->
                      all(shown.root(), Node.class).stream()
                          .filter(Node::isFocusTraversable)
                          .filter(n -> name(n).isBlank())
                          .toList()))
          .isEmpty();
      FxTest.run(shown::openDatabaseTab);
    }
  }

  private static String name(Node node) {
    String text = node instanceof Labeled labeled ? labeled.getText() : "";
    String accessible = node.getAccessibleText();
    return (text == null ? "" : text) + (accessible == null ? "" : accessible);
  }

  private static void assertNothingGreen(SessionsScreen screen) {
    assertThat(
            fx(
                () ->
                    all(screen.root(), Node.class).stream()
                        .filter(n -> n.getStyleClass().contains("state-good"))
                        .toList()))
        .isEmpty();
  }

  @Test
  void aHiddenScreenReadsNothing() {
    SessionsScreen shown = show(FIXTURE.open(FIXTURE.monitor));
    until(shown, "Showing 100 of 607");
    FxTest.run(shown::hidden);
    String idle = "select count(*) from pg_stat_activity where usename = '" + FIXTURE.monitor + "'";
    assertThat(FIXTURE.value(idle + " and state = 'active'")).isEqualTo("0");
  }
}
