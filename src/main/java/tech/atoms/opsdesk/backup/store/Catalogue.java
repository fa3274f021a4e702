package tech.atoms.opsdesk.backup.store;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
  static final String MANIFEST = "manifest.json";
  static final String PROOF = "verified.json";
  static final String SEAL = ".hmac";
  static final String PARTIAL = ".partial";

  /** Two clocks may differ by as much. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

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

  /** Where its backups lie. */
  public Path directory() {
    return settings.directory().resolve(environment.name().replace(' ', '_'));
  }

  /** The key of seals, resolved now. */
  Secret key() {
    return secrets.resolve(settings.signingKey());
  }

  /**
   * All backups, the newest first; what is being taken is not among them.
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
    found.sort(Comparator.comparing(Stored::id).reversed());
    return List.copyOf(found);
  }

  /** What is being made, or removed, ends so. */
  private static boolean isWhole(Path entry) {
    String name = entry.getFileName().toString();
    return !name.endsWith(PARTIAL)
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
    byte[] json = Sealed.json(proof);
    try {
      Durable.write(backup.directory().resolve(PROOF), json);
      Durable.write(
          backup.directory().resolve(PROOF + SEAL),
          Sealed.seal(json, key()).getBytes(StandardCharsets.US_ASCII));
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

  private Stored read(Path directory, Secret key) {
    String id = String.valueOf(directory.getFileName());
    try {
      Manifest manifest = sealed(directory, MANIFEST, key, Manifest.class);
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
      Path archive = directory.resolve(manifest.archive().file());
      if (!Files.isRegularFile(archive) || Files.size(archive) != manifest.archive().bytes()) {
        return failed(id, directory, "its archive is missing, or is not as long as it was");
      }
      Proof proof = sealed(directory, PROOF, key, Proof.class);
      return new Stored(
          id, directory, manifest, proof != null && proof.id().equals(id) ? proof : null, "");
    } catch (IOException | Unsealed e) {
      return failed(id, directory, String.valueOf(e.getMessage()));
    }
  }

  private static Stored failed(String id, Path directory, String why) {
    return new Stored(id, directory, null, null, why);
  }

  /** A document that nobody with the key has sealed. */
  private static final class Unsealed extends Exception {
    private static final long serialVersionUID = 1L;

    Unsealed(String name) {
      super(name + " is not sealed with this desk's key: it was changed, or made by another desk");
    }
  }

  private static <T> @Nullable T sealed(Path directory, String name, Secret key, Class<T> type)
      throws IOException, Unsealed {
    byte[] json;
    String seal;
    try {
      json = Files.readAllBytes(directory.resolve(name));
      seal = Files.readString(directory.resolve(name + SEAL), StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      return null;
    }
    if (!Sealed.isSealed(json, seal, key)) {
      throw new Unsealed(name);
    }
    try {
      return Sealed.read(json, type);
    } catch (JacksonException e) {
      throw new IOException(name + " cannot be read", e);
    }
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
