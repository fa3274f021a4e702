package tech.atoms.opsdesk.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.dump.Patience;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.postgres.SessionPooler;
import tech.atoms.opsdesk.postgres.Wire;

/** Whatever goes wrong, the live rows are those of before or those of the backup. */
@Timeout(60)
class InPlaceFaultsTest {
  private static final String OURS = "application_name like 'atoms-restore-%'";
  private static final String END =
      "select count(pg_terminate_backend(pid)) from pg_stat_activity where "
          + OURS
          + " and datname = current_database()";
  private static final InPlace.Mark NO_MARK = transaction -> {};
  private static final Patience IMPATIENT =
      new Patience(Duration.ofSeconds(1), Duration.ofMillis(100));
  private @TempDir Path directory = Path.of(".");
  private Damaged shop;

  @BeforeEach
  void open() throws InterruptedException {
    shop = new Damaged(directory);
  }

  private static CompletableFuture<Restored> begin(InPlace restore, Set<String> tables) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return restore.restore(tables, NO_MARK);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static String failure(CompletableFuture<Restored> restored) {
    try {
      return "no failure: " + restored.join();
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(ProblemException.class);
      return e.getCause() instanceof ProblemException known ? known.problem().advice() : "";
    }
  }

  /** Orders wait within their loading for a user that somebody holds, for 2 s. */
  private Connection holdAUser() throws SQLException {
    Connection other = shop.connect();
    other.setAutoCommit(false);
    try (Statement statement = other.createStatement()) {
      statement.execute("select from public.users where email = 'u7@example.com' for update");
    }
    return other;
  }

  private void untilItWaits() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                !shop.words(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and "
                            + OURS)
                    .equals("0"));
  }

  @Test
  void aTableThatSomebodyHoldsIsNotWaitedForAndTheHolderIsNamed() throws Exception {
    shop.fill(20);
    shop.back();
    shop.damage();
    Content damaged = shop.content();
    try (Connection other = shop.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set application_name = 'a-long-report'");
      statement.execute("select from public.users limit 1");
      assertThat(shop.ahead().look(Set.of()).holders())
          .singleElement()
          .asString()
          .contains("a-long-report", "holds public.users");
      assertThatThrownBy(() -> shop.restore().restore(Set.of(), NO_MARK))
          .hasMessageContaining("a-long-report")
          .hasMessageContaining("holds public.users");
      assertThat(shop.content()).isEqualTo(damaged);
    }
    shop.restore().restore(Set.of(), NO_MARK);
    assertThat(shop.content()).isNotEqualTo(damaged);
  }

  @Test
  void aBackendThatIsEndedLeavesWhatWas() throws Exception {
    shop.fill(50);
    shop.back();
    shop.execute("update public.orders set note = 'x'");
    Content damaged = shop.content();
    try (Connection _ = holdAUser()) {
      CompletableFuture<Restored> restored = begin(shop.restore(), Set.of("public.orders"));
      untilItWaits();
      assertThat(shop.words(END)).isEqualTo("1");
      assertThat(failure(restored)).contains("The live data is as it was");
    }
    assertThat(shop.content()).isEqualTo(damaged);
  }

  @Test
  void aRestoreThatIsCancelledLeavesWhatWas() throws Exception {
    shop.fill(50);
    shop.back();
    shop.execute("update public.orders set note = 'x'");
    Content damaged = shop.content();
    try (Connection _ = holdAUser()) {
      InPlace restore = shop.restore();
      CompletableFuture<Restored> restored = begin(restore, Set.of("public.orders"));
      untilItWaits();
      assertThat(restore.progress()).startsWith("loading public.orders");
      long asked = System.nanoTime();
      assertThat(restore.cancel()).isTrue();
      assertThat(failure(restored)).contains("was cancelled", "The live data is as it was");
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
    }
    assertThat(shop.content()).isEqualTo(damaged);
  }

  @Test
  void aRowThatSomebodyHoldsEndsItAfterTwoSeconds() throws Exception {
    shop.fill(50);
    shop.back();
    shop.execute("update public.orders set note = 'x'");
    Content damaged = shop.content();
    try (Connection _ = holdAUser()) {
      assertThatThrownBy(() -> shop.restore().restore(Set.of("public.orders"), NO_MARK))
          .hasMessageContaining("lock timeout");
    }
    assertThat(shop.content()).isEqualTo(damaged);
  }

  @Test
  void aClientProgramThatIsKilledLeavesWhatWas() throws Exception {
    shop.fill(30_000);
    shop.back();
    shop.execute("delete from public.orders");
    Content damaged = shop.content();
    InPlace restore = shop.restore();
    CompletableFuture<Restored> restored = begin(restore, Set.of());
    List<ProcessHandle> ended = new ArrayList<>();
    while (!restored.isDone() && ended.isEmpty()) {
      if (restore.progress().startsWith("loading public.orders")) {
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").endsWith("pg_restore"))
            .filter(ProcessHandle::destroyForcibly)
            .forEach(ended::add);
      }
    }
    assertThat(ended).hasSize(1);
    assertThat(failure(restored)).contains("pg_restore has failed");
    assertThat(shop.content()).isEqualTo(damaged);
  }

  @Test
  void whatHasBecomeOfItTheServerTells() throws Exception {
    shop.fill(50);
    Content whole = shop.content();
    shop.back();
    shop.damage();
    Content damaged = shop.content();
    List<String> transactions = new ArrayList<>();
    assertThatThrownBy(
            () ->
                shop.restore()
                    .restore(
                        Set.of(),
                        transaction -> {
                          transactions.add(transaction);
                          assertThat(shop.fate(transaction)).isEqualTo(Fate.OPEN);
                          throw new IOException("no space is left");
                        }))
        .hasMessageContaining("no space is left");
    assertThat(shop.content()).as("not marked, not committed").isEqualTo(damaged);
    assertThatThrownBy(
            () ->
                shop.restore()
                    .restore(
                        Set.of(),
                        transaction -> {
                          transactions.add(transaction);
                          shop.execute(END);
                        }))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().next()).startsWith("The live data is as it was"));
    assertThat(shop.content()).as("ended at its commit").isEqualTo(damaged);
    assertThat(transactions.stream().map(shop::fate))
        .containsExactly(Fate.NOT_COMMITTED, Fate.NOT_COMMITTED);
    shop.restore().restore(Set.of(), transactions::add);
    assertThat(shop.fate(transactions.getLast())).isEqualTo(Fate.COMMITTED);
    assertThat(shop.content()).isEqualTo(whole);
  }

  @Test
  void anAnswerToTheCommitThatIsLostIsAskedForOnAnotherConnection() throws Exception {
    shop.fill(50);
    Content whole = shop.content();
    shop.back();
    shop.damage();
    try (Wire wire = new Wire(shop.port())) {
      InPlace restore = shop.restore(wire.port(), Duration.ofMillis(100));
      restore.restore(Set.of(), transaction -> wire.swallow());
    }
    assertThat(shop.content()).isEqualTo(whole);
  }

  @Test
  void aServerThatVanishesWhileItLoadsLeavesWhatWas() throws Exception {
    shop.fill(50);
    shop.back();
    shop.execute("update public.orders set note = 'x'");
    Content damaged = shop.content();
    try (Wire wire = new Wire(shop.port());
        Connection holder = holdAUser()) {
      CompletableFuture<Restored> restored =
          begin(shop.restore(wire.port(), Duration.ofMillis(100)), Set.of("public.orders"));
      untilItWaits();
      wire.vanish();
      assertThat(failure(restored))
          .contains("the server cannot be reached any more", "The live data is as it was");
      holder.rollback();
    }
    assertThat(shop.content()).isEqualTo(damaged);
  }

  @Test
  void aLineThatFreezesWhileItLoadsIsGivenUpAndTheTablesAreFreeAtOnce() throws Exception {
    shop.fill(3_000);
    shop.back();
    shop.execute("update public.orders set note = 'x'");
    Content damaged = shop.content();
    try (Wire wire = new Wire(shop.port())) {
      wire.befalls(Wire.Trouble.STALLED, 100_000);
      CompletableFuture<Restored> restored =
          begin(shop.restore(wire.port(), IMPATIENT), Set.of("public.orders"));
      assertThat(failure(restored))
          .contains("nothing has got through to the server", "The live data is as it was");
      assertThat(shop.content()).as("read while the line is still frozen").isEqualTo(damaged);
    }
  }

  @Test
  void aTriggerOnPartitionsIsSilentTooWhileTheyAreLoaded() throws Exception {
    shop.fill(5);
    shop.execute(
        "create table public.parts (id int) partition by range (id)",
        "create table public.part1 partition of public.parts for values from (0) to (9)",
        "create table public.heard (id int)",
        "create function public.hear() returns trigger language plpgsql as $$ begin insert into"
            + " public.heard values (new.id); return new; end $$",
        "create trigger hear after insert on public.parts for each row execute function"
            + " public.hear()",
        "insert into public.parts values (1), (2)");
    shop.back();
    shop.execute("delete from public.part1");
    shop.restore().restore(Set.of("public.part1"), NO_MARK);
    assertThat(shop.words("select count(*) from public.heard")).isEqualTo("2");
    shop.execute("insert into public.parts values (3)");
    assertThat(shop.words("select count(*) from public.heard")).as("again").isEqualTo("3");
  }

  @Test
  void aLookWhoseAnswerIsLostEnds() throws Exception {
    shop.fill(20);
    shop.back();
    try (Wire wire = new Wire(shop.port());
        Connection other = shop.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table public.users in access exclusive mode");
      Ahead ahead = shop.ahead(wire.port(), IMPATIENT);
      CompletableFuture<String> told =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return "seen " + ahead.look(Set.of());
                } catch (ProblemException e) {
                  return e.problem().why();
                }
              },
              task -> Thread.ofVirtual().start(task));
      untilItWaits();
      wire.swallow();
      other.rollback();
      assertThat(told.join()).contains("nothing has got through");
    }
  }

  @Test
  void aPoolerThatTellsAnotherProcessIsTrusted() throws Exception {
    shop.fill(50);
    Content whole = shop.content();
    shop.back();
    shop.execute("update public.orders set note = 'x'");
    try (SessionPooler pooler = new SessionPooler(shop.port());
        Connection holder = holdAUser()) {
      CompletableFuture<Restored> restored =
          begin(shop.restore(pooler.port(), Duration.ofMillis(50)), Set.of("public.orders"));
      untilItWaits();
      int before = pooler.came();
      await("some looks").until(() -> pooler.came() > before + 4);
      holder.rollback();
      restored.join();
    }
    assertThat(shop.content()).isEqualTo(whole);
  }

  @Test
  void theServerNoticesByItselfThatTheDeskIsGone() throws Exception {
    try (Connection connection = Opened.writing(shop.target(shop.port()));
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select string_agg(current_setting(name), ' ' order by name) from pg_settings where"
                    + " name ~ '^tcp_' or name = 'client_connection_check_interval'")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("5s 4 5 3 20000");
    }
  }

  @Test
  void whenEverItIsEndedTheRowsAreTheOldOrTheNewOnes() throws Exception {
    shop.fill(10_000);
    Content whole = shop.content();
    shop.back();
    Random random = new Random(11);
    int old = 0;
    for (int i = 0; i < 12; i++) {
      shop.execute("delete from public.orders where id % 7 = " + i % 7);
      Content damaged = shop.content();
      CompletableFuture<Restored> restored = begin(shop.restore(), Set.of());
      try {
        restored.get(random.nextInt(900), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // it is under way
      }
      shop.execute(END);
      restored.handle((_, _) -> "").join();
      Content now = shop.content();
      assertThat(now).as("turn " + i).isIn(damaged, whole);
      old += now.equals(damaged) && !damaged.equals(whole) ? 1 : 0;
    }
    assertThat(old).as("some were ended in time").isPositive();
    shop.restore().restore(Set.of(), NO_MARK);
    assertThat(shop.content()).isEqualTo(whole);
  }
}
