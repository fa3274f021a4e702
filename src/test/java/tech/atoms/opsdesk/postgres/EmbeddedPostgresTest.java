package tech.atoms.opsdesk.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres.Settings;

class EmbeddedPostgresTest {
  private static final Secret PASSWORD = new Secret("owner-secret");

  /** A data directory made once: initdb is the most expensive part of a start. */
  @TempDir static Path template;

  @TempDir Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void makeTemplate() {
    EmbeddedPostgres.start(new Settings(template, 0, "boss", PASSWORD, Map.of())).close();
  }

  @AfterEach
  void stopAll() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  @Test
  void keepsRowsOverStopAndStart() throws Exception {
    int port;
    long pid;
    try (EmbeddedPostgres server = EmbeddedPostgres.start(settings("a", 0))) {
      port = server.port();
      pid = server.pid();
      TestPostgres.execute(
          server.dataSource("postgres"), "create table t(x int)", "insert into t values (42)");
      assertThat(text(server.dataSource("postgres"), "show fsync")).isEqualTo("on");
      assertThat(text(server.dataSource("postgres"), "show synchronous_commit")).isEqualTo("on");
      assertThat(text(server.dataSource("postgres"), "show listen_addresses"))
          .isEqualTo("127.0.0.1");
      assertThat(text(server.dataSource("postgres"), "show unix_socket_directories")).isEmpty();
      assertThat(text(server.dataSource("postgres"), "show server_encoding")).isEqualTo("UTF8");
      assertThat(text(server.dataSource("postgres"), "show max_connections")).isEqualTo("17");
      assertThat(server.isOwner()).isTrue();
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(EmbeddedPostgres.runningAt(dir("a"))).isFalse();
    EmbeddedPostgres again = start("a", port);
    assertThat(again.port()).isEqualTo(port);
    assertThat(again.takenOver()).isFalse();
    assertThat(text(again.dataSource("postgres"), "select x from t")).isEqualTo("42");
  }

  @Test
  void losesNoCommittedRowWhenThePostmasterIsKilled() throws Exception {
    EmbeddedPostgres server = start("a", 0);
    TestPostgres.execute(server.dataSource("postgres"), "create table t(x int)");
    int committed = 0;
    try (Connection connection = server.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 1; i <= 200; i++) {
        statement.execute("insert into t values (" + i + ")");
        committed = i;
      }
      kill(server.pid());
    }
    assertThat(server.isRunning()).isFalse();
    server.close();
    EmbeddedPostgres again = start("a", 0);
    assertThat(text(again.dataSource("postgres"), "select max(x) || ' ' || count(*) from t"))
        .isEqualTo(committed + " " + committed);
  }

  @Test
  void takesOverWhatAKilledOwnerLeftRunning() throws Exception {
    Process owner = owner("a");
    long pid = pidReportedBy(owner);
    kill(owner.pid());
    assertThat(ProcessHandle.of(pid)).hasValueSatisfying(p -> assertThat(p.isAlive()).isTrue());

    EmbeddedPostgres server = start("a", 0);

    assertThat(server.takenOver()).isTrue();
    assertThat(server.pid()).isEqualTo(pid);
    assertThat(text(server.dataSource("postgres"), "select 'in'")).isEqualTo("in");
    server.close();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void knowsItsServerThroughALinkToItsDirectory() throws Exception {
    Process owner = owner("a");
    long pid = pidReportedBy(owner);
    kill(owner.pid());
    Files.createSymbolicLink(directory.resolve("link"), dir("a"));
    EmbeddedPostgres server = start("link", 0);
    assertThat(server.takenOver()).isTrue();
    assertThat(server.pid()).isEqualTo(pid);
  }

  @Test
  void replacesAnOrphanThatWasStartedDifferently() throws Exception {
    Process owner = owner("a");
    long pid = pidReportedBy(owner);
    kill(owner.pid());
    EmbeddedPostgres server =
        keep(
            EmbeddedPostgres.start(
                new Settings(dir("a"), 0, "boss", PASSWORD, Map.of("max_connections", "23"))));
    assertThat(server.takenOver()).isFalse();
    assertThat(server.pid()).isNotEqualTo(pid);
    assertThat(text(server.dataSource("postgres"), "show max_connections")).isEqualTo("23");
  }

  @Test
  void leavesTheServerOfALivingOwnerAloneAndAttachesToIt() throws Exception {
    Process owner = owner("a");
    long pid = pidReportedBy(owner);
    assertThatThrownBy(() -> EmbeddedPostgres.start(settings("a", 0)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is in use")
        .hasMessageContaining("process " + owner.pid());

    try (EmbeddedPostgres guest = EmbeddedPostgres.attach(settings("a", 0))) {
      assertThat(guest.isOwner()).isFalse();
      assertThat(guest.pid()).isEqualTo(pid);
      assertThat(text(guest.dataSource("postgres"), "select 'in'")).isEqualTo("in");
    }
    assertThat(EmbeddedPostgres.runningAt(dir("a"))).isTrue();
    // A normal end of the owner stops the server.
    owner.destroy();
    assertThat(owner.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(EmbeddedPostgres.runningAt(dir("a"))).isFalse();
    assertThatThrownBy(() -> EmbeddedPostgres.attach(settings("a", 0)))
        .hasMessageContaining("No PostgreSQL runs there");
  }

  @Test
  void refusesASecondStartInTheSameProcessWithoutLosingTheLock() throws Exception {
    start("a", 0);
    assertThatThrownBy(() -> EmbeddedPostgres.start(settings("a", 0)))
        .hasMessageContaining("process " + ProcessHandle.current().pid());
    Process other = owner("a");
    assertThat(
            new String(
                other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("is in use");
  }

  @Test
  void runsTwoSideBySide() throws Exception {
    EmbeddedPostgres first = start("a", 0);
    EmbeddedPostgres second = start("b", 0);
    assertThat(first.port()).isNotEqualTo(second.port());
    assertThat(text(second.dataSource("postgres"), "select 1")).isEqualTo("1");
  }

  @Test
  void wantsThePassword() throws Exception {
    EmbeddedPostgres server = start("a", 0);
    assertThatThrownBy(
            () -> {
              try (Connection c =
                  java.sql.DriverManager.getConnection(
                      server.jdbcUrl("postgres"), "boss", "wrong-secret")) {
                c.isValid(1);
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    server.close();
    assertThatThrownBy(
            () ->
                EmbeddedPostgres.start(
                    new Settings(dir("a"), 0, "boss", new Secret("wrong-secret"), Map.of())))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("refused the sign-in")
        .hasMessageNotContaining("wrong-secret");
    assertThat(EmbeddedPostgres.runningAt(dir("a"))).isFalse();
  }

  @Test
  void handlesAPidFileWhosePidBelongsToAnotherProgram() throws Exception {
    EmbeddedPostgres server = start("a", 0);
    kill(server.pid());
    server.close();
    Path pidFile = dir("a").resolve("cluster/postmaster.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);
    assertThat(text(start("a", 0).dataSource("postgres"), "select 1")).isEqualTo("1");
  }

  @Test
  void saysWhatIsWrongWithThePort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(settings("a", taken.getLocalPort())))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken");
    }
  }

  @Test
  void saysWhatIsWrongWithTheServerSettings() {
    assertThatThrownBy(
            () ->
                EmbeddedPostgres.start(
                    new Settings(dir("a"), 0, "boss", PASSWORD, Map.of("no_such_thing", "1"))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("unrecognized configuration parameter \"no_such_thing\"");
  }

  private Settings settings(String name, int port) {
    return new Settings(dir(name), port, "boss", PASSWORD, Map.of("max_connections", "17"));
  }

  /** A data directory of a name, filled from the template when first asked for. */
  private Path dir(String name) {
    Path target = directory.resolve(name);
    if (!Files.exists(target)) {
      try (var files = Files.walk(template)) {
        for (Path file : files.toList()) {
          Files.copy(
              file,
              target.resolve(template.relativize(file).toString()),
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return target;
  }

  private EmbeddedPostgres start(String name, int port) {
    return keep(EmbeddedPostgres.start(settings(name, port)));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  /** A JVM of its own that starts the server and stays. */
  private Process owner(String name) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                dir(name).toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    open.add(process::destroyForcibly);
    return process;
  }

  private static long pidReportedBy(Process owner) throws IOException {
    String line = owner.inputReader().readLine();
    assertThat(line).matches("\\d+");
    return Long.parseLong(line);
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
  }

  private static String text(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Starts a server, prints its pid or the problem, and stays until it is ended. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws Exception {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.start(
                new Settings(
                    Path.of(arguments[0]), 0, "boss", PASSWORD, Map.of("max_connections", "17")));
        System.out.println(server.pid());
        Thread.currentThread().join();
      } catch (ProblemException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
