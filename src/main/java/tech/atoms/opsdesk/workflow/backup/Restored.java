package tech.atoms.opsdesk.workflow.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.database.DatabaseChecks;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SslMode;

/**
 * Looks at a database that was restored: the checklist's own checks of tables, indexes and
 * row-level security, and whether its tables can be read and written.
 */
final class Restored {
  private static final String APPLICATION = "atoms-drill";

  /** Of the checks of a database, those that its backup answers for. */
  private static final List<String> OF_SCHEMA =
      List.of("database.table.", "database.index.", "database.row-security");

  private static final String TABLES =
      "select quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_class c join"
          + " pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in"
          + " ('pg_catalog', 'information_schema') order by 1";

  private final Target target;
  private final InstantSource clock;

  Restored(Target target, InstantSource clock) {
    this.target = target;
    this.clock = clock;
  }

  List<Drill.Look> looks() throws SQLException, InterruptedException {
    List<Drill.Look> looks = new ArrayList<>(checks());
    looks.addAll(smoke());
    return looks;
  }

  private List<Drill.Look> checks() throws InterruptedException {
    Secret password = target.password();
    DatabaseSettings settings =
        new DatabaseSettings(
            target.jdbcUrl().substring("jdbc:".length()),
            target.properties().getOrDefault("user", ""),
            SecretRef.parse("env:DRILL"),
            SslMode.DISABLE,
            null);
    try (MonitoredDatabase database =
        new MonitoredDatabase(
            settings, 2, _ -> password == null ? new Secret("") : password, clock)) {
      List<Check> wanted =
          new DatabaseChecks(database)
              .all().stream()
                  .filter(check -> OF_SCHEMA.stream().anyMatch(check.spec().id()::startsWith))
                  .toList();
      List<Drill.Look> looks = new ArrayList<>();
      for (Finding finding : new CheckRun(clock).run(wanted, _ -> {})) {
        looks.add(
            new Drill.Look(finding.title(), finding.outcome() == Outcome.PASS, finding.line()));
      }
      return looks;
    }
  }

  /** Reads a row of every table, and locks it as whoever changes it does; nothing of it stays. */
  private List<Drill.Look> smoke() throws SQLException {
    List<Drill.Look> looks = new ArrayList<>();
    try (Connection connection = target.connect(APPLICATION, 60)) {
      connection.setAutoCommit(false);
      for (String table : tables(connection)) {
        looks.add(smoke(connection, table));
        connection.rollback();
      }
    }
    return looks;
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        all.add(row.getString(1));
      }
    }
    return all;
  }

  private static Drill.Look smoke(Connection connection, String table) {
    String what = table + " is read, and its rows can be changed";
    try (Statement statement = connection.createStatement()) {
      statement.execute("select * from only " + table + " limit 1 for update");
      return new Drill.Look(what, true, "");
    } catch (SQLException e) {
      return new Drill.Look(what, false, String.valueOf(e.getMessage()));
    }
  }
}
