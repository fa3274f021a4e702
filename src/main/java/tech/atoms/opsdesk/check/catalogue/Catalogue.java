package tech.atoms.opsdesk.check.catalogue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.auth.AuthChecks;
import tech.atoms.opsdesk.check.auth.TokenProbes;
import tech.atoms.opsdesk.check.backup.PlatformBackupChecks;
import tech.atoms.opsdesk.check.database.DatabaseChecks;
import tech.atoms.opsdesk.check.health.ContractCheck;
import tech.atoms.opsdesk.check.health.HealthChecks;
import tech.atoms.opsdesk.check.operation.FailedSignIn;
import tech.atoms.opsdesk.check.operation.LivePlatform;
import tech.atoms.opsdesk.check.operation.OperationChecks;
import tech.atoms.opsdesk.check.recovery.RecoveryChecks;
import tech.atoms.opsdesk.check.security.SecurityChecks;
import tech.atoms.opsdesk.check.source.PlatformFacts;
import tech.atoms.opsdesk.common.Programs;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.provider.sandbox.TokenClient;
import tech.atoms.opsdesk.provider.supabase.Supabase;
import tech.atoms.opsdesk.provider.vercel.VercelLogs;
import tech.atoms.opsdesk.provider.vercel.VercelReader;
import tech.atoms.opsdesk.server.ServerClient;

/**
 * Every check of an environment, with the clients that answer them. Nothing is opened before a
 * check runs. Safe on any thread.
 */
public final class Catalogue implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  /** A server that limits the desk says when it may ask again: a run takes that long. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Check> checks = new ArrayList<>();
  private final OwnClients own = new OwnClients();

  /**
   * The checks of an environment.
   *
   * @param environment whose
   * @param secrets resolves its secrets, late
   * @param shared its database where somebody has it open already, who closes it; null: one of the
   *     catalogue's own
   * @param clock what time it is
   */
  public Catalogue(
      Environment environment,
      SecretResolver secrets,
      @Nullable MonitoredDatabase shared,
      InstantSource clock) {
    own.build(() -> add(environment, secrets, shared, clock));
  }

  private void add(
      Environment environment,
      SecretResolver secrets,
      @Nullable MonitoredDatabase shared,
      InstantSource clock) {
    MonitoredDatabase database = shared;
    if (database == null) {
      database = MonitoredDatabase.of(environment, secrets, clock);
      if (database != null) {
        own.keep(database);
      }
    }
    checks.addAll(new DatabaseChecks(database).all());
    ServerClient server =
        new ServerClient(
            environment.server(),
            secrets,
            clock,
            DEADLINE,
            environment.kind() != EnvironmentKind.PRODUCTION,
            PATIENCE);
    own.keep(server);
    boolean https = "https".equals(environment.server().baseUrl().getScheme());
    HealthChecks health = new HealthChecks(server, clock, environment.samplingInterval(), https);
    checks.addAll(health.all());
    TokenClient tokens = tokens(environment, secrets);
    // Probes send what was announced and no more: they do not ask again.
    ServerClient probing = new ServerClient(environment.server(), secrets, clock, DEADLINE, false);
    own.keep(probing);
    checks.addAll(
        new TokenProbes(
                probing, environment.server(), secrets, tokens == null ? null : tokens::token)
            .all());
    PlatformSettings settings = environment.platform();
    VercelReader platform = settings == null ? null : new VercelReader(settings, secrets, DEADLINE);
    if (platform != null) {
      own.keep(platform);
    }
    PlatformFacts deployed = PlatformFacts.of(platform);
    Origins origins =
        new Origins(environment, deployed, database, health, Programs.ofThisMachine(), clock);
    SecurityChecks security =
        new SecurityChecks(
            environment.server(),
            secrets,
            tokens == null ? null : tokens::tokenOfSomebody,
            origins.settings(),
            clock,
            DEADLINE);
    own.keep(security);
    checks.addAll(security.all());
    AuthChecks auth =
        new AuthChecks(
            health.signIn(),
            health.signedIn(),
            environment.server().token(),
            secrets,
            database,
            deployed.variables(),
            environment.server().publicUrl(),
            DEADLINE);
    own.keep(auth);
    checks.addAll(auth.all());
    LivePlatform live = live(environment, secrets, platform);
    checks.addAll(operation(environment, secrets, live, clock));
    checks.add(new ContractCheck(health.signedIn(), live.production()).check());
    checks.addAll(origins.all());
    checks.addAll(
        new RecoveryChecks(
                environment.backup() == null
                    ? null
                    : new tech.atoms.opsdesk.backup.store.Catalogue(environment, secrets),
                deployed.variables(),
                clock)
            .all());
    SupabaseSettings ofDatabase = environment.supabase();
    Supabase supabase =
        ofDatabase == null ? null : new Supabase(ofDatabase, secrets, DEADLINE, Duration.ZERO);
    if (supabase != null) {
      own.keep(supabase);
    }
    checks.addAll(new PlatformBackupChecks(supabase).all());
  }

  private LivePlatform live(
      Environment environment, SecretResolver secrets, @Nullable VercelReader platform) {
    PlatformSettings settings = environment.platform();
    VercelLogs logs = settings == null ? null : new VercelLogs(settings, secrets, DEADLINE);
    if (logs != null) {
      own.keep(logs);
    }
    return new LivePlatform(platform, logs);
  }

  private List<Check> operation(
      Environment environment, SecretResolver secrets, LivePlatform live, InstantSource clock) {
    ServerClient server = new ServerClient(environment.server(), secrets, clock, DEADLINE, false);
    own.keep(server);
    List<Check> all =
        new ArrayList<>(
            new OperationChecks(server, live, environment.server().publicUrl(), clock).all());
    all.add(new FailedSignIn(server, live, environment.server().mcpPath(), clock).check());
    return all;
  }

  private @Nullable TokenClient tokens(Environment environment, SecretResolver secrets) {
    PlatformSettings platform = environment.platform();
    if (environment.kind() != EnvironmentKind.SANDBOX || platform == null) {
      return null;
    }
    TokenClient client = new TokenClient(platform, secrets, DEADLINE);
    own.keep(client);
    return client;
  }

  /** All of them, by subject. */
  public List<Check> all() {
    return List.copyOf(checks);
  }

  /** Those that are wanted. */
  public List<Check> matching(Predicate<CheckSpec> wanted) {
    return checks.stream().filter(check -> wanted.test(check.spec())).toList();
  }

  /** Closes the clients that are its own: all of them, whatever one of them says. */
  @Override
  public void close() {
    own.close();
  }
}
