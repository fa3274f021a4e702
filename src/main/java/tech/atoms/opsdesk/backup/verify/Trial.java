package tech.atoms.opsdesk.backup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.RestoreRun;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Lease;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * Restores a backup into a server that is thrown away, and compares every row with its manifest.
 * Only that makes it verified. One thread; {@link #progress} on any.
 */
public final class Trial {
  private static final String APPLICATION = "atoms-trial";

  private final Catalogue catalogue;
  private final SecretResolver secrets;
  private final Path work;
  private final InstantSource clock;
  private volatile String progress = "";

  /**
   * A trial.
   *
   * @param work where the server's files lie meanwhile: as much space as the database takes
   */
  public Trial(Catalogue catalogue, SecretResolver secrets, Path work, InstantSource clock) {
    this.catalogue = catalogue;
    this.secrets = secrets;
    this.work = work;
    this.clock = clock;
  }

  /** How far it is, in words; empty before it has begun. */
  public String progress() {
    return progress;
  }

  /**
   * Verifies a backup, and keeps that in the catalogue.
   *
   * @param by who has it done
   * @throws ProblemException where it is no use, cannot be opened, or held something else
   */
  public Proof verify(Stored backup, String by, String host) throws InterruptedException {
    return verify(backup, by, host, target -> {});
  }

  /** Something to do with the database that was restored, once it is proven. */
  @FunctionalInterface
  public interface While {
    /** It answers at this target, until this returns. */
    void up(Target target) throws SQLException, InterruptedException;
  }

  /**
   * As the other.
   *
   * @param during what is done with the database before it is thrown away
   */
  public Proof verify(Stored backup, String by, String host, While during)
      throws InterruptedException {
    try (Lease _ =
        catalogue.holds().lease(backup.id(), "verified by " + by + " on " + host, clock)) {
      return leased(backup, by, host, during);
    }
  }

  private Proof leased(Stored backup, String by, String host, While during)
      throws InterruptedException {
    Instant began = clock.instant();
    Archived archived = new Archived(backup);
    Manifest manifest = archived.manifest();
    SecretRef identity = catalogue.settings().identity();
    if (identity == null) {
      throw new ProblemException(
          new Problem(
              "The backup cannot be verified here",
              backup.id(),
              "the profile names no secret key: backup.identity",
              "Verify it where the key is"));
    }
    progress = "reading the archive";
    try {
      archived.requireWhole();
      archived.requireEnclosed();
    } catch (ProblemException e) {
      throw disproven(backup, e);
    }
    Client client = Client.of(manifest.server().major());
    progress = "starting a server";
    try (ThrowAway server = ThrowAway.start(work, manifest.server().major(), began)) {
      List<String> missing = server.prepare(manifest);
      progress = "restoring";
      try (InputStream dump = archived.dump(secrets.resolve(identity))) {
        RestoreRun.into(client, server.target(), APPLICATION, dump);
      } catch (ProblemException e) {
        throw new Unproven(e.problem(), e); // its bytes are those that were written
      }
      try {
        compare(backup, manifest, server.target(), missing);
      } catch (ProblemException e) {
        throw disproven(backup, e);
      }
      during.up(server.target());
    } catch (IOException | SQLException e) {
      throw failed(backup, String.valueOf(e.getMessage()), e);
    }
    Instant now = clock.instant();
    Proof proof =
        new Proof(
            backup.id(),
            now,
            by,
            host,
            "PostgreSQL " + manifest.server().major() + ", thrown away",
            manifest.content().rows(),
            Duration.between(began, now).toMillis());
    catalogue.prove(backup, proof);
    return proof;
  }

  /** Whatever was seen before: it counts as verified no more. */
  private Unproven disproven(Stored backup, ProblemException e) {
    catalogue.disprove(backup);
    return new Unproven(e.problem(), e);
  }

  private void compare(Stored backup, Manifest manifest, Target target, List<String> missing)
      throws SQLException {
    List<String> differences;
    try (Connection connection = target.connect(APPLICATION, 0)) {
      differences =
          ContentReader.differences(
              connection,
              manifest,
              (table, done, of) -> progress = "compared %s, %d of %d".formatted(table, done, of));
    }
    if (!differences.isEmpty()) {
      throw failed(
          backup,
          Few.of(differences)
              + (missing.isEmpty() ? "" : "; the server could not be given: " + Few.of(missing)),
          null);
    }
  }

  private static ProblemException failed(
      Stored backup, String why, @org.jspecify.annotations.Nullable Exception cause) {
    return new ProblemException(
        new Problem(
            "The backup was not verified",
            backup.id(),
            Masking.mask(why.lines().findFirst().orElse(why)),
            "Take another one, and find out what is wrong with this one"),
        cause);
  }
}
