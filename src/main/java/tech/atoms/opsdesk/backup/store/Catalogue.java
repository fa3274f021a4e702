package tech.atoms.opsdesk.backup.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tech.atoms.opsdesk.backup.Copies;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * The backups of an environment, read from where they lie: nothing is kept elsewhere, so that a
 * lost machine loses no catalogue. Blocks on the disk; safe on any thread.
 */
public final class Catalogue {
  /** What a backup holds: without it there is none. */
  public static final String MANIFEST = "manifest.json";

  /** That it was restored once. */
  public static final String PROOF = "verified.json";

  /** What the name of a document's seal ends in. */
  public static final String SEAL = ".hmac";

  /** Which places hold it; of this desk alone. */
  static final String COPIES = "copies.json";

  static final String PARTIAL = ".partial";
  static final String FETCHING = ".fetching";

  /** An id tells the minute alone, and a chance within it. */
  private static final Comparator<Stored> NEWEST_FIRST =
      Comparator.comparing(Catalogue::at).thenComparing(Stored::id).reversed();

  /** Two clocks may differ by as much. */
  public static final Duration AHEAD = Duration.ofMinutes(5);

  private final Environment environment;
  private final BackupSettings settings;
  private final SecretResolver secrets;

  /**
   * Of an environment.
   *
   * @throws ProblemException where the profile does not say how it is backed up
   */
  public Catalogue(Environment environment, SecretResolver secrets) {
    BackupSettings given = environment.backup();
    if (given == null) {
      throw new ProblemException(
          new Problem(
              "There are no backups",
              environment.name(),
              "the profile does not say how it is backed up",
              "Add backup to the environment in the profile; docs/backup.md has an example"));
    }
    this.environment = environment;
    this.settings = given;
    this.secrets = secrets;
  }

  /** How the environment is backed up. */
  public BackupSettings settings() {
    return settings;
  }

  /** Finds the keys of its places. */
  public SecretResolver secrets() {
    return secrets;
  }

  /** Where its backups lie. */
  public Path directory() {
    return settings.directory().resolve(environment.name().replace(' ', '_'));
  }

  /** The key of seals, resolved now. */
  Secret key() {
    return secrets.resolve(settings.signingKey());
  }

  /**
   * All backups, the newest first by the server's clock, those that are no use last; what is being
   * taken is not among them.
   *
   * @throws ProblemException where the directory or the key cannot be read
   */
  public List<Stored> all() {
    Path directory = directory();
    if (Files.notExists(directory)) { // what is there and no directory, or hidden, is a trouble
      return List.of();
    }
    Secret key = key();
    List<Stored> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .filter(Files::isDirectory)
          .filter(Catalogue::isWhole)
          .forEach(entry -> found.add(read(entry, key)));
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
    found.sort(NEWEST_FIRST);
    return List.copyOf(found);
  }

  private static Instant at(Stored one) {
    Manifest manifest = one.manifest();
    return manifest == null ? Instant.MIN : manifest.at();
  }

  /** What is being made, or removed, ends so. */
  private static boolean isWhole(Path entry) {
    String name = entry.getFileName().toString();
    return !name.endsWith(PARTIAL)
        && !name.endsWith(FETCHING)
        && !name.endsWith(Removal.REMOVED)
        && !name.equals(Drills.DIRECTORY);
  }

  /** What keeps backups from being removed. */
  public Holds holds() {
    return new Holds(directory());
  }

  /** The backup of an id; empty where there is none. */
  public Optional<Stored> named(String id) {
    return all().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /** The newest one that was verified, and is young enough to count; empty where there is none. */
  public Optional<Stored> fresh(Instant now) {
    return newestVerified().filter(one -> isFresh(one, now, settings.maxAge()));
  }

  /** The newest one that was verified, whatever its age. */
  public Optional<Stored> newestVerified() {
    return all().stream().filter(one -> one.state() == Stored.State.VERIFIED).findFirst();
  }

  /** Whether a backup was verified, and is young enough to count. */
  public boolean isFresh(Stored one, Instant now) {
    return one.state() == Stored.State.VERIFIED && isFresh(one, now, settings.maxAge());
  }

  private static boolean isFresh(Stored one, Instant now, Duration maxAge) {
    Manifest manifest = one.manifest();
    return manifest != null
        && !manifest.at().isBefore(now.minus(maxAge))
        && !manifest.at().isAfter(now.plus(AHEAD)); // by a clock that was wrong
  }

  /** What a run has taken; empty where it has taken none. */
  public Optional<Stored> ofRun(String run) {
    return all().stream()
        .filter(one -> one.manifest() != null && one.manifest().made().run().equals(run))
        .findFirst();
  }

  /** Keeps that a backup was restored. */
  public void prove(Stored backup, Proof proof) {
    try {
      Documents.write(backup.directory(), PROOF, proof, key());
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "That the backup was verified cannot be kept",
              backup.directory().toString(),
              String.valueOf(e.getMessage()),
              "Look at the directory's rights and space, and verify it again"),
          e);
    }
  }

  /** Takes away that a backup was restored: it cannot be, as was just seen. */
  public void disprove(Stored backup) {
    try {
      Documents.remove(backup.directory(), PROOF);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "The backup is broken, and still counts as verified",
              backup.directory().toString(),
              why(e),
              "Look at the directory's rights, and remove " + PROOF + " from it"),
          e);
    }
  }

  private Stored read(Path directory, Secret key) {
    return read(
        String.valueOf(directory.getFileName()), directory, new Documents.OnDisk(directory), key);
  }

  /**
   * A backup of this environment that lies elsewhere.
   *
   * @return with the directory that it has here once it is fetched
   * @throws ProblemException where the key or the other place cannot be read
   */
  public Stored elsewhere(String id, Folder folder) {
    return read(id, directory().resolve(id), folder, key());
  }

  private Stored read(String id, Path directory, Folder folder, Secret key) {
    try {
      Manifest manifest = Documents.read(folder, MANIFEST, key, Manifest.class);
      if (manifest == null) {
        return failed(id, directory, "it has no manifest");
      }
      if (manifest.format() != Manifest.FORMAT) {
        return failed(id, directory, "its manifest is of format " + manifest.format());
      }
      if (!manifest.id().equals(id) || !manifest.environment().equals(environment.name())) {
        return failed(
            id,
            directory,
            "its manifest is that of " + manifest.id() + " of " + manifest.environment());
      }
      if (folder.size(manifest.archive().file()) != manifest.archive().bytes()) {
        return failed(id, directory, "its archive is missing, or is not as long as it was");
      }
      Proof proof = Documents.read(folder, PROOF, key, Proof.class);
      return new Stored(
          id, directory, manifest, proof != null && proof.id().equals(id) ? proof : null, "");
    } catch (IOException | Documents.Unsealed e) {
      return failed(id, directory, String.valueOf(e.getMessage()));
    }
  }

  /** Which places were seen to hold a backup; none where nobody with the key vouches for that. */
  public Copies copies(Stored backup) {
    try {
      Copies known =
          Documents.read(new Documents.OnDisk(backup.directory()), COPIES, key(), Copies.class);
      return known == null || !known.id().equals(backup.id()) ? Copies.none(backup.id()) : known;
    } catch (IOException | Documents.Unsealed e) {
      return Copies.none(backup.id());
    }
  }

  /** Keeps which places hold a backup. */
  public void keep(Stored backup, Copies copies) {
    try {
      Documents.write(backup.directory(), COPIES, copies, key());
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "Where the backup's copies are cannot be kept",
              backup.directory().toString(),
              why(e),
              "Look at the directory's rights and space, and copy it again"),
          e);
    }
  }

  private static Stored failed(String id, Path directory, String why) {
    return new Stored(id, directory, null, null, why);
  }

  private static ProblemException unreadable(Path directory, IOException cause) {
    return new ProblemException(
        new Problem(
            "The backups cannot be listed",
            directory.toString(),
            why(cause),
            "Look at the directory and its rights"),
        cause);
  }

  /** A message of the file system that is nothing but the path tells nobody why. */
  private static String why(IOException cause) {
    return switch (cause) {
      case NotDirectoryException _ -> "it is no directory";
      case AccessDeniedException _ -> "this account may not read it";
      default -> String.valueOf(cause.getMessage());
    };
  }
}
