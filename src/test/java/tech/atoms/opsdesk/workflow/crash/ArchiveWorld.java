package tech.atoms.opsdesk.workflow.crash;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.workflow.HealthyServer;
import tech.atoms.opsdesk.workflow.backup.Backup;
import tech.atoms.opsdesk.workflow.restore.Restore;

/** A database that is backed up, and brought back. */
final class ArchiveWorld implements World {
  private static final InstantSource CLOCK = InstantSource.system();

  private final String workflow;
  private final BackedUp shop;
  private final Path backups;
  private final Relay relay;
  private final Relay server;
  private final MockWebServer web = Prompt.server();
  private final Content whole;
  private final String backup;

  ArchiveWorld(String workflow, Site site, Relay.Watch changes, Relay.Watch looks)
      throws Exception {
    this.workflow = workflow;
    Path directory = Files.createTempDirectory(site.directory, "archive").toAbsolutePath();
    shop = new BackedUp(directory);
    shop.fill(300);
    backups = directory.resolve("backups");
    whole = content();
    site.secret("database", TestPostgres.PASSWORD.reveal());
    site.secret("identity", shop.identity().reveal());
    site.secret("signing", shop.secrets().resolve(shop.settings().signingKey()).reveal());
    if (workflow.equals(Backup.Kind.TAKE.id())) {
      backup = "";
    } else {
      Stored taken =
          new Taking(shop.catalogue(), shop.target(), Site.ENVIRONMENT, List.of(), CLOCK)
              .take("", "Operator", "here");
      backup = taken.id();
      shop.catalogue()
          .prove(taken, new Proof(backup, CLOCK.instant(), "O", "here", "a test", 600, 1));
    }
    if (restores()) {
      TestPostgres.execute(
          shop.database.dataSource(), "delete from public.orders where id % 2 = 0");
    }
    web.setDispatcher(new HealthyServer(() -> "v1.0.0"));
    web.start(InetAddress.getLoopbackAddress(), 0);
    relay = new Relay(shop.database.port(), changes);
    server = new Relay(web.getPort(), looks);
  }

  private boolean restores() {
    return workflow.equals(Restore.ID);
  }

  private Content content() throws SQLException {
    try (Connection connection = shop.database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ContentReader.pin(connection);
      return ContentReader.read(connection, List.of("public"), (table, done, of) -> {});
    }
  }

  @Override
  public String workflow() {
    return workflow;
  }

  @Override
  public String target() {
    return backup;
  }

  @Override
  public List<String> command() {
    return restores()
        ? List.of("backup", "restore", backup)
        : workflow.equals(Backup.Kind.TAKE.id())
            ? List.of("backup", "create")
            : List.of("backup", workflow.substring("backup-".length()), backup);
  }

  /** A dump begins with its snapshot; rows are replaced by a commit. */
  @Override
  public boolean asks(String said) {
    int at = said.indexOf("select txid_current()");
    return said.contains("pg_export_snapshot()") || (at >= 0 && said.indexOf("COMMIT", at) >= 0);
  }

  /** Backups that the run has taken, and rows that are those of the backup. */
  @Override
  public int applied() {
    int taken = shop.catalogue().all().size() - (backup.isEmpty() ? 0 : 1);
    try {
      return taken + (restores() && content().equals(whole) ? 1 : 0);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int expected() {
    return restores() ? 2 : workflow.equals(Backup.Kind.TAKE.id()) ? 1 : 0;
  }

  @Override
  public String wrong() {
    try (Stream<Path> left = Files.walk(backups)) {
      String partial =
          String.join(
              ", ", left.map(Path::toString).filter(one -> one.endsWith(".partial")).toList());
      return !partial.isEmpty()
          ? "left is " + partial
          : content().equals(whole) ? "" : "the rows are not those of the backup";
    } catch (java.io.IOException | SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public String profile() {
    return """
    server:
      baseUrl: http://127.0.0.1:%d
      mcpPath: /mcp
    database:
      url: postgresql://127.0.0.1:%d/%s
      user: %s
      password: "file:database"
      sslmode: disable
    backup:
      directory: %s
      recipients: ["%s"]
      identity: "file:identity"
      signingKey: "file:signing"
      restore: {user: %s, password: "file:database"}
    """
        .formatted(
            server.port(),
            relay.port(),
            shop.database.name(),
            TestPostgres.USER,
            backups,
            shop.recipient,
            TestPostgres.USER);
  }

  @Override
  public void close() {
    relay.close();
    server.close();
    web.close();
    try {
      Trees.remove(backups);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
