package tech.atoms.opsdesk.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Partial;
import tech.atoms.opsdesk.backup.store.Stored;

/** Puts backups into a catalogue that nobody has taken, where only what is told of them counts. */
public final class Shelf {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'bk-'uuuu-MM-dd-HHmm-'made'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String ARCHIVE = "dump.pgdump.age";
  private static final int BYTES = 4096;

  private Shelf() {}

  /** Puts a verified one, with what is said to lie beside its dump. */
  public static void put(Catalogue catalogue, Instant at, List<Enclosed> enclosed)
      throws IOException {
    String id = NAME.format(at);
    try (Partial partial = Partial.begin(catalogue, id)) {
      Files.write(partial.file(ARCHIVE), new byte[BYTES]);
      prove(
          catalogue,
          partial.finish(
              manifest(
                  id,
                  String.valueOf(catalogue.directory().getFileName()),
                  at,
                  enclosed,
                  "Taker",
                  "")),
          at);
    }
  }

  /** Puts one, taken at an instant; its archive holds nothing. */
  public static Stored put(Catalogue catalogue, Instant at, Stored.State state) throws IOException {
    return put(catalogue, at, state, "Taker", "");
  }

  /** As the other, taken by somebody for a run. */
  public static Stored put(
      Catalogue catalogue, Instant at, Stored.State state, String by, String run)
      throws IOException {
    String id = NAME.format(at);
    String environment = String.valueOf(catalogue.directory().getFileName());
    Stored stored;
    try (Partial partial = Partial.begin(catalogue, id)) {
      Files.write(partial.file(ARCHIVE), new byte[BYTES]);
      stored = partial.finish(manifest(id, environment, at, List.of(), by, run));
    }
    if (state == Stored.State.VERIFIED) {
      prove(catalogue, stored, at);
    } else if (state == Stored.State.FAILED) {
      Files.delete(stored.directory().resolve(ARCHIVE));
    }
    return stored;
  }

  private static void prove(Catalogue catalogue, Stored one, Instant at) {
    catalogue.prove(
        one,
        new Proof(
            one.id(),
            at.plus(Duration.ofMinutes(14)),
            "Verifier",
            "there",
            "PostgreSQL 15",
            3,
            61_000));
  }

  /** What is told of one. */
  public static Manifest manifest(String id, String environment, Instant at) {
    return manifest(id, environment, at, List.of(), "Taker", "");
  }

  private static Manifest manifest(
      String id, String environment, Instant at, List<Enclosed> enclosed, String by, String run) {
    return new Manifest(
        Manifest.FORMAT,
        id,
        environment,
        at,
        new Manifest.Server("15.18", 15, "shop", ""),
        List.of("public"),
        new Content(List.of(new Content.Table("public.users", 3, "1")), "f"),
        List.of(),
        new Manifest.Needs(List.of(), List.of(), List.of()),
        new Manifest.Archive(
            ARCHIVE,
            BYTES,
            "8c1f".repeat(16),
            BYTES,
            "e02a".repeat(16),
            "gzip:1",
            List.of("age1x")),
        enclosed,
        new Manifest.Made(run, by, "here", "pg_dump 15.18", 94_000));
  }
}
