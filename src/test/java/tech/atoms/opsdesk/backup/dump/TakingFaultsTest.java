package tech.atoms.opsdesk.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.postgres.SessionPooler;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.postgres.Wire;

/**
 * What becomes of a backup when the network or a program fails it: nothing is left, all is told.
 */
@Timeout(60)
class TakingFaultsTest {
  private static final InstantSource CLOCK = InstantSource.system();

  /** Of what a dump reads; a snapshot hears less. */
  private static final long SOME = 60_000;

  private @TempDir Path directory = Path.of(".");
  private BackedUp shop;
  private Wire wire;

  @BeforeEach
  void open() throws Exception {
    BackedUp.needsClient();
    shop = new BackedUp(directory);
    shop.fill(3_000);
    wire = new Wire(shop.database.port());
    shop.through(wire.port());
  }

  @AfterEach
  void close() {
    if (wire != null) {
      wire.close();
    }
  }

  private Taking taking(Duration stalled, Duration look) {
    return new Taking(
        shop.catalogue(), shop.target(), "shop", List.of(), new Patience(stalled, look), CLOCK);
  }

  private static Stored take(Taking taking) throws InterruptedException {
    return taking.take("", "Operator", "here");
  }

  /** How long the archive is until now. */
  private long dumped() throws Exception {
    Path all = shop.catalogue().directory();
    if (Files.notExists(all)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(all)) {
      return files
          .filter(file -> file.endsWith("dump.pgdump.age"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  /** Its id, or why there is none. */
  private static CompletableFuture<String> begun(Taking taking) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return take(taking).id();
          } catch (ProblemException | InterruptedException e) {
            return String.valueOf(e.getMessage());
          }
        });
  }

  private void untilItWaits() {
    await().until(() -> connections("wait_event_type = 'Lock'") > 0);
  }

  private void assertNothingIsLeft() throws Exception {
    if (Files.isDirectory(shop.catalogue().directory())) {
      try (Stream<Path> left = Files.list(shop.catalogue().directory())) {
        assertThat(left).isEmpty();
      }
    }
  }

  private long connections() throws Exception {
    return connections("true");
  }

  private long connections(String that) throws Exception {
    try (Connection connection = shop.database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where application_name like"
                    + " 'atoms-backup-%' and datname = current_database() and "
                    + that)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Another one asks pg_dump for its version. */
  private static boolean dumps(ProcessHandle child) {
    return child.info().commandLine().orElse("").contains("--format=custom");
  }

  /** A snapshot waits for its tables for 5 s. */
  private Connection hold() throws Exception {
    Connection other = shop.database.dataSource().getConnection();
    other.setAutoCommit(false);
    try (Statement statement = other.createStatement()) {
      statement.execute("lock table public.users in access exclusive mode");
    }
    return other;
  }

  @Test
  void aDumpThatStallsIsStoppedAndItsConnectionsEnded() throws Exception {
    wire.befalls(Wire.Trouble.STALLED, SOME);
    Taking taking = taking(Duration.ofMillis(500), Patience.USUAL.look());
    assertThatThrownBy(() -> take(taking))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no progress");
    assertNothingIsLeft();
    while (connections() > 0) { // they are ended, and go at their next turn
      Thread.onSpinWait();
    }
  }

  @Test
  void aServerThatVanishesIsNotWaitedForForEver() throws Exception {
    Connection holder = hold();
    CompletableFuture<String> failed =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return take(taking(Duration.ofMinutes(1), Duration.ofMillis(50))).id();
              } catch (ProblemException e) {
                return e instanceof ConnectionLost ? e.problem().line() : "another: " + e;
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    untilItWaits();
    wire.vanish();
    assertThat(failed.get()).contains("cannot be reached any more");
    holder.close();
    assertNothingIsLeft();
  }

  @Test
  void aProcessThatIsGoneWithoutAWordIsNotWaitedFor() throws Exception {
    Connection holder = hold();
    CompletableFuture<String> failed = begun(taking(Duration.ofMinutes(1), Duration.ofMillis(50)));
    untilItWaits();
    wire.swallow();
    TestPostgres.execute(
        shop.database.dataSource(),
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like"
            + " 'atoms-backup-%' and datname = current_database()");
    assertThat(failed.get()).contains("its process at the server is gone");
    holder.close();
    assertNothingIsLeft();
  }

  @Test
  void aPoolerThatTellsAnotherProcessIsTrusted() throws Exception {
    try (SessionPooler pooler = new SessionPooler(shop.database.port());
        Connection holder = hold()) {
      shop.through(pooler.port());
      CompletableFuture<String> taken = begun(taking(Duration.ofMinutes(1), Duration.ofMillis(50)));
      untilItWaits();
      int before = pooler.came();
      await("some looks").until(() -> pooler.came() > before + 4);
      holder.rollback();
      assertThat(taken.get()).startsWith("bk-");
    }
  }

  /** A value that runs a statement where it is hashed, and not where it is dumped. */
  private void hashes(String statement) {
    TestPostgres.execute(
        shop.database.dataSource(),
        "create type public.odd as (n int)",
        "create function public.odd_text(public.odd) returns text language plpgsql as $$ begin "
            + statement
            + "; return 'x'; end $$",
        "create cast (public.odd as text) with function public.odd_text(public.odd)",
        "create table public.odds (one public.odd)",
        "insert into public.odds values (row(1))");
  }

  @Test
  void theServerNoticesByItselfThatTheDeskIsGone() {
    hashes(
        "raise exception '% % % % %', current_setting('client_connection_check_interval'),"
            + " current_setting('tcp_keepalives_idle'), current_setting('tcp_keepalives_interval'),"
            + " current_setting('tcp_keepalives_count'), current_setting('tcp_user_timeout')");
    assertThatThrownBy(() -> take(taking(Duration.ofMinutes(1), Patience.USUAL.look())))
        .hasMessageContaining("5s 5 3 4 20000");
  }

  @Test
  void aBackupThatIsCancelledWhileItIsHashedEndsAtOnce() throws Exception {
    hashes("perform pg_sleep(50)");
    Taking taking = taking(Duration.ofMinutes(1), Patience.USUAL.look());
    CompletableFuture<String> failed = begun(taking);
    // pg_dump has come and gone, and only the snapshot's connection is left.
    await().until(() -> dumped() > 0 && connections() == 1);
    assertThat(connections("wait_event = 'PgSleep'")).isEqualTo(1);
    taking.cancel();
    assertThat(failed.get(20, TimeUnit.SECONDS)).contains("it was cancelled");
    assertNothingIsLeft();
  }

  @Test
  void aServerWithoutAPlaceForOneMoreIsNotGone() throws Exception {
    String door = "update pg_database set datallowconn = %s where datname = current_database()";
    try (Connection holder = hold();
        Connection keeper = shop.database.dataSource().getConnection();
        Statement statement = keeper.createStatement()) {
      CompletableFuture<String> taken = begun(taking(Duration.ofMinutes(1), Duration.ofMillis(50)));
      untilItWaits();
      statement.execute(door.formatted("false"));
      int before = wire.came();
      await("more looks than it takes to give up").until(() -> wire.came() > before + 6);
      statement.execute(door.formatted("true"));
      holder.rollback();
      assertThat(taken.get()).startsWith("bk-");
    }
  }

  @Test
  void aConnectionThatIsCutMayBeTriedAgain() throws Exception {
    wire.befalls(Wire.Trouble.CUT, SOME);
    Taking taking = taking(Duration.ofMinutes(1), Patience.USUAL.look());
    assertThatThrownBy(() -> take(taking)).isInstanceOf(ConnectionLost.class);
    assertNothingIsLeft();
    wire.befalls(Wire.Trouble.NONE, 0);
    assertThat(take(taking(Duration.ofMinutes(1), Patience.USUAL.look())).state())
        .isEqualTo(Stored.State.TAKEN);
  }

  @Test
  void aServerThatIsStartedAnewMeanwhileMayBeTriedAgain() throws Exception {
    Connection holder = hold();
    CompletableFuture<Throwable> failed =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                take(taking(Duration.ofMinutes(1), Patience.USUAL.look()));
                return new IllegalStateException("it was taken");
              } catch (ProblemException | InterruptedException e) {
                return e;
              }
            });
    untilItWaits();
    TestPostgres.execute(
        shop.database.dataSource(),
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like"
            + " 'atoms-backup-%' and datname = current_database()");
    assertThat(failed.get()).isInstanceOf(ConnectionLost.class);
    holder.close();
    assertNothingIsLeft();
  }

  @Test
  void aDumpWhoseProgramIsKilledLeavesNothing() throws Exception {
    wire.befalls(Wire.Trouble.STALLED, SOME);
    CompletableFuture<String> failed = begun(taking(Duration.ofMinutes(1), Patience.USUAL.look()));
    boolean killed = false;
    while (!killed) {
      killed =
          ProcessHandle.current()
              .children()
              .filter(child -> child.info().command().orElse("").endsWith("pg_dump"))
              .filter(TakingFaultsTest::dumps)
              .map(ProcessHandle::destroyForcibly)
              .reduce(false, Boolean::logicalOr);
    }
    assertThat(failed.get()).contains("pg_dump has failed");
    assertNothingIsLeft();
  }
}
