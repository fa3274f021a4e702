package tech.atoms.opsdesk.backup.store;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/**
 * The records of restore drills, sealed like manifests, beside the backups: they outlive the backup
 * that was drilled. One that nobody with the key has sealed is none. Blocks on the disk; safe on
 * any thread.
 */
public final class Drills {
  /** Their directory; no backup has this name. */
  static final String DIRECTORY = "drills";

  private static final String JSON = ".json";
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Catalogue catalogue;

  /** Of an environment. */
  public Drills(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  private Path directory() {
    return catalogue.directory().resolve(DIRECTORY);
  }

  /**
   * Keeps one.
   *
   * @throws ProblemException where it cannot be kept
   */
  public void keep(Drill drill) {
    byte[] json = Sealed.json(drill);
    Path file = directory().resolve("drill-" + NAME.format(drill.at()) + "-" + drill.run() + JSON);
    try {
      PrivateFiles.directory(directory());
      Durable.write(file, json);
      Durable.write(
          file.resolveSibling(file.getFileName() + Catalogue.SEAL),
          Sealed.seal(json, catalogue.key()).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw problem("The drill cannot be kept", e);
    }
  }

  /** All of them, the newest first. */
  public List<Drill> all() {
    Path directory = directory();
    if (Files.notExists(directory)) {
      return List.of();
    }
    Secret key = catalogue.key();
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> entry.toString().endsWith(JSON))
          .map(entry -> read(entry, key))
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(Drill::at).reversed())
          .toList();
    } catch (IOException e) {
      throw problem("The drills cannot be listed", e);
    }
  }

  /** The newest; empty where there was none. */
  public Optional<Drill> newest() {
    return all().stream().findFirst();
  }

  /** What a run has recorded; empty where it has recorded none. */
  public Optional<Drill> ofRun(String run) {
    return all().stream().filter(one -> one.run().equals(run)).findFirst();
  }

  private static Optional<Drill> read(Path file, Secret key) {
    try {
      byte[] json = Files.readAllBytes(file);
      String seal =
          Files.readString(
              file.resolveSibling(file.getFileName() + Catalogue.SEAL), StandardCharsets.US_ASCII);
      return Sealed.isSealed(json, seal, key)
          ? Optional.of(Sealed.read(json, Drill.class))
          : Optional.empty();
    } catch (NoSuchFileException | JacksonException e) {
      return Optional.empty(); // half of it was written, or somebody else wrote it
    } catch (IOException e) {
      throw problem("A drill cannot be read", e);
    }
  }

  private static ProblemException problem(String what, IOException cause) {
    return new ProblemException(
        new Problem(
            what,
            "the directory of backups",
            String.valueOf(cause.getMessage()),
            "Look at the directory's rights and space"),
        cause);
  }
}
