package tech.atoms.opsdesk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;
import tech.atoms.opsdesk.postgres.TestPostgres;

class StoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void opensATeamsDatabaseInASchemaOfItsOwn() throws Exception {
    TestPostgres.Database database = TestPostgres.createDatabase();
    try (Store store = TestStores.open(TestStores.in(database))) {
      assertThat(store.trouble()).isNull();
      assertThat(text(store, "select count(*) from opsdesk.series")).isEqualTo("0");
      assertThat(text(store, "show application_name")).isEqualTo("atoms-opsdesk-store");
    }
    // Opening again finds everything migrated.
    try (Store store = TestStores.open(TestStores.in(database))) {
      assertThat(text(store, "select count(*) from series")).isEqualTo("0");
    }
  }

  @Test
  void isDownWithAReasonWhereNobodyAnswersAndKeepsTrying() throws Exception {
    int port = freePort();
    try (Store store =
        TestStores.opening(
            external("postgresql://127.0.0.1:" + port + "/store", "nobody-secret"))) {
      assertThat(store.awaitOpened(PATIENCE)).isEqualTo(Store.State.DOWN);
      assertThat(store.dataSource()).isEmpty();
      assertThat(store.trouble()).isNotNull();
      assertThat(String.valueOf(store.trouble())).contains("refused").contains(":" + port);
    }
  }

  @Test
  void saysThatThePasswordIsWrong() {
    TestPostgres.Database database = TestPostgres.createDatabase();
    try (Store store = TestStores.opening(external(database.jdbcUrl(), "wrong-secret"))) {
      assertThat(store.awaitOpened(PATIENCE)).isEqualTo(Store.State.DOWN);
      assertThat(String.valueOf(store.trouble()))
          .contains("password authentication failed")
          .doesNotContain("wrong-secret");
    }
  }

  @Test
  void opensWithoutItsPasswordAndAsksForItAgain() {
    Problem missing = new Problem("A secret is missing", "env:STORE", "it is not set", "Set it");
    AtomicBoolean there = new AtomicBoolean();
    String url = TestPostgres.createDatabase().jdbcUrl();
    try (Store store =
        TestStores.opening(
            new StoreSettings.External(
                settings(url),
                ref -> {
                  if (there.get()) {
                    return TestPostgres.PASSWORD;
                  }
                  throw new ProblemException(missing);
                }))) {
      assertThat(store.awaitOpened(PATIENCE)).isEqualTo(Store.State.DOWN);
      assertThat(store.trouble()).isEqualTo(missing);
      there.set(true);
      await().atMost(PATIENCE).until(() -> store.state() == Store.State.UP);
    }
  }

  @Test
  void keepsRecordsInAServerOfItsOwnAndComesBackWhenItIsKilled() throws Exception {
    StoreSettings settings = new StoreSettings.Embedded(directory);
    try (Store store = TestStores.open(settings)) {
      execute(store, "create table t as select 7 as x");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("password"))))
          .isEqualTo("rw-------");
      assertThat(text(store, "show fsync")).isEqualTo("on");

      kill(directory.resolve("postgresql"));
      store.suspect();
      await().atMost(PATIENCE).until(() -> store.state() == Store.State.DOWN);
      assertThat(store.dataSource()).isEmpty();
      await().atMost(PATIENCE).until(() -> store.state() == Store.State.UP);
      assertThat(text(store, "select x from t")).isEqualTo("7");
    }
    assertThat(EmbeddedPostgres.runningAt(directory.resolve("postgresql"))).isFalse();
  }

  @Test
  void lendsItsServerToASecondDeskWhichTakesItOverWhenTheFirstEnds() throws Exception {
    Store first = TestStores.open(new StoreSettings.Embedded(directory));
    execute(first, "create table t as select 7 as x");
    try (Store second = TestStores.open(new StoreSettings.Embedded(directory))) {
      assertThat(text(second, "select x from t")).isEqualTo("7");
      first.close();
      await().atMost(PATIENCE).until(() -> second.state() == Store.State.DOWN);
      assertThat(second.trouble()).isNotNull();
      await().atMost(PATIENCE).until(() -> second.state() == Store.State.UP);
      assertThat(text(second, "select x from t")).isEqualTo("7");
    } finally {
      first.close();
    }
    assertThat(EmbeddedPostgres.runningAt(directory.resolve("postgresql"))).isFalse();
  }

  @Test
  void refusesToLiveOnTheMonitoredClusterBeforeItWritesAnything() throws Exception {
    TestPostgres.Database own = TestPostgres.createDatabase();
    TestPostgres.Database monitored = TestPostgres.createDatabase();
    try (Store store = TestStores.watching(TestStores.in(own), () -> cluster(monitored))) {
      assertThat(store.awaitOpened(PATIENCE)).isEqualTo(Store.State.DOWN);
      assertThat(store.trouble())
          .isEqualTo(
              new Problem(
                  "The store must not live on the monitored database",
                  own.jdbcUrl(),
                  "both are the same PostgreSQL cluster, so a restore would erase the record of"
                      + " itself",
                  "Give the store a server of its own"));
    }
    try (Connection connection = own.dataSource().getConnection()) {
      assertThat(connection.getMetaData().getSchemas(null, "opsdesk").next()).isFalse();
    }
  }

  @Test
  void refusesWhenTheMonitoredDatabaseAnswersLater() throws Exception {
    TestPostgres.Database own = TestPostgres.createDatabase();
    AtomicBoolean answers = new AtomicBoolean();
    try (Store store =
        TestStores.watching(
            TestStores.in(own),
            () -> {
              if (!answers.get()) {
                throw new SQLException("no answer");
              }
              return cluster(own);
            })) {
      assertThat(store.awaitOpened(PATIENCE)).isEqualTo(Store.State.UP);
      answers.set(true);
      await().atMost(PATIENCE).until(() -> store.state() == Store.State.DOWN);
      assertThat(store.dataSource()).isEmpty();
      assertThat(String.valueOf(store.trouble()))
          .contains("same PostgreSQL cluster", "drop schema opsdesk cascade");
    }
  }

  @Test
  void recognisesTheMonitoredClusterWithARoleOfFewRights() throws Exception {
    TestPostgres.Database own = TestPostgres.createDatabase();
    TestPostgres.execute(
        own.dataSource(),
        "create role few_rights login password 'few-rights-secret'",
        "revoke execute on function pg_control_system() from public");
    org.postgresql.ds.PGSimpleDataSource few = new org.postgresql.ds.PGSimpleDataSource();
    few.setUrl(own.jdbcUrl());
    few.setUser("few_rights");
    few.setPassword("few-rights-secret");
    try (Connection all = own.dataSource().getConnection();
        Connection some = few.getConnection()) {
      assertThat(ClusterIdentity.of(all).sameAs(ClusterIdentity.of(some))).isTrue();
    }
  }

  @Test
  void livesBesideAnotherCluster() throws Exception {
    TestPostgres.Database monitored = TestPostgres.createDatabase();
    AtomicInteger asked = new AtomicInteger();
    try (Store store =
        TestStores.watching(
            new StoreSettings.Embedded(directory),
            () -> {
              asked.incrementAndGet();
              return cluster(monitored);
            })) {
      assertThat(store.awaitOpened(PATIENCE)).isEqualTo(Store.State.UP);
      assertThat(asked).hasValue(1);
    }
  }

  private static ClusterIdentity cluster(TestPostgres.Database database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return ClusterIdentity.of(connection);
    }
  }

  private static StoreSettings external(String url, String password) {
    return new StoreSettings.External(settings(url), ref -> new Secret(password));
  }

  private static DatabaseSettings settings(String url) {
    return new DatabaseSettings(
        url,
        TestPostgres.USER,
        new SecretRef(SecretRef.Scheme.ENV, "STORE"),
        SslMode.DISABLE,
        null);
  }

  private static void kill(Path postgres) throws IOException {
    String pid = Files.readAllLines(postgres.resolve("cluster/postmaster.pid")).getFirst().strip();
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void execute(Store store, String sql) {
    TestPostgres.execute(store.dataSource().orElseThrow(), sql);
  }

  private static String text(Store store, String sql) throws SQLException {
    try (Connection connection = store.dataSource().orElseThrow().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
