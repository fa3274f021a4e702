package tech.atoms.opsdesk.backup.restore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the catalogue of the live database says of tables. Blocks on it; the pins are set. */
final class Live {
  private static final String TABLES =
      "select c.oid::bigint, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname)"
          + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
          + " where c.relkind = 'r' and n.nspname = any(?) order by 2, 3";

  /** A key that can be checked at the end does not ask for an order. */
  private static final String REFERENCES =
      "select conrelid::bigint, confrelid::bigint from pg_constraint where contype = 'f'"
          + " and not condeferrable and conrelid = any(?::bigint[]::oid[])";

  private static final String OUTSIDE =
      """
      select distinct format('%s.%s refers to %s', n.nspname, c.relname, k.confrelid::regclass)
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and c.relkind <> 'p' and k.confrelid = any(?::bigint[]::oid[])
      and k.conrelid <> all(?::bigint[]::oid[]) order by 1
      """;
  private static final String RIGHTS =
      """
      select c.oid::regclass::text || ': ' || case
        when not has_table_privilege(c.oid, 'SELECT') then 'no right to read it'
        when not has_table_privilege(c.oid, 'INSERT') then 'no right to insert'
        when not has_table_privilege(c.oid, 'TRUNCATE') then 'no right to truncate it'
        when row_security_active(c.oid) then 'row-level security holds for the role'
        else 'it has triggers, and the role does not own it' end
      from pg_class c where c.oid = any(?::bigint[]::oid[]) and (
        not has_table_privilege(c.oid, 'SELECT') or not has_table_privilege(c.oid, 'INSERT')
        or not has_table_privilege(c.oid, 'TRUNCATE') or row_security_active(c.oid)
        or (not pg_has_role(c.relowner, 'USAGE') and exists (select from pg_trigger t
          where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled in ('O', 'A'))))
      order by 1
      """;
  private static final String TRIGGERS =
      "select format('alter table only %s disable trigger %I', tgrelid::regclass, tgname),"
          + " format('alter table only %s enable %strigger %I', tgrelid::regclass,"
          + " case tgenabled when 'A' then 'always ' else '' end, tgname)"
          + " from pg_trigger where not tgisinternal and tgenabled in ('O', 'A')"
          + " and tgrelid = any(?::bigint[]::oid[]) order by 1";

  private static final String HOLDERS =
      """
      select distinct coalesce(l.pid::text, 'a prepared transaction')
        || coalesce(' (' || a.usename || coalesce(', ' || nullif(a.application_name, ''), '')
          || coalesce(', ' || a.state, '') || coalesce(', in a transaction since '
          || to_char(a.xact_start, 'HH24:MI:SS') || ' UTC', '') || ')', '')
        || ' holds ' || l.relation::regclass
      from pg_locks l left join pg_stat_activity a on a.pid = l.pid
      where l.granted and l.locktype = 'relation'
      and l.database = (select oid from pg_database where datname = current_database())
      and l.relation = any(?::bigint[]::oid[]) and l.pid is distinct from pg_backend_pid()
      order by 1
      """;
  private static final String SEQUENCES =
      """
      select s.seqrelid::bigint, n.nspname || '.' || c.relname,
        format('%I.%I', n.nspname, c.relname), s.seqincrement > 0,
        has_sequence_privilege(c.oid, 'UPDATE') and has_sequence_privilege(c.oid, 'SELECT')
      from pg_sequence s join pg_class c on c.oid = s.seqrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(?) and exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
          and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
          and d.refobjid = any(?::bigint[]::oid[])
        union all select from pg_depend d join pg_attrdef f on f.oid = d.objid
          where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_class'::regclass
          and d.refobjid = c.oid and f.adrelid = any(?::bigint[]::oid[]))
      order by 2
      """;

  private final Connection connection;

  Live(Connection connection) {
    this.connection = connection;
  }

  /** A trigger that would fire, as statements that silence it and let it speak again. */
  record Trigger(String disable, String enable) {}

  /** A sequence that gives values to tables. */
  record Sequence(String name, String quoted, boolean ascending, boolean mayBeSet) {}

  /** The tables of schemas, in the order in which they are locked. */
  List<LiveTable> tables(List<String> schemas) throws SQLException {
    return list(
        TABLES,
        row -> new LiveTable(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
        (Object) text(schemas));
  }

  /** For each table those that its rows refer to at once, by name. */
  Map<String, Set<String>> refersTo(List<LiveTable> tables) throws SQLException {
    Map<Long, String> names = new HashMap<>();
    tables.forEach(table -> names.put(table.oid(), table.name()));
    Map<String, Set<String>> all = new HashMap<>();
    record Edge(String from, String to) {}
    for (Edge edge :
        list(
            REFERENCES,
            row ->
                new Edge(
                    names.getOrDefault(row.getLong(1), ""), names.getOrDefault(row.getLong(2), "")),
            (Object) oids(tables))) {
      if (!edge.to().isEmpty()) {
        all.computeIfAbsent(edge.from(), _ -> new HashSet<>()).add(edge.to());
      }
    }
    return all;
  }

  /** Others that refer to these, in words: they would lose what they refer to. */
  List<String> outside(List<LiveTable> tables) throws SQLException {
    return words(OUTSIDE, oids(tables), oids(tables));
  }

  /** What the role may not, in words. */
  List<String> missingRights(List<LiveTable> tables) throws SQLException {
    return words(RIGHTS, (Object) oids(tables));
  }

  /** The triggers that would fire. */
  List<Trigger> triggers(List<LiveTable> tables) throws SQLException {
    return list(
        TRIGGERS, row -> new Trigger(row.getString(1), row.getString(2)), (Object) oids(tables));
  }

  /** Who holds the tables now, in words. */
  List<String> holders(List<LiveTable> tables) throws SQLException {
    return words(HOLDERS, (Object) oids(tables));
  }

  /** The sequences that give values to the tables. */
  List<Sequence> sequences(List<String> schemas, List<LiveTable> tables) throws SQLException {
    return list(
        SEQUENCES,
        row ->
            new Sequence(row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5)),
        text(schemas),
        oids(tables),
        oids(tables));
  }

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private List<String> words(String sql, Object... values) throws SQLException {
    return list(sql, row -> row.getString(1), values);
  }

  private <T> List<T> list(String sql, Row<T> each, Object... values) throws SQLException {
    List<T> all = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        Object[] array = (Object[]) values[i];
        String type = array instanceof String[] ? "text" : "bigint";
        select.setArray(i + 1, connection.createArrayOf(type, array));
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          all.add(each.of(row));
        }
      }
    }
    return all;
  }

  private static String[] text(List<String> all) {
    return all.toArray(new String[0]);
  }

  private static Long[] oids(List<LiveTable> tables) {
    return tables.stream().map(LiveTable::oid).toArray(Long[]::new);
  }
}
