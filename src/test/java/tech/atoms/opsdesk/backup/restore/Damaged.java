package tech.atoms.opsdesk.backup.restore;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Patience;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** A shop whose rows are damaged after a backup. */
final class Damaged {
  private static final InstantSource CLOCK = InstantSource.system();
  private final BackedUp shop;
  private String id = "";

  Damaged(Path directory) throws InterruptedException {
    BackedUp.needsClient();
    shop = new BackedUp(directory);
  }

  void fill(int rows) {
    shop.fill(rows);
  }

  int port() {
    return shop.database.port();
  }

  String name() {
    return shop.database.name();
  }

  void execute(String... statements) {
    TestPostgres.execute(shop.database.dataSource(), statements);
  }

  Connection connect() throws SQLException {
    return shop.database.dataSource().getConnection();
  }

  /** The one value that a query gives. */
  String words(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  /** Takes a backup. */
  void taken() throws InterruptedException {
    id =
        new Taking(shop.catalogue(), shop.target(), "shop", List.of(), CLOCK)
            .take("", "Operator", "here")
            .id();
  }

  /** Takes one that counts as verified; that it is so is what these tests find out. */
  void back() throws InterruptedException {
    taken();
    Content content = new Archived(backup()).manifest().content();
    shop.catalogue()
        .prove(
            backup(),
            new Proof(id, CLOCK.instant(), "Operator", "here", "a test", content.rows(), 1));
  }

  Stored backup() {
    return shop.catalogue().named(id).orElseThrow();
  }

  /** Changes, deletes and adds rows. */
  void damage() {
    execute(
        "update public.users set email = 'x' || email where email like '%1%'",
        "delete from public.orders where id % 3 = 0",
        "insert into public.users (email) values ('new@example.com')");
  }

  Content content() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      ContentReader.pin(connection);
      return ContentReader.read(connection, List.of("public"), (table, done, of) -> {});
    }
  }

  Ahead ahead() {
    return new Ahead(backup(), shop.target());
  }

  /** Through another port, with another patience. */
  Ahead ahead(int port, Patience patience) {
    return new Ahead(backup(), target(port), patience);
  }

  Fate fate(String transaction) {
    return Fate.of(shop.target(), transaction);
  }

  InPlace restore() {
    return restore(backup());
  }

  InPlace restore(Stored backup) {
    return new InPlace(backup, shop.identity(), shop.target());
  }

  /** Through another port, with another time between two looks whether the server is there. */
  InPlace restore(int port, Duration look) {
    return restore(port, new Patience(Patience.USUAL.stalled(), look));
  }

  /** As the other, through a port. */
  InPlace restore(int port, Patience patience) {
    return new InPlace(backup(), shop.identity(), target(port), patience);
  }

  /** Behind another port. */
  Target target(int port) {
    return Target.here(port, name(), TestPostgres.USER, TestPostgres.PASSWORD);
  }

  InPlace restore(Target target) {
    return new InPlace(backup(), shop.identity(), target);
  }

  /** The same archive with a manifest that tells another digest of its first table. */
  Stored otherwise(Stored backup) {
    Manifest is = new Archived(backup).manifest();
    List<Content.Table> tables = new ArrayList<>(is.content().tables());
    Content.Table first = tables.getFirst();
    tables.set(0, new Content.Table(first.name(), first.rows(), first.digest() + "1"));
    Manifest other =
        new Manifest(
            is.format(),
            is.id(),
            is.environment(),
            is.at(),
            is.server(),
            is.schemas(),
            new Content(tables, is.content().fingerprint()),
            is.sequences(),
            is.needs(),
            is.archive(),
            is.enclosed(),
            is.made());
    return new Stored(backup.id(), backup.directory(), other, backup.proof(), "");
  }
}
