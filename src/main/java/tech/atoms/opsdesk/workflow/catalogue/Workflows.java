package tech.atoms.opsdesk.workflow.catalogue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.dump.StoreDump;
import tech.atoms.opsdesk.backup.store.Enclosure;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.database.DatabaseWriter;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.provider.supabase.Supabase;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.backup.Backup;
import tech.atoms.opsdesk.workflow.backup.BackupSteps;
import tech.atoms.opsdesk.workflow.backup.Configured;
import tech.atoms.opsdesk.workflow.backup.Prune;
import tech.atoms.opsdesk.workflow.deploy.Deploy;
import tech.atoms.opsdesk.workflow.deploy.Evidence;
import tech.atoms.opsdesk.workflow.pitr.MakePoint;
import tech.atoms.opsdesk.workflow.pitr.Pitr;
import tech.atoms.opsdesk.workflow.recover.Recover;
import tech.atoms.opsdesk.workflow.restore.Restore;
import tech.atoms.opsdesk.workflow.restore.RestoreInto;
import tech.atoms.opsdesk.workflow.restore.Restoring;
import tech.atoms.opsdesk.workflow.rollback.Rollback;
import tech.atoms.opsdesk.workflow.sessions.EndBackend;
import tech.atoms.opsdesk.workflow.sessions.EndSessions;
import tech.atoms.opsdesk.workflow.variables.SetVariables;

/**
 * The workflows of one environment, each made when it is asked for. What they need is opened on
 * first use and closed with this. Safe on any thread.
 */
public final class Workflows implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(8);
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Where servers that are thrown away keep their files. */
  private static final String TRIALS = "trials";

  private final Environment environment;
  private final SecretResolver secrets;
  private final InstantSource clock;
  private final @Nullable MonitoredDatabase shared;
  private final @Nullable Evidence evidence;
  private @Nullable MonitoredDatabase own;
  private @Nullable Vercel platform;
  private @Nullable Supabase supabase;
  private @Nullable ServerClient server;
  private @Nullable ServerClient glance;
  private boolean closed;

  /**
   * The workflows of an environment; nothing is opened yet.
   *
   * @param secrets resolves its secrets, late
   * @param shared its database, which stays open; null: it is opened where it is needed
   * @param clock what time it is
   */
  public Workflows(
      Environment environment,
      SecretResolver secrets,
      @Nullable MonitoredDatabase shared,
      InstantSource clock) {
    this(environment, secrets, shared, null, clock);
  }

  /**
   * The workflows of an environment, for a desk that keeps its checklist; nothing is opened yet.
   *
   * @param secrets resolves its secrets, late
   * @param shared its database, which stays open; null: it is opened where it is needed
   * @param evidence its checklist and freezes; null: none, and gates that ask for them say so
   * @param clock what time it is
   */
  public Workflows(
      Environment environment,
      SecretResolver secrets,
      @Nullable MonitoredDatabase shared,
      @Nullable Evidence evidence,
      InstantSource clock) {
    this.evidence = evidence;
    this.environment = environment;
    this.secrets = secrets;
    this.shared = shared;
    this.clock = clock;
  }

  /**
   * The workflow of a name.
   *
   * @throws ProblemException where there is none, or the profile lacks what it needs
   */
  public Workflow of(String id) {
    for (Rollback.Kind kind : Rollback.Kind.values()) {
      if (kind.id().equals(id)) {
        return new Rollback(
            kind, environment, platform(), server(), glance(), databaseOrNull(), clock);
      }
    }
    for (EndSessions.Kind kind : EndSessions.Kind.values()) {
      if (kind.id().equals(id)) {
        DatabaseWriter writer = DatabaseWriter.of(environment, secrets);
        return new EndSessions(kind, environment, database(), writer);
      }
    }
    for (EndBackend.Kind kind : EndBackend.Kind.values()) {
      if (kind.id().equals(id)) {
        DatabaseWriter writer = DatabaseWriter.of(environment, secrets);
        return new EndBackend(kind, environment, database(), writer);
      }
    }
    for (Backup.Kind kind : Backup.Kind.values()) {
      if (kind.id().equals(id)) {
        return new Backup(kind, environment, backups(), database());
      }
    }
    if (id.equals(Prune.ID)) {
      return new Prune(environment, backups(), clock);
    }
    if (id.equals(RestoreInto.ID)) {
      return new RestoreInto(environment, secrets, clock);
    }
    if (id.equals(Restore.ID)) {
      return new Restore(environment, secrets, backups(), server(), clock);
    }
    if (id.equals(Pitr.ID)) {
      return new Pitr(environment, supabase(), databaseOrNull(), backupsOrNull(), server(), clock);
    }
    if (id.equals(MakePoint.ID)) {
      return new MakePoint(environment, supabase(), clock);
    }
    if (id.equals(Deploy.ID)) {
      return deploy();
    }
    if (id.equals(Recover.ID)) {
      return new Recover(
          environment,
          backups(),
          new Restoring(environment, secrets, clock),
          platform(),
          deploy(),
          server(),
          clock);
    }
    if (id.equals(SetVariables.ID)) {
      return variables(Map.of());
    }
    throw new ProblemException(
        new Problem(
            "This desk does not know the workflow",
            id,
            "it was started by another version of the desk",
            "Use that version"));
  }

  private Deploy deploy() {
    return new Deploy(
        environment,
        platform(),
        server(),
        databaseOrNull(),
        secrets,
        evidence,
        backupsOrNull(),
        clock);
  }

  /**
   * What takes and proves backups.
   *
   * @throws ProblemException where the profile does not say how
   */
  private BackupSteps backups() {
    return new BackupSteps(
        environment,
        secrets,
        Directories.data().resolve(TRIALS),
        ThisMachine.name(),
        enclosures(),
        clock);
  }

  private @Nullable BackupSteps backupsOrNull() {
    return environment.backup() == null || environment.database() == null ? null : backups();
  }

  private List<Enclosure> enclosures() {
    List<Enclosure> all = new ArrayList<>();
    all.add(
        new Configured(
            environment, environment.platform() == null ? null : platform().variables(), clock));
    if (evidence != null) {
      all.add(new StoreDump(evidence.store()));
    }
    return all;
  }

  /**
   * The workflow that sets variables.
   *
   * @param given values that were given by hand, by name
   */
  public SetVariables variables(Map<String, Secret> given) {
    return new SetVariables(environment, platform(), secrets, given);
  }

  /**
   * The platform, to read from; only a workflow's steps change something there.
   *
   * @throws ProblemException where the profile names none
   */
  public synchronized Vercel platform() {
    requireOpen();
    Vercel there = platform;
    if (there == null) {
      PlatformSettings settings = environment.platform();
      if (settings == null) {
        throw new ProblemException(
            new Problem(
                "There is no platform to change",
                environment.name(),
                "the profile names none for it",
                "Add a platform to the environment in the profile"));
      }
      there = new Vercel(settings, secrets, DEADLINE, PATIENCE);
      platform = there;
    }
    return there;
  }

  private synchronized Supabase supabase() {
    requireOpen();
    Supabase there = supabase;
    if (there == null) {
      SupabaseSettings settings = environment.supabase();
      if (settings == null) {
        throw new ProblemException(
            new Problem(
                "The database has no platform to ask",
                environment.name(),
                "the profile names no Supabase project for it",
                "Add supabase to the environment in the profile"));
      }
      there = new Supabase(settings, secrets, DEADLINE, PATIENCE);
      supabase = there;
    }
    return there;
  }

  private synchronized ServerClient server() {
    requireOpen();
    ServerClient there = server;
    if (there == null) {
      there = new ServerClient(environment.server(), secrets, clock, DEADLINE, false);
      server = there;
    }
    return there;
  }

  private synchronized ServerClient glance() {
    requireOpen();
    ServerClient there = glance;
    if (there == null) {
      there = new ServerClient(environment.server(), secrets, clock, GLANCE, false);
      glance = there;
    }
    return there;
  }

  private synchronized MonitoredDatabase database() {
    requireOpen();
    MonitoredDatabase there = shared == null ? own : shared;
    if (there == null) {
      there = MonitoredDatabase.of(environment, secrets, clock);
      if (there == null) {
        throw new ProblemException(
            new Problem(
                "There is no database",
                environment.name(),
                "the profile names none for it",
                "Add a database to the environment in the profile"));
      }
      own = there;
    }
    return there;
  }

  private @Nullable MonitoredDatabase databaseOrNull() {
    return environment.database() == null ? null : database();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed: the workflows of " + environment.name());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (platform != null) {
      platform.close();
    }
    if (supabase != null) {
      supabase.close();
    }
    if (server != null) {
      server.close();
    }
    if (glance != null) {
      glance.close();
    }
    if (own != null) {
      own.close();
    }
  }
}
