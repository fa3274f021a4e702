package tech.atoms.opsdesk.metric.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;
import tech.atoms.opsdesk.store.TestStores;

/** Losing the store of the desk's own, in earnest: killed, in the way at start, on a full disk. */
class StoreOutageTest {
  private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
  private static final Series CPU = new Series("cpu_usage", Map.of());
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @Test
  void losesNothingWhenTheStoreIsAwayAtStartAndKilledLater() throws IOException {
    // A file stands where the server's directory should be: the store cannot start.
    Path inTheWay = Files.createFile(directory.resolve("postgresql"));
    Store store = TestStores.opening(new StoreSettings.Embedded(directory));
    try (StoredHistory history = new StoredHistory(store, "production", now::get)) {
      assertThat(store.awaitOpened(PATIENCE)).isEqualTo(Store.State.DOWN);
      record(history, 0, 100);
      assertThat(String.valueOf(history.trouble())).contains("History is kept in memory only");
      assertAllThere(history, 100);
      assertThat(history.series()).containsExactly(CPU);

      Files.delete(inTheWay);
      awaitWritten(history);
      assertAllThere(history, 100);

      kill();
      record(history, 100, 200);
      await().atMost(PATIENCE).until(() -> store.state() == Store.State.DOWN || isWritten(history));
      record(history, 200, 300);
      awaitWritten(history);
      assertAllThere(history, 300);
      assertThat(history.dropped()).isZero();
    } finally {
      store.close();
    }
  }

  @Test
  void staysInMemoryWhileItsDiskIsFull() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=160m", "opsdesk-test", disk.toString()),
        "this user may mount a small disk");
    try {
      Store store = TestStores.open(new StoreSettings.Embedded(disk.resolve("store")));
      try (StoredHistory history = new StoredHistory(store, "production", now::get)) {
        record(history, 0, 10);
        awaitWritten(history);
        Path filler = disk.resolve("filler");
        fill(filler);
        record(history, 10, 2000);
        await().atMost(PATIENCE).until(() -> history.trouble() != null);
        assertThat(String.valueOf(history.trouble())).contains("History is kept in memory only");
        assertAllThere(history, 2000);

        Files.delete(filler);
        awaitWritten(history);
        assertAllThere(history, 2000);
        assertThat(history.dropped()).isZero();
      } finally {
        store.close();
      }
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private void record(StoredHistory history, int from, int to) {
    now.set(START.plusSeconds(to));
    history.record(
        IntStream.range(from, to).mapToObj(i -> new Sample(CPU, START.plusSeconds(i), i)).toList());
  }

  private static void awaitWritten(StoredHistory history) {
    await().atMost(PATIENCE).until(() -> isWritten(history));
  }

  private static boolean isWritten(StoredHistory history) {
    return history.waiting() == 0 && history.trouble() == null;
  }

  /** What is there from second 0 on: five samples in every 5 s, none twice, none missing. */
  private void assertAllThere(StoredHistory history, int seconds) {
    List<Point> points = history.query(CPU, START, now.get(), 1000).points();
    assertThat(points)
        .containsExactlyElementsOf(
            IntStream.range(0, seconds / 5)
                .mapToObj(i -> new Point(START.plusSeconds(i * 5L), i * 5, i * 5 + 4, i * 5 + 2, 5))
                .toList());
  }

  private void kill() throws IOException {
    String pid =
        Files.readAllLines(directory.resolve("postgresql/cluster/postmaster.pid"))
            .getFirst()
            .strip();
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
  }

  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
