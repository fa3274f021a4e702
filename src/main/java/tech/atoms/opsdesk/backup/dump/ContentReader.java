package tech.atoms.opsdesk.backup.dump;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.common.Sha256;

/** Reads what is in schemas, within the transaction of a connection. Blocks for its rows. */
public final class ContentReader {
  /**
   * What a value looks like as text must not depend on a session, or equal rows have other digests.
   */
  static final String PINS =
      "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle ="
          + " 'postgres'; set local extra_float_digits = 1; set local lc_monetary = 'C'; set local"
          + " bytea_output = 'hex'; set local search_path = 'pg_catalog'; set local row_security ="
          + " off; set local statement_timeout = 0; set local idle_in_transaction_session_timeout ="
          + " 0";

  /**
   * Each table with its columns as they are hashed: types whose hash tells every difference as they
   * are, text by its bytes, all others as the text that pg_dump writes. Hashing values instead of
   * text costs a quarter (docs/decisions/0008).
   */
  private static final String TABLES =
      """
      select n.nspname || '.' || c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
        coalesce((select string_agg(case
            when t.oid = any('{int2,int4,int8,oid,bool,uuid,bytea,date,time,timestamp,timestamptz,jsonb}'::regtype[])
              then 't.' || quote_ident(a.attname)
            when t.oid = any('{text,varchar}'::regtype[])
              then 't.' || quote_ident(a.attname) || ' collate pg_catalog."C"'
            else 't.' || quote_ident(a.attname) || '::text collate pg_catalog."C"' end,
            ', ' order by a.attnum)
          from pg_attribute a join pg_type t on t.oid = a.atttypid
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '')
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname = any(?) order by 1
      """;

  /** What makes two schemas the same, a line each. */
  private static final String SHAPE =
      """
      with s as (select oid, nspname from pg_namespace where nspname = any(?)),
      c as (select c.oid, s.nspname || '.' || c.relname as name, c.relkind::text as relkind, c.relrowsecurity,
            c.relforcerowsecurity, c.reloptions from pg_class c join s on s.oid = c.relnamespace)
      select 'column ' || c.name || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || ' ' || a.attnotnull || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
          || ' ' || a.attidentity::text || a.attgenerated::text
        from c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relkind in ('r', 'p', 'v', 'm')
      union all select 'relation ' || name || ' ' || relkind || ' ' || relrowsecurity || ' '
          || relforcerowsecurity || ' ' || coalesce(reloptions::text, '')
        from c where relkind in ('r', 'p', 'v', 'm', 'S')
      union all select 'sequence ' || c.name || ' ' || format_type(q.seqtypid, null) || ' ' || q.seqstart || ' '
          || q.seqincrement || ' ' || q.seqmin || ' ' || q.seqmax || ' ' || q.seqcycle
        from pg_sequence q join c on c.oid = q.seqrelid
      union all select 'constraint ' || c.name || ' ' || k.conname || ' '
          || pg_get_constraintdef(k.oid) from pg_constraint k join c on c.oid = k.conrelid
      union all select 'index ' || pg_get_indexdef(i.indexrelid) from pg_index i
        join c on c.oid = i.indrelid
      union all select 'policy ' || c.name || ' ' || p.polname || ' ' || p.polcmd::text || ' ' || p.polpermissive || ' '
          || coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' '
          || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') || ' '
          || (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
              from unnest(p.polroles) o left join pg_roles r on r.oid = o)
        from pg_policy p join c on c.oid = p.polrelid
      union all select 'trigger ' || pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text from pg_trigger t
        join c on c.oid = t.tgrelid where not t.tgisinternal
      union all select 'function ' || md5(pg_get_functiondef(f.oid)) || ' ' || f.proname
        from pg_proc f join s on s.oid = f.pronamespace where f.prokind in ('f', 'p')
        and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass
          and e.objid = f.oid and e.deptype = 'e')
      union all select 'view ' || c.name || ' ' || pg_get_viewdef(c.oid) from c
        where c.relkind in ('v', 'm')
      union all select 'rule ' || pg_get_ruledef(r.oid) from pg_rewrite r join c on c.oid = r.ev_class
        where r.rulename <> '_RETURN'
      union all select 'enum ' || s.nspname || '.' || t.typname || ' '
          || string_agg(e.enumlabel, ',' order by e.enumsortorder)
        from pg_enum e join pg_type t on t.oid = e.enumtypid join s on s.oid = t.typnamespace
        group by s.nspname, t.typname
      union all select 'domain ' || s.nspname || '.' || t.typname || ' '
          || format_type(t.typbasetype, t.typtypmod) || ' ' || t.typnotnull || ' ' || coalesce(t.typdefault, '')
          || ' ' || coalesce((select string_agg(pg_get_constraintdef(k.oid), ',' order by k.conname)
              from pg_constraint k where k.contypid = t.oid), '')
        from pg_type t join s on s.oid = t.typnamespace where t.typtype = 'd'
      order by 1
      """;

  private ContentReader() {}

  /** A table's name for people, and as a statement wants it; its columns as they are hashed. */
  record Named(String name, String quoted, String columns) {}

  /** Hears how far it is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A table was read.
     *
     * @param table its name
     * @param done tables read
     * @param of tables in all
     */
    void read(String table, int done, int of);
  }

  static List<Named> tables(Connection connection, List<String> schemas) throws SQLException {
    List<Named> all = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(TABLES)) {
      select.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          all.add(new Named(row.getString(1), row.getString(2), row.getString(3)));
        }
      }
    }
    return all;
  }

  /** Sets what values look like, for the transaction that is open or begins. */
  public static void pin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(PINS);
    }
  }

  /** All of it; {@link #pin} first. */
  public static Content read(Connection connection, List<String> schemas, Progress progress)
      throws SQLException {
    return read(connection, schemas, table -> true, progress);
  }

  /**
   * What differs in a database from a manifest, a line each, on a connection of its own.
   *
   * @param connection closed by the caller; is within one transaction afterwards
   */
  public static List<String> differences(
      Connection connection, Manifest manifest, Progress progress) throws SQLException {
    connection.setAutoCommit(false);
    pin(connection);
    return manifest.content().differences(read(connection, manifest.schemas(), progress));
  }

  /** As the other, with the rows of some tables alone; the shape is that of all. */
  public static Content read(
      Connection connection, List<String> schemas, Predicate<String> wanted, Progress progress)
      throws SQLException {
    List<Named> named =
        tables(connection, schemas).stream().filter(one -> wanted.test(one.name())).toList();
    List<Content.Table> tables = new ArrayList<>();
    for (Named table : named) {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select count(*), coalesce(sum(hash_record_extended(row("
                      + table.columns()
                      + "), 0)::numeric), 0)::text from only "
                      + table.quoted()
                      + " t")) {
        row.next();
        tables.add(new Content.Table(table.name(), row.getLong(1), row.getString(2)));
      }
      progress.read(table.name(), tables.size(), named.size());
    }
    return new Content(tables, fingerprint(connection, schemas));
  }

  /** Of the shape of schemas, without their rows; {@link #pin} first. */
  public static String fingerprint(Connection connection, List<String> schemas)
      throws SQLException {
    StringBuilder lines = new StringBuilder();
    try (PreparedStatement select = connection.prepareStatement(SHAPE)) {
      select.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lines.append(row.getString(1)).append('\n');
        }
      }
    }
    return Sha256.hex(lines.toString());
  }
}
