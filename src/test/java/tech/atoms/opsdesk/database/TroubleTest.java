package tech.atoms.opsdesk.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SslMode;

@Timeout(60)
class TroubleTest {
  private static final Fixture FIXTURE = new Fixture();

  @Test
  void aWrongPasswordIsToldWithoutThePasswordAndNotSentAgainAtOnce() {
    AtomicInteger sent = new AtomicInteger();
    try (MonitoredDatabase database =
        new MonitoredDatabase(
            FIXTURE.settings(FIXTURE.monitor),
            2,
            ref -> {
              sent.incrementAndGet();
              return new Secret("wrong-password-99");
            },
            InstantSource.system())) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(database::connectionFigures)
            .satisfies(e -> FiguresTest.isKind(e, "SIGN_IN_REFUSED"))
            .hasMessageContaining(FIXTURE.monitor)
            .message()
            .doesNotContain("wrong-password-99");
      }
      assertThat(sent).as("providers lock out who keeps trying").hasValue(1);
    }
    assertThat(GuardedSource.pauseAfter(new SQLException("refused", "28P01")))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(GuardedSource.pauseAfter(new SQLException("not there", "08001")))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aPasswordThatCannotBeResolvedIsToldInTheResolversWords() {
    tech.atoms.opsdesk.common.Problem missing =
        new tech.atoms.opsdesk.common.Problem("No secret", "env:FIXTURE", "not set", "set it");
    try (MonitoredDatabase database =
        new MonitoredDatabase(
            FIXTURE.settings(FIXTURE.monitor),
            2,
            ref -> {
              throw new tech.atoms.opsdesk.common.ProblemException(missing);
            },
            InstantSource.system())) {
      assertThatThrownBy(database::connectionFigures)
          .extracting(e -> ((tech.atoms.opsdesk.common.ProblemException) e).problem())
          .isEqualTo(missing);
    }
  }

  @Test
  void nobodyAtThePortIsUnreachableQuickly() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (MonitoredDatabase database =
        Fixture.open(
            Fixture.settings("postgresql://127.0.0.1:" + port + "/x", "nobody", SslMode.DISABLE),
            null)) {
      long start = System.nanoTime();
      assertThatThrownBy(database::connectionFigures)
          .satisfies(e -> FiguresTest.isKind(e, "UNREACHABLE"))
          .hasMessageContaining("connection refused");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void anUnknownHostIsUnreachable() {
    try (MonitoredDatabase database =
        Fixture.open(
            Fixture.settings("postgresql://no-such-host.invalid:5432/x", "a", SslMode.DISABLE),
            null)) {
      assertThatThrownBy(database::connectionFigures)
          .satisfies(e -> FiguresTest.isKind(e, "UNREACHABLE"))
          .hasMessageContaining("host name is not known");
    }
  }

  @Test
  void aHostThatNeverAnswersIsUnreachableWithinTheLimit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        MonitoredDatabase database =
            Fixture.open(
                Fixture.settings(
                    "postgresql://127.0.0.1:" + silent.getLocalPort() + "/x", "a", SslMode.DISABLE),
                null)) {
      assertThatThrownBy(database::connectionFigures)
          .satisfies(e -> FiguresTest.isKind(e, "UNREACHABLE"));
    }
  }

  @Test
  void aServerWithoutEncryptionIsRefusedWhereTheProfileAsksForIt() {
    try (MonitoredDatabase database =
        Fixture.open(
            Fixture.settings(FIXTURE.jdbcUrl(), FIXTURE.monitor, SslMode.VERIFY_FULL), null)) {
      assertThatThrownBy(database::connectionFigures)
          .satisfies(e -> FiguresTest.isKind(e, "NOT_TRUSTED"))
          .hasMessageContaining("offers no encryption");
    }
  }

  @Test
  void aMissingDatabaseIsMissing() {
    String url = FIXTURE.jdbcUrl().replaceFirst("/[^/]+$", "/nothing_here");
    try (MonitoredDatabase database =
        Fixture.open(Fixture.settings(url, FIXTURE.monitor, SslMode.DISABLE), null)) {
      assertThatThrownBy(database::connectionFigures)
          .satisfies(e -> FiguresTest.isKind(e, "MISSING"))
          .hasMessageContaining("nothing_here");
    }
  }

  @Test
  void aTableLockedByAnotherIsTooSlowAndNotEmpty() throws Exception {
    try (MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor);
        Connection holder = FIXTURE.connect("locker");
        Statement statement = holder.createStatement()) {
      statement.execute("lock table atoms_sessions in access exclusive mode");
      assertThatThrownBy(() -> database.appSessions(AppSessionQuery.ALL, null, 5))
          .satisfies(e -> FiguresTest.isKind(e, "TOO_SLOW"))
          .hasMessageContaining("lock");
      assertThat(database.connectionFigures().inUse()).as("the rest works").isPositive();
      holder.rollback();
      assertThat(database.appSessions(AppSessionQuery.ALL, null, 5).sessions()).isEmpty();
    }
  }

  @Test
  void aStatementThatTakesTooLongIsStoppedByTheServer() {
    try (Access access = access()) {
      assertThatThrownBy(
              () -> access.read("a nap", read -> read.one("select pg_sleep(60)", r -> "")))
          .satisfies(e -> FiguresTest.isKind(e, "TOO_SLOW"))
          .hasMessageContaining("a nap")
          .hasMessageContaining("the server stopped the statement at the desk's time limit");
    }
  }

  @Test
  void aStatementThatSomebodyCancelsSaysSo() throws Exception {
    try (Access access = access();
        Connection other = FIXTURE.connect("canceller");
        Statement statement = other.createStatement()) {
      CompletableFuture<Void> nap =
          CompletableFuture.runAsync(
              () -> access.read("a nap", read -> read.one("select pg_sleep(60)", r -> "")));
      String cancel =
          "select pg_cancel_backend(pid) from pg_stat_activity"
              + " where query = 'select pg_sleep(60)' and state = 'active'";
      Awaitility.await()
          .until(
              () -> {
                statement.execute(cancel);
                other.rollback();
                return nap.isDone();
              });
      assertThatThrownBy(nap::join)
          .cause()
          .hasMessageContaining("somebody cancelled the statement at the server");
    }
  }

  @Test
  void aConnectionWhoseFirstReadFailedKeepsItsTimeLimits() {
    try (Access access = access()) {
      assertThatThrownBy(() -> access.read("x", read -> read.one("select 1 / 0", r -> "")))
          .isInstanceOf(DatabaseException.class);
      assertThat(
              access.<String>read(
                  "x", read -> read.one("show statement_timeout", r -> r.getString(1))))
          .isEqualTo("5s");
      assertThat(
              access.<String>read("x", read -> read.one("show lock_timeout", r -> r.getString(1))))
          .isEqualTo("1s");
    }
  }

  @Test
  void nothingIsSetBeyondTheTransaction() {
    // Through a pooler of transactions the next one on this connection is somebody else's.
    try (Access access = access()) {
      String left =
          access.read(
              "x",
              read -> {
                try {
                  read.one("commit", r -> "");
                } catch (java.sql.SQLException e) {
                  // The driver expects rows of everything; it has committed all the same.
                }
                return read.one(
                    "select string_agg(name || '=' || setting, ' ') from pg_settings where name in"
                        + " ('statement_timeout', 'lock_timeout', 'default_transaction_read_only',"
                        + " 'idle_in_transaction_session_timeout') and source = 'session'",
                    r -> String.valueOf(r.getString(1)));
              });
      assertThat(left).isEqualTo("null");
    }
  }

  @Test
  void noConnectionIsLeftInATransaction() throws Exception {
    try (Access access = access()) {
      Thread[] readers = new Thread[4];
      for (int i = 0; i < readers.length; i++) {
        readers[i] =
            Thread.ofVirtual()
                .start(() -> access.read("x", r -> r.one("select pg_sleep(0.3)", row -> "")));
      }
      for (Thread reader : readers) {
        reader.join();
      }
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(
                          FIXTURE.value(
                              "select string_agg(distinct state, ' ') from pg_stat_activity where"
                                  + " usename = '"
                                  + FIXTURE.monitor
                                  + "'"))
                      .isEqualTo("idle"));
    }
  }

  @Test
  void slowReadsLeaveOneConnectionToLooks() {
    try (Access access = access()) {
      CompletableFuture<?>[] slow = new CompletableFuture<?>[3];
      for (int i = 0; i < slow.length; i++) {
        slow[i] =
            CompletableFuture.runAsync(
                () -> access.read("x", r -> r.one("select pg_sleep(4.3)", row -> "")),
                task -> Thread.ofVirtual().start(task));
      }
      sleeping("1");
      long start = System.nanoTime();
      assertThat(access.<Integer>look("x", r -> r.one("select 1", row -> row.getInt(1)))).isOne();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      sleepers("1");
    }
  }

  @Test
  void theDesksOwnQueueIsNoFaultOfTheDatabase() {
    try (Access access = access(1)) {
      CompletableFuture<Void> slow =
          CompletableFuture.runAsync(
              () -> access.read("x", r -> r.one("select pg_sleep(4.8)", row -> "")),
              task -> Thread.ofVirtual().start(task));
      sleeping("1");
      assertThatThrownBy(() -> access.look("x", r -> r.one("select 1", row -> "")))
          .satisfies(e -> FiguresTest.isKind(e, "BUSY"));
      slow.join();
    }
  }

  @Test
  void theShortSpellingOfAUrlWorksToo() {
    String url = FIXTURE.jdbcUrl().replaceFirst("^jdbc:postgresql:", "postgres:");
    try (MonitoredDatabase database =
        Fixture.open(Fixture.settings(url, FIXTURE.monitor, SslMode.DISABLE), null)) {
      assertThat(database.connectionFigures().inUse()).isPositive();
    }
  }

  @Test
  void writesAreRefusedByTheServer() {
    FIXTURE.execute("grant insert on atoms_users to " + FIXTURE.monitor);
    try (Access access = access()) {
      assertThatThrownBy(
              () ->
                  access.read(
                      "a write",
                      read ->
                          read.one(
                              "insert into atoms_users(email) values ('x') returning email",
                              r -> r.getString(1))))
          .hasMessageContaining("read-only transaction");
    }
  }

  @Test
  void anInterruptCancelsTheStatementAtTheServer() throws Exception {
    try (Access access = access()) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      access.read("x", r -> r.one("select pg_sleep(4.5)", row -> ""));
                    } catch (RuntimeException e) {
                      ended.complete(e);
                    }
                  });
      sleeping("1");
      thread.interrupt();
      assertThat(ended.join()).satisfies(e -> FiguresTest.isKind(e, "CANCELLED"));
      Awaitility.await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> sleepers("0"));
    }
  }

  @Test
  void closingCancelsWhatRuns() {
    Access access = access();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                access.read("x", r -> r.one("select pg_sleep(4.4)", row -> ""));
              } catch (RuntimeException e) {
                ended.complete(e);
              }
            });
    sleeping("1");
    access.close();
    assertThat(ended.join()).satisfies(e -> FiguresTest.isKind(e, "CANCELLED"));
    assertThatThrownBy(() -> access.read("x", r -> r.one("select 1", row -> "")))
        .satisfies(e -> FiguresTest.isKind(e, "CANCELLED"));
  }

  @Test
  void itRecoversByItselfWhenItsConnectionsAreCut() {
    try (MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor)) {
      assertThat(database.connectionFigures().inUse()).isPositive();
      FIXTURE.value(
          "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '"
              + FIXTURE.monitor
              + "'");
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .ignoreExceptions()
          .until(() -> database.connectionFigures().inUse() > 0);
    }
  }

  private static void sleeping(String count) {
    Awaitility.await().untilAsserted(() -> sleepers(count));
  }

  private static void sleepers(String count) {
    assertThat(
            FIXTURE.value(
                "select count(*) from pg_stat_activity where state = 'active' and usename = '"
                    + FIXTURE.monitor
                    + "' and query like 'select pg_sleep(4%'"))
        .isEqualTo(count);
  }

  private static Access access() {
    return access(2);
  }

  private static Access access(int connections) {
    return new Access(
        FIXTURE.settings(FIXTURE.monitor),
        connections,
        ref -> new Secret("fixture-password-17"),
        new DatabaseProblems(FIXTURE.jdbcUrl(), FIXTURE.monitor));
  }
}
