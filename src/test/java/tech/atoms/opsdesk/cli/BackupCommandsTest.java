package tech.atoms.opsdesk.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;

/** What commands tell of backups, from a real directory of real ones. */
class BackupCommandsTest {
  private static final String KEY = "a-key-that-signs-manifests";
  private static final InstantSource CLOCK = InstantSource.system();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @TempDir Path directory = Path.of(".");
  private BackedUp shop;
  private Path profile = Path.of("none");

  @BeforeEach
  void open() throws Exception {
    BackedUp.needsClient();
    shop = new BackedUp(directory);
    shop.fill(30);
    Path key = Files.writeString(directory.resolve("key"), KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    profile =
        Files.writeString(
            directory.resolve("profile.yaml"),
            """
            environments:
              - name: shop
                kind: sandbox
                server:
                  baseUrl: http://127.0.0.1:9
                backup: {directory: backups, recipients: [%s], signingKey: "file:key"}
              - name: mill
                kind: sandbox
                server:
                  baseUrl: http://127.0.0.1:9
            """
                .formatted(shop.recipient));
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private int list(String environment, String format) {
    return run(
        "backup",
        "list",
        "--profile",
        profile.toString(),
        "--env",
        environment,
        "--format",
        format);
  }

  @Test
  void theCatalogueIsToldFromItsDirectoryAndOnlyAVerifiedOneIsEnough() throws Exception {
    assertThat(list("shop", "text")).isEqualTo(1);
    assertThat(out.toString()).contains("No verified backup is younger than 24 h");
    assertThat(lastBackup().words()).isEqualTo("none");

    Stored backup =
        new Taking(shop.catalogue(), shop.target(), "shop", List.of(), CLOCK)
            .take("", "Olga", "here");
    assertThat(list("shop", "text")).isEqualTo(1);
    assertThat(out.toString()).contains(backup.id(), "taken", "2 tables, 60 rows");

    new Trial(shop.catalogue(), shop.secrets(), directory.resolve("work"), CLOCK)
        .verify(backup, "Olga", "here");
    assertThat(list("shop", "json")).isZero();
    JsonNode one = new JsonMapper().readTree(out.toString()).path("backups").path(0);
    assertThat(one.path("state").asText()).isEqualTo("verified");
    assertThat(one.path("rows").path("public.users").asInt()).isEqualTo(30);
    assertThat(one.path("by").asText()).isEqualTo("Olga");
    assertThat(lastBackup().json()).containsEntry("state", "verified");

    Files.delete(backup.directory().resolve("manifest.json.hmac"));
    assertThat(list("shop", "text")).isEqualTo(1);
    assertThat(out.toString()).contains("failed");
  }

  private LastBackup lastBackup() {
    return requireNonNull(LastBackup.of(shop.environment(), shop.secrets()));
  }

  @Test
  void whatTheProfileDoesNotTellIsSaid() {
    assertThat(list("mill", "text")).isEqualTo(2);
    assertThat(err.toString()).contains("There are no backups", "docs/backup.md");
  }
}
