package tech.atoms.opsdesk.backup.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.SecretRef;

/**
 * Two regions at Adobe's S3Mock, which runs as a program of its own: what it is made of stays away
 * from the class path.
 */
class S3MockTest {
  private static final Path JAR = Path.of("target", "s3mock", "s3mock.jar");
  private static final String ID = "bk-2026-11-30-2000-one";
  private static final int PART = (int) S3Upload.PART;

  private static @TempDir Path work = Path.of(".");
  private static @Nullable Process server;
  private static int port;

  private @TempDir Path directory = Path.of(".");

  @BeforeAll
  static void start() throws IOException {
    Assumptions.assumeTrue(Files.exists(JAR), "there is no " + JAR + "; Maven puts it there");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djava.io.tmpdir=" + work,
                "-jar",
                JAR.toString(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--com.adobe.testing.s3mock.httpPort=" + port,
                "--logging.level.root=off")
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("log").toFile())
            .start();
    try (S3Client client = S3Clients.of(bucket("eu", "atoms-eu"), Kept.secrets())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .ignoreExceptionsInstanceOf(SdkException.class)
          .until(() -> client.createBucket(ask -> ask.bucket("atoms-eu")) != null);
      client.createBucket(ask -> ask.bucket("atoms-us"));
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    Process begun = server;
    if (begun != null) {
      begun.destroy();
      begun.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static BackupCopy.InS3 bucket(String name, String bucket) {
    return new BackupCopy.InS3(
        name,
        bucket,
        name.equals("eu") ? "eu-west-1" : "us-east-1",
        URI.create("http://127.0.0.1:" + port),
        "desk/backups",
        SecretRef.parse("env:A"),
        SecretRef.parse("env:B"));
  }

  private static Place place(BackupCopy settings) {
    return Places.of(settings, Kept.secrets());
  }

  @Test
  void aBackupIsInTwoRegionsAndComesBackFromEither() throws Exception {
    BackupCopy.InS3 eu = bucket("eu", "atoms-eu");
    BackupCopy.InS3 us = bucket("us", "atoms-us");
    Kept kept = new Kept(directory);
    Catalogue catalogue = kept.catalogue(eu, us);
    Stored backup = kept.put(catalogue, ID, 2 * PART + 5); // three parts
    for (BackupCopy one : List.of(eu, us)) {
      try (Place place = place(one)) {
        new Copying(catalogue, () -> Kept.NOW).copy(backup, place);
      }
    }
    Kept.prove(catalogue, backup, Kept.NOW);
    try (Place place = place(us)) {
      Faulty again = new Faulty(place);
      new Copying(catalogue, () -> Kept.NOW).copy(backup, again);
      assertThat(again.sent).containsExactly("verified.json", "verified.json.hmac");
    }
    Whereabouts whereabouts = new Whereabouts(catalogue, Duration.ofSeconds(20), () -> Kept.NOW);
    assertThat(whereabouts.look(catalogue.all()).copies().get(ID))
        .extracting(CopyState::words)
        .containsExactly("eu", "us");

    Trees.remove(catalogue.settings().directory());
    try (Place place = place(eu)) {
      assertThat(new Shelf(catalogue, place).all())
          .singleElement()
          .matches(one -> one.state() == Stored.State.TAKEN);
    }
    try (Place place = place(us)) {
      Stored fetched = new Fetching(catalogue, () -> Kept.NOW).fetch(ID, place, words -> {});
      assertThat(fetched.state()).isEqualTo(Stored.State.VERIFIED);
      new Copying(catalogue, () -> Kept.NOW).remove(ID, place);
      assertThat(new Shelf(catalogue, place).all()).isEmpty();
    }
  }

  @Test
  void filesArePutReplacedReadInPartAndRemoved() throws Exception {
    Kept kept = new Kept(directory);
    Path file = directory.resolve("file");
    try (Place place = place(bucket("eu", "atoms-eu"))) {
      for (int length : new int[] {0, 1, PART, PART + 1}) {
        byte[] bytes = kept.bytes(length);
        Files.write(file, bytes);
        place.write("plain/some/file", file, Kept.sha256(bytes), sent -> {});
        assertThat(place.list("plain")).containsExactly(new Place.Item("plain/some/file", length));
        try (InputStream in = place.read("plain/some/file")) {
          assertThat(Hashes.of(in, read -> {})).isEqualTo(Kept.sha256(bytes));
        }
      }
      try (InputStream in = place.read("plain/some/file")) {
        assertThat(in.read()).isNotNegative(); // the rest is not waited for
      }
      place.delete("plain/some/file");
      place.delete("plain/some/file");
      assertThat(place.list("plain")).isEmpty();
    }
  }

  @Test
  void aBucketThatIsNotThereIsSaid() throws Exception {
    try (Place place = place(bucket("eu", "atoms-none"))) {
      assertThatThrownBy(() -> place.list("shop"))
          .hasMessageContaining("eu, bucket atoms-none of http://127.0.0.1:" + port)
          .hasMessageContaining("it answers 404 NoSuchBucket");
    }
  }
}
