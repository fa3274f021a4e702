package tech.atoms.opsdesk.workflow.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.Journal;

/** The store that all desks share, and the files of a desk. */
final class Site implements AutoCloseable {
  /** What the desks' environment is called. */
  static final String ENVIRONMENT = "shop";

  static final Me OPERATOR =
      new Me("Operator", System.getProperty("user.name", ""), List.of("operations"));

  final Path directory;
  final TestPostgres.Database database = TestPostgres.createDatabase();
  final Store store = TestStores.open(TestStores.in(database));
  final Journal journal = new Journal(store);
  final Audit audit;

  Site(Path directory) throws IOException {
    this.directory = directory;
    this.audit = new Audit(store, directory, "there");
    secret("password", TestPostgres.PASSWORD.reveal());
  }

  /** Writes a secret beside the profile. */
  void secret(String name, String value) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Writes the profile of a world, whose store is reached over a port. */
  Path profile(World world, int port) throws IOException {
    String url = database.jdbcUrl().substring("jdbc:".length());
    return Files.writeString(
        directory.resolve("profile.yaml"),
        """
        environments:
          - name: %s
            kind: staging
        %s    people:
              - {name: Operator, login: "%s", roles: [operations]}
            policy:
              mayChange: [operations]
              typedConfirmation: false
        store: {url: "%s", user: %s, password: "file:password", sslmode: disable}
        """
            .formatted(
                ENVIRONMENT,
                world.profile().indent(4),
                OPERATOR.login(),
                url.replace(":" + database.port() + "/", ":" + port + "/"),
                TestPostgres.USER));
  }

  static Environment environment(Path profile) throws IOException {
    return Profiles.load(profile).environments().getFirst();
  }

  static Secrets secrets(Path profile) {
    return Secrets.of(profile);
  }

  /** Forgets all runs. */
  void clear() {
    TestPostgres.execute(
        database.dataSource(), "delete from opsdesk.change_lock", "delete from opsdesk.run");
  }

  @Override
  public void close() {
    store.close();
  }
}
