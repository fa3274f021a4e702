package tech.atoms.opsdesk.check.catalogue;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.check.configuration.ConfigurationChecks;
import tech.atoms.opsdesk.check.configuration.ConfigurationFacts;
import tech.atoms.opsdesk.check.configuration.FunctionalProbes;
import tech.atoms.opsdesk.check.configuration.Settings;
import tech.atoms.opsdesk.check.dependency.DependencyChecks;
import tech.atoms.opsdesk.check.dependency.DependencyFacts;
import tech.atoms.opsdesk.check.dependency.ToolChecks;
import tech.atoms.opsdesk.check.deployment.DeploymentChecks;
import tech.atoms.opsdesk.check.deployment.PreflightChecks;
import tech.atoms.opsdesk.check.deployment.SourceChecks;
import tech.atoms.opsdesk.check.deployment.TestResultCheck;
import tech.atoms.opsdesk.check.deployment.VercelFile;
import tech.atoms.opsdesk.check.health.HealthChecks;
import tech.atoms.opsdesk.check.operation.AssistedChecks;
import tech.atoms.opsdesk.check.source.Parsed;
import tech.atoms.opsdesk.check.source.PlatformFacts;
import tech.atoms.opsdesk.check.source.Sources;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.Programs;
import tech.atoms.opsdesk.database.Migrations;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.server.SignIn;

/**
 * The checks of what a server is made from and how it is set: its variables, its packages, its
 * deployment.
 */
final class Origins {
  private final Environment environment;
  private final PlatformFacts platform;
  private final @Nullable MonitoredDatabase database;
  private final HealthChecks health;
  private final Programs programs;
  private final InstantSource clock;
  private final Fact<Sources> sources;
  private final Fact<Parsed<VercelFile>> vercelFile;
  private final Fact<Settings> settings;
  private final boolean deployed;

  /**
   * The checks of an environment.
   *
   * @param platform what the platform tells
   * @param database whom to ask about migrations; null where the profile names none
   * @param health how the server is, and how it asks for sign-in
   * @param programs of this machine
   * @param clock tells ages
   */
  Origins(
      Environment environment,
      PlatformFacts platform,
      @Nullable MonitoredDatabase database,
      HealthChecks health,
      Programs programs,
      InstantSource clock) {
    this.environment = environment;
    this.platform = platform;
    this.database = database;
    this.health = health;
    this.programs = programs;
    this.clock = clock;
    this.sources = Sources.fact(environment.source().checkout());
    this.vercelFile = DeploymentChecks.vercelFile(sources);
    this.deployed = environment.platform() != null || environment.source().envFile() == null;
    this.settings =
        deployed
            ? ConfigurationFacts.deployed(platform, vercelFile)
            : ConfigurationFacts.file(environment.source().envFile());
  }

  /** The server's variables. */
  Fact<Settings> settings() {
    return settings;
  }

  List<Check> all() {
    boolean sandbox = environment.kind() == EnvironmentKind.SANDBOX;
    List<Check> checks = new ArrayList<>();
    checks.addAll(configuration().all());
    checks.addAll(new FunctionalProbes(health.signIn(), health.health(), health.signedIn()).all());
    checks.addAll(new DependencyChecks(DependencyFacts.of(sources), programs).all());
    checks.addAll(new ToolChecks(programs, System.getProperty("os.name", ""), sandbox).all());
    checks.addAll(new DeploymentChecks(platform, sources).all());
    checks.addAll(new SourceChecks(platform, sources, migrations(), programs).all());
    checks.addAll(
        new PreflightChecks(
                sources,
                vercelFile,
                List.of(environment.server().healthPath(), environment.server().mcpPath()),
                programs)
            .all());
    checks.add(TestResultCheck.of(sources));
    checks.addAll(
        new AssistedChecks(
                environment.contacts(),
                environment.database() == null ? List.of() : environment.database().hosts(),
                platform,
                sources,
                settings,
                health.signIn(),
                clock)
            .all());
    return checks;
  }

  private ConfigurationChecks configuration() {
    Fact<SignIn> signIn = health.signIn();
    Fact<List<URI>> issuers =
        Fact.of("authorization servers", Lane.NONE, all -> named(all.get(signIn)), signIn);
    return new ConfigurationChecks(
        settings,
        deployed ? "platform's API" : "env file",
        issuers,
        environment.server().publicUrl(),
        environment.server().mcpPath(),
        environment.kind() == EnvironmentKind.PRODUCTION);
  }

  /** None is named only by a server that could be asked: one that limits its callers was not. */
  private List<URI> named(SignIn found) {
    if (found.issuers().isEmpty() && !found.troubles().isEmpty()) {
      throw new Unanswerable(
          new Problem(
              "The server's authorization server is not known",
              environment.server().baseUrl().toString(),
              String.join("; ", found.troubles()),
              "Mend how the server tells it, or ask again later"),
          null);
    }
    return found.issuers();
  }

  private Fact<Migrations> migrations() {
    return Fact.of(
        "migrations of the database",
        Lane.DATABASE,
        facts -> {
          if (database == null) {
            throw new Unanswerable(
                new Problem(
                    "The database cannot be asked",
                    "environment's database",
                    "the profile names none",
                    "Add a database to the environment in the profile"),
                null);
          }
          return database.migrations();
        });
  }
}
