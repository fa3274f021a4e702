package tech.atoms.opsdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.environment.Secret;

class LogsTest {
  private static final String CANARY = "canary-3f9a71c0d2";
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(LogsTest.class);

  @TempDir Path directory;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final Logger root = LogManager.getLogManager().getLogger("");
  private List<Handler> before = List.of();

  @BeforeEach
  void setUp() {
    before = List.of(root.getHandlers());
    before.forEach(root::removeHandler);
    new Logs(directory.resolve("logs"), new PrintStream(console, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void tearDown() {
    closeOurs();
    before.forEach(root::addHandler);
  }

  /** What a process says that begins as {@link Launcher} does. */
  static final class Begun {
    public static void main(String[] args) {
      Logs.prepare(true);
      LoggerFactory.getLogger("com.example.library").info("begun");
      LoggerFactory.getLogger("com.example.library").warn("strange");
    }
  }

  @Test
  void aProcessKeepsToItsOwnSettingsFromTheFirstLine() throws Exception {
    ProcessBuilder begun =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Begun.class.getName())
            .redirectErrorStream(true);
    begun.environment().put("OPSDESK_DATA", directory.toString());
    Process process = begun.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("strange").doesNotContain("begun");
  }

  @Test
  void aCutConnectionIsOneLineOfThePool() throws IOException {
    Logger.getLogger("com.zaxxer.hikari.pool.ProxyConnection")
        .log(
            java.util.logging.Level.WARNING,
            "store - Connection is marked as broken",
            new java.sql.SQLException("cut"));
    Logger.getLogger("com.zaxxer.hikari.pool.PoolBase").warning("Failed to validate connection");
    log.warn("The store does not answer");

    assertThat(file().lines()).hasSize(2);
    assertThat(file()).contains("marked as broken", "does not answer").doesNotContain("validate");
    assertThat(console().lines()).hasSize(2);
  }

  @Test
  void noSecretIsWrittenWhereverItHides() throws IOException {
    Secret secret = new Secret(CANARY);

    log.warn("A message with {} and {}", secret, secret.reveal());
    log.warn("An exception", new IllegalStateException("key " + CANARY));
    log.warn("A cause", new IOException(new IllegalStateException("key\n" + CANARY)));
    Logger.getLogger("com.example.library").warning("of a library: " + CANARY);

    assertThat(file()).contains("A message with ****").contains("IllegalStateException: key ****");
    assertThat(file() + console()).doesNotContain(CANARY);
  }

  @Test
  void theConsoleGetsWarningsInOneLineAndTheFileTheStackTrace() throws IOException {
    log.info("Quiet");
    log.warn("Loud", new IOException("line one\nline two"));

    assertThat(console())
        .isEqualTo(
            "opsdesk: Loud: java.io.IOException: line one line two" + System.lineSeparator());
    assertThat(file()).contains("INFO").contains("Quiet").contains("at " + getClass().getName());
  }

  @Test
  void withoutALineThereIsNoFile() {
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void onlyTheOwnerMayReadTheDirectory() throws IOException {
    log.info("Anything");

    assertThat(Files.getPosixFilePermissions(directory.resolve("logs")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  private String console() {
    return console.toString(StandardCharsets.UTF_8);
  }

  private String file() throws IOException {
    closeOurs();
    try (var files = Files.list(directory.resolve("logs"))) {
      return files.map(LogsTest::read).collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void closeOurs() {
    Arrays.stream(root.getHandlers())
        .forEach(
            handler -> {
              handler.close();
              root.removeHandler(handler);
            });
  }
}
