package tech.atoms.opsdesk.backup.dump;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * One snapshot of a database, exported for its dump. Its tables are locked before it is taken: a
 * table that is truncated in between would be empty in the dump and in the snapshot alike, and
 * nobody would notice. One at a time per database, whatever machine it is asked from. One thread.
 */
public final class Snapshot implements AutoCloseable {
  /** Of the advisory lock; "atomsbak" in ASCII. */
  private static final long LOCK = 0x61746f6d7362616bL;

  private static final int TRIES = 3;
  private static final String SEQUENCES =
      "select schemaname || '.' || sequencename, coalesce(last_value, 0) from pg_sequences"
          + " where schemaname = any(?) order by 1";
  private static final String ROLES =
      """
      with s as (select oid, nspowner, nspacl from pg_namespace where nspname = any(?)),
      c as (select oid, relacl, relowner from pg_class where relnamespace in (select oid from s))
      select distinct r.rolname from pg_roles r where r.rolname not like 'pg\\_%' and r.oid in (
        select unnest(p.polroles) from pg_policy p join c on c.oid = p.polrelid
        union select relowner from c
        union select nspowner from s
        union select f.proowner from pg_proc f where f.pronamespace in (select oid from s)
        union select (aclexplode(nspacl)).grantee from s where nspacl is not null
        union select (aclexplode(c.relacl)).grantee from c where c.relacl is not null
        union select (aclexplode(f.proacl)).grantee from pg_proc f where f.proacl is not null
          and f.pronamespace in (select oid from s))
      order by 1
      """;
  private static final String EXTENSIONS =
      "select e.extname, e.extversion, n.nspname from pg_extension e join pg_namespace n"
          + " on n.oid = e.extnamespace where e.extname <> 'plpgsql' order by 1";
  private static final String FUNCTIONS =
      """
      with s as (select oid from pg_namespace where nspname = any(?)),
      c as (select oid from pg_class where relnamespace in (select oid from s)),
      used as (
        select d.refobjid from pg_depend d where d.refclassid = 'pg_proc'::regclass and (
          (d.classid = 'pg_attrdef'::regclass
            and d.objid in (select a.oid from pg_attrdef a join c on c.oid = a.adrelid))
          or (d.classid = 'pg_policy'::regclass
            and d.objid in (select p.oid from pg_policy p join c on c.oid = p.polrelid))
          or (d.classid = 'pg_trigger'::regclass
            and d.objid in (select t.oid from pg_trigger t join c on c.oid = t.tgrelid))
          or (d.classid = 'pg_constraint'::regclass
            and d.objid in (select k.oid from pg_constraint k join c on c.oid = k.conrelid))
          or (d.classid = 'pg_rewrite'::regclass
            and d.objid in (select w.oid from pg_rewrite w join c on c.oid = w.ev_class))))
      select 'create schema if not exists ' || quote_ident(n.nspname) || '; '
          || pg_get_functiondef(f.oid)
        from pg_proc f join pg_namespace n on n.oid = f.pronamespace
        where f.oid in (select refobjid from used) and f.prokind = 'f'
        and n.oid not in (select oid from s) and n.nspname not in ('pg_catalog', 'information_schema')
        and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass
          and e.objid = f.oid and e.deptype = 'e')
        order by n.nspname, f.proname
      """;

  private final Connection connection;
  private final Lifeline line;
  private final Asking asking;
  private final List<String> schemas;
  private final String id;

  private Snapshot(
      Connection connection, Lifeline line, Asking asking, List<String> schemas, String id) {
    this.connection = connection;
    this.line = line;
    this.asking = asking;
    this.schemas = schemas;
    this.id = id;
  }

  /**
   * Takes one.
   *
   * @param application {@code application_name}
   * @param schemas that are dumped
   * @param patience with a server that is not heard
   * @throws ProblemException where another backup is under way, a table is locked by somebody else,
   *     rows would be hidden from the role, or there is nothing to dump
   */
  public static Snapshot take(
      Target target, String application, List<String> schemas, Patience patience)
      throws SQLException {
    Connection connection = target.connect(application, 0);
    Asking asking = new Asking();
    Lifeline line = watched(target, connection, patience, asking);
    try {
      alone(connection);
      for (int i = 0; i < TRIES; i++) {
        String id = attempt(connection, schemas);
        if (!id.isEmpty()) {
          asking.end();
          return new Snapshot(connection, line, asking, schemas, id);
        }
      }
      throw refused("tables are made or dropped all the time", "Try again at a quieter moment");
    } catch (SQLException e) {
      end(connection, line);
      throw line.told(e);
    } catch (RuntimeException e) {
      end(connection, line);
      throw e;
    }
  }

  private static Lifeline watched(
      Target target, Connection connection, Patience patience, Asking asking) throws SQLException {
    try {
      return Lifeline.of(target, connection, patience, asking);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void end(Connection connection, Lifeline line) throws SQLException {
    line.close();
    connection.close();
  }

  private static void alone(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
      row.next();
      if (!row.getBoolean(1)) {
        throw refused(
            "another backup of this database is under way", "Wait until that one is over");
      }
    }
  }

  /** Its name; empty where a table came or went between the list and the snapshot. */
  private static String attempt(Connection connection, List<String> schemas) throws SQLException {
    connection.setAutoCommit(true);
    List<ContentReader.Named> before = ContentReader.tables(connection, schemas);
    if (before.isEmpty()) {
      throw refused("no table is in " + schemas, "Correct backup.schemas in the profile");
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
      statement.execute("set local lock_timeout = '5s'");
      ContentReader.pin(connection);
      statement.execute(
          "lock table "
              + before.stream().map(ContentReader.Named::quoted).collect(Collectors.joining(", "))
              + " in access share mode");
      Lifeline.noticed(connection); // a query: the snapshot is of now, and not of before the locks
      String id;
      try (ResultSet row = statement.executeQuery("select pg_export_snapshot()")) {
        row.next();
        id = row.getString(1);
      }
      Set<ContentReader.Named> now = new HashSet<>(ContentReader.tables(connection, schemas));
      if (!now.equals(new HashSet<>(before))) {
        connection.rollback();
        return "";
      }
      return id;
    } catch (SQLException e) {
      if ("55P03".equals(e.getSQLState())) {
        throw refused(
            "a table is locked by somebody else for more than 5 s",
            "See 'opsdesk db blocking', and try again");
      }
      throw e;
    }
  }

  /** Its name for pg_dump. */
  String id() {
    return id;
  }

  /** What is in it; rows that the role may not see are an error, not missing. */
  Content content(ContentReader.Progress progress) throws SQLException {
    return asked(
        () ->
            ContentReader.read(
                connection,
                schemas,
                (table, done, of) -> {
                  asking.step();
                  progress.read(table, done, of);
                }));
  }

  /** Ends what it is asked now. Blocks on a connection of its own; on any thread. */
  void cancel() {
    if (asking.now()) {
      try {
        connection.unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException e) {
        // The server notices by itself that nobody listens.
      }
    }
  }

  /** When it was taken, by the server's clock. */
  Instant at() throws SQLException {
    return one("select now()", row -> row.getObject(1, OffsetDateTime.class).toInstant());
  }

  /** Which server it is of. */
  Manifest.Server server() throws SQLException {
    return one(
        "select current_setting('server_version'),"
            + " current_setting('server_version_num')::int / 10000, current_database(),"
            + " case when pg_is_in_recovery() then '' else pg_current_wal_lsn()::text end",
        row ->
            new Manifest.Server(
                row.getString(1).split(" ", 2)[0],
                row.getInt(2),
                row.getString(3),
                row.getString(4)));
  }

  /** Where sequences stand; asked after everything else, so that none is behind its rows. */
  List<Manifest.Sequence> sequences() throws SQLException {
    return list(SEQUENCES, true, row -> new Manifest.Sequence(row.getString(1), row.getLong(2)));
  }

  /** What dumped objects use and the dump does not hold. */
  Manifest.Needs needs() throws SQLException {
    return new Manifest.Needs(
        list(ROLES, true, row -> row.getString(1)),
        list(
            EXTENSIONS,
            false,
            row -> new Manifest.Extension(row.getString(1), row.getString(2), row.getString(3))),
        list(FUNCTIONS, true, row -> row.getString(1)));
  }

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private interface Question<T> {
    T answer() throws SQLException;
  }

  private <T> T asked(Question<T> question) throws SQLException {
    asking.begin();
    try {
      return question.answer();
    } catch (SQLException e) {
      throw line.told(e);
    } finally {
      asking.end();
    }
  }

  private <T> T one(String sql, Row<T> row) throws SQLException {
    return asked(
        () -> {
          try (Statement statement = connection.createStatement();
              ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return row.of(result);
          }
        });
  }

  private <T> List<T> list(String sql, boolean ofSchemas, Row<T> each) throws SQLException {
    return asked(
        () -> {
          List<T> all = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (ofSchemas) {
              select.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            }
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                all.add(each.of(row));
              }
            }
          }
          return all;
        });
  }

  private static ProblemException refused(String why, String next) {
    return new ProblemException(new Problem("No backup is taken", "the database", why, next));
  }

  /** Gives it back, and lets others take one. */
  @Override
  public void close() throws SQLException {
    cancel();
    end(connection, line);
  }
}
