package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Partial;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Sha256;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;

/** A catalogue with backups of random bytes, which are what their manifests say. */
final class Kept {
  static final String ARCHIVE = "dump.pgdump.age";
  static final String CONFIGURATION = "configuration.json.age";
  static final Instant NOW = Instant.parse("2026-11-30T20:00:00Z");
  static final String ACCESS = "AKIAI0SF0DNN7SECRETID";
  static final String SECRET = "wJalrXUtnFEMIverysecretkey";

  private static final Map<String, String> SECRETS =
      Map.of("KEY", "a-key-that-signs", "A", ACCESS, "B", SECRET);

  private final Path directory;
  private final Random random = new Random(7);

  Kept(Path directory) {
    this.directory = directory;
  }

  static SecretResolver secrets() {
    return ref -> new Secret(SECRETS.getOrDefault(ref.name(), ""));
  }

  Catalogue catalogue(BackupCopy... copies) {
    Environment plain = Worlds.environment(EnvironmentKind.SANDBOX, "shop");
    BackupSettings settings =
        new BackupSettings(
                List.of("public"),
                List.of("age1x"),
                null,
                SecretRef.parse("env:KEY"),
                directory.resolve("here"),
                Duration.ofHours(24))
            .copiedTo(List.of(copies));
    return new Catalogue(
        new Environment(
            "shop",
            plain.kind(),
            plain.server(),
            null,
            null,
            plain.policy(),
            plain.contacts(),
            plain.samplingInterval(),
            plain.source(),
            List.of(),
            settings,
            plain.notices()),
        secrets());
  }

  /** Puts one there, with an archive of so many bytes. */
  Stored put(Catalogue catalogue, String id, int bytes) throws IOException {
    return put(catalogue, id, bytes, NOW);
  }

  /** As the other, taken at another instant. */
  Stored put(Catalogue catalogue, String id, int bytes, Instant at) throws IOException {
    byte[] archive = bytes(bytes);
    byte[] configuration = bytes(300);
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            id,
            "shop",
            at,
            new Manifest.Server("15.18", 15, "shop", ""),
            List.of("public"),
            new Content(List.of(new Content.Table("public.users", 3, "1")), "f"),
            List.of(),
            new Manifest.Needs(List.of(), List.of(), List.of()),
            new Manifest.Archive(
                ARCHIVE, bytes, sha256(archive), bytes, "0".repeat(64), "gzip:1", List.of("age1x")),
            List.of(
                new Enclosed(
                    "configuration", CONFIGURATION, 300, sha256(configuration), List.of(), "")),
            new Manifest.Made("run-" + id, "Taker", "here", "pg_dump 15.18", 1));
    try (Partial partial = Partial.begin(catalogue, id)) {
      Files.write(partial.file(ARCHIVE), archive);
      Files.write(partial.file(CONFIGURATION), configuration);
      return partial.finish(manifest);
    }
  }

  /** Says that it was verified at an instant. */
  static void prove(Catalogue catalogue, Stored backup, Instant at) {
    catalogue.prove(backup, new Proof(backup.id(), at, "Verifier", "here", "PostgreSQL 15", 3, 9));
  }

  static BackupCopy.InDirectory at(String name, Path directory) {
    return new BackupCopy.InDirectory(name, directory);
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    return Sha256.hex(bytes);
  }
}
