package tech.atoms.opsdesk.workflow.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.restore.Ahead;
import tech.atoms.opsdesk.backup.restore.Fate;
import tech.atoms.opsdesk.backup.restore.InPlace;
import tech.atoms.opsdesk.backup.restore.IntoNew;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Lease;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;

/** What a restore into the live database of an environment needs. Safe on any thread. */
public final class Restoring {
  private static final String NOT_HERE = "Nothing can be restored into the live database from here";

  private final Environment environment;
  private final SecretResolver secrets;
  private final Catalogue catalogue;
  private final DatabaseSettings database;
  private final SecretRef identity;
  private final InstantSource clock;

  /**
   * Of an environment.
   *
   * @throws ProblemException where the profile names no database, no secret key that opens archives
   *     or no role that restores
   */
  public Restoring(Environment environment, SecretResolver secrets, InstantSource clock) {
    this.clock = clock;
    this.environment = environment;
    this.secrets = secrets;
    this.catalogue = new Catalogue(environment, secrets);
    DatabaseSettings reading = environment.database();
    DatabaseSettings.Write role = catalogue.settings().restore();
    SecretRef key = catalogue.settings().identity();
    if (reading == null) {
      throw notHere("the profile names no database", "Add database to the environment");
    }
    if (key == null) {
      throw notHere(
          "the profile names no secret key that opens archives: backup.identity",
          "Restore where the key is");
    }
    if (role == null) {
      throw notHere(
          "the profile names no role that owns the tables: the desk's own only reads",
          "Add backup.restore, with user and password, to the environment in the profile;"
              + " docs/backup.md says what the role needs");
    }
    if (reading.isTransactionPooler()) {
      throw notHere(
          "port 6543 is a pooler of transactions", "Name the direct address in database.url");
    }
    this.database = reading.as(role);
    this.identity = key;
  }

  private ProblemException notHere(String why, String next) {
    return new ProblemException(new Problem(NOT_HERE, environment.name(), why, next));
  }

  /** What time it is. */
  InstantSource clock() {
    return clock;
  }

  /** The role that writes. */
  public String role() {
    return database.user();
  }

  /**
   * The backup of an id.
   *
   * @throws ProblemException where there is none
   */
  public Stored named(String id) {
    return catalogue
        .named(id)
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "There is no such backup",
                        id.isEmpty() ? environment.name() : id,
                        "none of that name is in " + catalogue.directory(),
                        "See 'opsdesk backup list'")));
  }

  /** Nothing removes the backup until it is closed. */
  public Lease lease(String id, String owner) {
    return catalogue.holds().lease(id, owner, clock);
  }

  /** What a run has taken before it restores; null where it has taken none. */
  @Nullable Stored safety(String run) {
    return run.isEmpty() ? null : catalogue.ofRun(run).orElse(null);
  }

  /** The catalogue that backups are named in. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** The database, as the role that restores; resolves its secret now. */
  public Target target() {
    return Target.of(database, secrets);
  }

  /** Another database of the same server. */
  public Target target(String name) {
    return Target.of(database.named(name), secrets);
  }

  /** A restore into a database that is empty; resolves its secrets now. */
  public IntoNew intoNew(String id) {
    return new IntoNew(new Archived(named(id)), secrets.resolve(identity), target());
  }

  /** What a backup keeps beside its dump; resolves its secrets now. */
  public InputStream enclosed(String id, String file) {
    return new Archived(named(id)).enclosed(file, secrets.resolve(identity));
  }

  /** A restore of a backup; resolves its secrets now. */
  public InPlace inPlace(String id) {
    return new InPlace(named(id), secrets.resolve(identity), Target.of(database, secrets));
  }

  /** Looks at what the restore of a backup would meet; resolves its secrets now. */
  Ahead ahead(String id) {
    return new Ahead(named(id), Target.of(database, secrets));
  }

  /**
   * What became of a run's restore; empty where none came to its commit. The live rows alone do not
   * tell: others write as soon as it is committed.
   */
  public Optional<Fate> fate(String run) {
    try {
      String transaction = Files.readString(mark(run), StandardCharsets.US_ASCII).strip();
      return Optional.of(Fate.of(Target.of(database, secrets), transaction));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "What became of the restore is not known",
              mark(run).toString(),
              String.valueOf(e.getMessage()),
              "Look at the directory's rights"),
          e);
    }
  }

  /** Keeps which transaction a run is about to commit. */
  public void keep(String run, String transaction) throws IOException {
    PrivateFiles.write(mark(run), transaction + "\n", true);
  }

  private Path mark(String run) {
    return catalogue.directory().resolve("restore-of-run-" + run);
  }
}
