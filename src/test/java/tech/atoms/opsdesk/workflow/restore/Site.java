package tech.atoms.opsdesk.workflow.restore;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.HealthyServer;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.backup.BackupSteps;

/** A shop with its database, a server that is well, and a desk that restores. */
final class Site implements AutoCloseable {
  static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  static final InstantSource CLOCK = InstantSource.system();

  final Journal journal;
  final BackedUp shop;
  private final Path directory;
  private final Store store;
  private final MockWebServer web = new MockWebServer();
  private final ServerClient server;

  Site(Path directory) throws InterruptedException, IOException {
    BackedUp.needsClient();
    this.directory = directory;
    shop = new BackedUp(directory);
    shop.fill(200);
    store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
    journal = new Journal(store);
    web.setDispatcher(new HealthyServer(() -> "v1.0.0"));
    web.start(InetAddress.getLoopbackAddress(), 0);
    server =
        new ServerClient(
            environment(false).server(), shop.secrets(), CLOCK, Duration.ofSeconds(5), false);
  }

  Environment environment(boolean fourEyes) {
    return environment(fourEyes, requireNonNull(shop.environment().backup()).restore());
  }

  Environment environment(boolean fourEyes, DatabaseSettings.@Nullable Write role) {
    Environment plain = shop.environment();
    BackupSettings backup = requireNonNull(plain.backup());
    return new Environment(
        plain.name(),
        plain.kind(),
        new ServerSettings(
            URI.create("http://127.0.0.1:" + web.getPort()), "/health", "", "/mcp", null, null),
        plain.database(),
        null,
        new Policy(List.of("operator"), true, fourEyes, 0, new Policy.Budgets(2, 60)),
        plain.contacts(),
        plain.samplingInterval(),
        plain.source(),
        List.of(),
        role == null ? withoutRole(backup) : backup,
        plain.notices());
  }

  private static BackupSettings withoutRole(BackupSettings all) {
    return new BackupSettings(
        all.schemas(),
        all.recipients(),
        all.identity(),
        all.signingKey(),
        all.directory(),
        all.maxAge());
  }

  Engine engine() {
    return new Engine(
        environment(false),
        journal,
        new Guards(store),
        new Audit(store, directory, "here"),
        OPERATOR,
        "here",
        CLOCK,
        time -> Thread.sleep(Duration.ofMillis(20)));
  }

  Restore workflow(Environment environment) {
    return new Restore(
        environment,
        shop.secrets(),
        new BackupSteps(
            environment, shop.secrets(), directory.resolve("work"), "here", List.of(), CLOCK),
        server,
        CLOCK);
  }

  Restore workflow() {
    return workflow(environment(false));
  }

  Stored backup(boolean verified) throws InterruptedException {
    Stored taken =
        new Taking(shop.catalogue(), shop.target(), "shop", List.of(), CLOCK).take("", "O", "here");
    if (verified) {
      // That it can be restored is what these tests find out.
      shop.catalogue()
          .prove(taken, new Proof(taken.id(), CLOCK.instant(), "O", "here", "a test", 400, 1));
    }
    return shop.catalogue().named(taken.id()).orElseThrow();
  }

  void execute(String... statements) {
    TestPostgres.execute(shop.database.dataSource(), statements);
  }

  Content content() throws SQLException {
    try (Connection connection = shop.database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ContentReader.pin(connection);
      return ContentReader.read(connection, List.of("public"), (table, done, of) -> {});
    }
  }

  @Override
  public void close() {
    server.close();
    web.close();
    store.close();
  }
}
