package tech.atoms.opsdesk.backup.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.dump.ToolRun;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Restores a dump that this desk has not made into an empty database, in one transaction. What is
 * in it afterwards is counted, and counts as unproven. One thread.
 */
public final class IntoEmpty {
  private static final String APPLICATION = "atoms-restore-foreign";
  private static final String TABLES =
      "select n.nspname || '.' || c.relname, quote_ident(n.nspname) || '.' ||"
          + " quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
          + " where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in"
          + " ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%' order by 1";

  private final Foreign dump;
  private final Target target;

  /** A restore. */
  public IntoEmpty(Foreign dump, Target target) {
    this.dump = dump;
    this.target = target;
  }

  /**
   * A table's rows.
   *
   * @param table schema and name
   * @param rows how many
   */
  public record Counted(String table, long rows) {}

  /**
   * What is in the database, by table.
   *
   * @throws ProblemException where it does not answer
   */
  public List<Counted> counted() {
    List<Counted> all = new ArrayList<>();
    try (Connection connection = target.connect(APPLICATION, 0);
        Statement list = connection.createStatement();
        ResultSet table = list.executeQuery(TABLES)) {
      while (table.next()) {
        try (Statement count = connection.createStatement();
            ResultSet row = count.executeQuery("select count(*) from " + table.getString(2))) {
          row.next();
          all.add(new Counted(table.getString(1), row.getLong(1)));
        }
      }
    } catch (SQLException e) {
      throw new ProblemException(
          new Problem(
              "The database does not answer",
              target.jdbcUrl(),
              Masking.mask(String.valueOf(e.getMessage())),
              "Look at it, and try again"),
          e);
    }
    return all;
  }

  /**
   * Nothing is in the database.
   *
   * @throws ProblemException where something is, or it does not answer
   */
  public void requireEmpty() {
    String something = something();
    if (!something.isEmpty()) {
      throw Foreign.refused(dump.file(), "the database is not empty: " + something + " is in it");
    }
  }

  private String something() {
    try (Connection connection = target.connect(APPLICATION, 60)) {
      return Occupied.by(connection, List.of());
    } catch (SQLException e) {
      throw Foreign.refused(dump.file(), Masking.mask(String.valueOf(e.getMessage())));
    }
  }

  /** The client programs that fit the dump and the server. */
  public Client client() throws InterruptedException {
    int major;
    try (Connection connection = target.connect(APPLICATION, 10)) {
      major = connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw Foreign.refused(
          dump.file(),
          "the database does not answer: " + Masking.mask(String.valueOf(e.getMessage())));
    }
    if (dump.oldest() > major) {
      throw Foreign.refused(
          dump.file(),
          "it was written by pg_dump %d, and the server is PostgreSQL %d: name a server of %d or later"
              .formatted(dump.oldest(), major, dump.oldest()));
    }
    return Client.of(major);
  }

  /**
   * Restores it. Blocks until it is committed, or nothing of it is there.
   *
   * @throws ProblemException where the database is not empty, or the dump is damaged
   */
  public List<Counted> restore() throws InterruptedException {
    Client client = client();
    requireEmpty();
    boolean plain = dump.kind() == Foreign.Kind.PLAIN;
    Path restore = client.restore();
    Path psql =
        restore.resolveSibling(restore.getFileName().toString().replace("pg_restore", "psql"));
    if (plain && !Files.isExecutable(psql)) {
      throw Foreign.refused(
          dump.file(), "a script needs psql, and there is none beside " + restore);
    }
    try {
      if (plain) {
        boolean isThere = !there().isEmpty();
        run(psql, List.of(), to -> dump.script(to, isThere));
      } else {
        // Reading all of it finds what is damaged before anything is locked.
        ToolRun.run(
            restore,
            List.of("--file=" + Foreign.NOWHERE, dump.file().toString()),
            target,
            APPLICATION);
        String listed =
            ToolRun.run(restore, List.of("--list", dump.file().toString()), target, APPLICATION);
        try (Contents contents = Contents.without(there(), listed)) {
          run(restore, List.of(contents.option()), ToolRun.Input.NONE);
        }
      }
    } catch (IOException e) {
      throw Foreign.refused(dump.file(), String.valueOf(e.getMessage()));
    } catch (ProblemException e) {
      Problem told = e.problem();
      throw new ProblemException(
          new Problem(
              told.what(),
              told.where(),
              told.why(),
              "Nothing was restored. What it names and a dump does not bring must be there before:"
                  + " roles, extensions and their schemas"),
          e);
    }
    return counted();
  }

  private void run(Path program, List<String> more, ToolRun.Input input)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Target.CONNECTING);
    arguments.addAll(more);
    arguments.addAll(dump.arguments());
    ToolRun.run(program, arguments, target, APPLICATION, input);
  }

  /** The schema public, where it is there, empty: it stays as it is. */
  private Set<String> there() {
    try (Connection connection = target.connect(APPLICATION, 60)) {
      return Contents.there(connection, List.of("public"));
    } catch (SQLException e) {
      throw Foreign.refused(dump.file(), Masking.mask(String.valueOf(e.getMessage())));
    }
  }
}
