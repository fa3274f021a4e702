package tech.atoms.opsdesk.workflow.restore;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.restore.Foreign;
import tech.atoms.opsdesk.backup.restore.IntoEmpty;
import tech.atoms.opsdesk.backup.restore.NewDatabase;
import tech.atoms.opsdesk.backup.restore.Occupied;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/**
 * Restores a backup, or a dump of somebody else, into another database, which is empty or is made.
 * The live database is refused, also where it is empty. The target is {@link Elsewhere#word}.
 */
public final class RestoreInto implements Workflow {
  /** The workflow's name. */
  public static final String ID = "restore-into";

  private static final int LOOK_SECONDS = 20;

  private final Environment environment;
  private final SecretResolver secrets;
  private final InstantSource clock;

  /** Of an environment. */
  public RestoreInto(Environment environment, SecretResolver secrets, InstantSource clock) {
    this.clock = clock;
    this.environment = environment;
    this.secrets = secrets;
  }

  @Override
  public String id() {
    return ID;
  }

  /** Nothing of the environment is changed. */
  @Override
  public boolean holdsEnvironment() {
    return false;
  }

  private @Nullable DatabaseSettings like() {
    return environment.database();
  }

  @Override
  public Plan plan(String target) {
    Elsewhere where = Elsewhere.parse(target);
    DatabaseSettings settings = where.settings(like());
    Target database = Target.of(settings, secrets);
    boolean isNew = NewDatabase.isMissing(database);
    Map<String, String> facts = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    String what;
    if (where.isFile()) {
      Foreign dump = Foreign.of(Path.of(where.source()));
      requireFit(settings, isNew);
      IntoEmpty into = new IntoEmpty(dump, database);
      what = String.valueOf(dump.file().getFileName());
      facts.put("file", where.source());
      facts.put("format", dump.kind().words());
      if (!isNew) {
        requireClient(into);
        into.requireEmpty();
      }
      warnings.add(
          "Unproven: without a manifest nobody can say that it holds what was there. Rows are"
              + " counted, not compared");
      warnings.add(
          dump.kind() == Foreign.Kind.PLAIN
              ? "Owners and rights are those of the script: its roles must be there"
              : "Owners and rights of the dump are left out");
      warnings.add("A dump may run whatever its author wrote: restore only what you trust");
    } else {
      Manifest manifest = archived(where.source()).manifest();
      identity(); // it is told now where there is none, and not when all is begun
      requireFit(settings, isNew);
      if (!isNew) {
        requireEmpty(database, where, manifest);
      }
      what = where.source();
      facts.put("backup", where.source());
      facts.put("taken", manifest.at().truncatedTo(ChronoUnit.SECONDS).toString());
      facts.put("rows", "%,d".formatted(manifest.content().rows()));
      facts.put("schemas", String.join(", ", manifest.schemas()));
    }
    facts.put("into", where.url() + " as " + where.user());
    if (isNew) {
      warnings.add("The server has no such database: it is made, from template0, with UTF-8");
    }
    warnings.add("The live database is not touched");
    return new Plan(
        ID,
        environment.name(),
        where.word(),
        "Restore " + what + " into " + where.url(),
        "",
        facts,
        warnings,
        List.of(
            new PlannedStep(
                IntoStep.ID,
                isNew
                    ? "Make the database, and restore all of it in one transaction"
                    : "Restore all of it in one transaction into the empty database",
                isNew ? "there is no such database" : "nothing is there",
                where.isFile() ? "its rows are there, counted" : "every row compared by digest",
                "drop the database")));
  }

  private static void requireEmpty(Target database, Elsewhere where, Manifest manifest) {
    try (Connection connection = database.connect("atoms-restore-look", LOOK_SECONDS)) {
      String something = Occupied.by(connection, manifest.schemas());
      if (!something.isEmpty()) {
        throw refused(
            where.url(),
            something + " is there already",
            "Name a database in whose schemas nothing is");
      }
    } catch (SQLException e) {
      throw refused(
          where.url(),
          "it does not answer: " + Masking.mask(String.valueOf(e.getMessage())),
          "Look at its address, the role and the password");
    }
  }

  /** It is not the live one, and no pooler of transactions is in between: what others run stays. */
  private void requireFit(DatabaseSettings settings, boolean isNew) {
    DatabaseSettings live = like();
    if (isNew) {
      if (live != null) {
        NotLive.requireOther(Target.of(settings, secrets), Target.of(live, secrets));
      }
      return;
    }
    if (live != null) {
      NotLive.require(Target.of(settings, secrets), Target.of(live, secrets));
    }
    try (MonitoredDatabase there = new MonitoredDatabase(settings, 2, secrets, clock)) {
      if (there.pooling().shared()) {
        throw refused(
            settings.url(),
            "it is reached through a pooler of transactions: two connections share a process of"
                + " the server",
            "Name the direct address, or the pooler of sessions");
      }
    }
  }

  private static void requireClient(IntoEmpty into) {
    try {
      into.client();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    Elsewhere where = Elsewhere.parse(plan.target());
    DatabaseSettings live = like();
    DatabaseSettings settings = where.settings(live);
    Target database = Target.of(settings, secrets);
    Target server = Target.of(settings.named(NewDatabase.MAINTENANCE), secrets);
    Runnable ready = () -> ready(database, server, live);
    return List.of(
        where.isFile()
            ? IntoStep.foreign(
                new IntoEmpty(Foreign.of(Path.of(where.source())), database),
                database,
                where.source(),
                ready)
            : IntoStep.backup(archived(where.source()), this::identity, database, ready));
  }

  private void ready(Target database, Target server, @Nullable DatabaseSettings live) {
    if (NewDatabase.isMissing(database)) {
      if (live != null) {
        NotLive.requireOther(database, Target.of(live, secrets));
      }
      NewDatabase.make(server, database);
    }
    if (live != null) {
      NotLive.require(database, Target.of(live, secrets));
    }
  }

  private Archived archived(String id) {
    Catalogue catalogue = new Catalogue(environment, secrets);
    return new Archived(
        catalogue
            .named(id)
            .orElseThrow(
                () ->
                    refused(
                        id,
                        "none of that name is in " + catalogue.directory(),
                        "See 'opsdesk backup list'")));
  }

  private Secret identity() {
    BackupSettings settings = new Catalogue(environment, secrets).settings();
    SecretRef reference = settings.identity();
    if (reference == null) {
      throw refused(
          environment.name(),
          "the profile names no secret key that opens archives: backup.identity",
          "Restore where the key is");
    }
    return secrets.resolve(reference);
  }

  private static ProblemException refused(String where, String why, String next) {
    return new ProblemException(new Problem("The backup is not restored", where, why, next));
  }
}
