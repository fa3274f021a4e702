package tech.atoms.opsdesk.database;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@link Schema} from the catalogue. */
final class SchemaReader {
  private static final String TABLES =
      """
      select c.relname as name, c.relrowsecurity as rls,
             array(select p.polname::text from pg_catalog.pg_policy p where p.polrelid = c.oid order by 1) as policies,
             array(select distinct x.privilege_type::text from pg_catalog.aclexplode(c.relacl) x
                   join pg_catalog.pg_roles r on r.oid = x.grantee and r.rolname = 'anon' order by 1) as anon,
             array(select p.polname::text
                   from pg_catalog.pg_policy p
                   join pg_catalog.pg_roles r on r.rolname = 'anon'
                   where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*')
                     and (0 = any(p.polroles) or r.oid = any(p.polroles)
                          or exists (select from unnest(p.polroles) as member(role)
                                     where member.role <> 0 and pg_catalog.pg_has_role(r.oid, member.role, 'USAGE')))
                     and coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), 'true')
                         !~* 'auth\\.|\\muid\\(\\)|jwt|current_setting|current_user|session_user'
                     and not exists (select from pg_catalog.pg_policy n where n.polrelid = c.oid and not n.polpermissive)
                   order by 1) as anon_reads,
             coalesce((select pg_catalog.has_table_privilege(r.oid, c.oid, 'SELECT')
                       from pg_catalog.pg_roles r where r.rolname = 'anon'), false) as anon_may
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p')
      order by c.relname
      """;

  private static final String COLUMNS =
      """
      select c.relname as table_name, a.attname as name,
             pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
             pg_catalog.pg_get_expr(d.adbin, d.adrelid) as standard
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where n.nspname = 'public' and c.relkind in ('r', 'p')
      order by c.relname, a.attnum
      """;

  private static final String KEYS =
      """
      select c.relname as table_name, k.contype::text as kind, k.convalidated as validated,
             coalesce(t.relname, '') as target,
             array(select a.attname::text from unnest(k.conkey) with ordinality u(num, pos)
                   join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num
                   order by u.pos) as columns
      from pg_catalog.pg_constraint k
      join pg_catalog.pg_class c on c.oid = k.conrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      left join pg_catalog.pg_class t on t.oid = k.confrelid
      where n.nspname = 'public' and k.contype in ('p', 'u', 'f')
      order by c.relname, k.conname
      """;

  private static final String INDEXES =
      """
      select c.relname as table_name, i.relname as name,
             x.indisvalid and x.indisready as usable, x.indpred is not null as partial,
             array(select coalesce(a.attname::text, '(expression)')
                   from unnest(x.indkey[0:x.indnkeyatts - 1]) with ordinality u(num, pos)
                   left join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = u.num and u.num > 0
                   order by u.pos) as columns
      from pg_catalog.pg_index x
      join pg_catalog.pg_class c on c.oid = x.indrelid
      join pg_catalog.pg_class i on i.oid = x.indexrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public'
      order by c.relname, i.relname
      """;

  private SchemaReader() {}

  static Schema read(Read read) throws SQLException {
    Map<String, List<Schema.Column>> columns = new HashMap<>();
    read.list(
        COLUMNS,
        row ->
            add(
                columns,
                row,
                new Schema.Column(
                    row.getString("name"),
                    row.getString("type"),
                    row.getBoolean("not_null"),
                    row.getString("standard"))));
    Map<String, List<Schema.Key>> keys = new HashMap<>();
    read.list(
        KEYS,
        row ->
            add(
                keys,
                row,
                new Schema.Key(
                    kind(row.getString("kind")),
                    texts(row, "columns"),
                    row.getString("target"),
                    row.getBoolean("validated"))));
    Map<String, List<Schema.Index>> indexes = new HashMap<>();
    read.list(
        INDEXES,
        row ->
            add(
                indexes,
                row,
                new Schema.Index(
                    row.getString("name"),
                    texts(row, "columns"),
                    row.getBoolean("usable"),
                    row.getBoolean("partial"))));
    List<Schema.Table> tables =
        read.list(
            TABLES,
            row -> {
              String name = row.getString("name");
              return new Schema.Table(
                  name,
                  row.getBoolean("rls"),
                  columns.getOrDefault(name, List.of()),
                  keys.getOrDefault(name, List.of()),
                  indexes.getOrDefault(name, List.of()),
                  texts(row, "policies"),
                  texts(row, "anon"),
                  anonReads(row));
            });
    return new Schema(
        tables,
        read.list("select extname from pg_catalog.pg_extension order by 1", r -> r.getString(1)));
  }

  /** Without the right to select, no policy lets anybody read. */
  private static List<String> anonReads(ResultSet row) throws SQLException {
    if (!row.getBoolean("anon_may")) {
      return List.of();
    }
    return row.getBoolean("rls") ? texts(row, "anon_reads") : List.of("no row-level security");
  }

  private static <T> T add(Map<String, List<T>> all, ResultSet row, T one) throws SQLException {
    all.computeIfAbsent(row.getString("table_name"), name -> new ArrayList<>()).add(one);
    return one;
  }

  private static Schema.Key.Kind kind(String letter) {
    return switch (letter) {
      case "p" -> Schema.Key.Kind.PRIMARY;
      case "u" -> Schema.Key.Kind.UNIQUE;
      default -> Schema.Key.Kind.FOREIGN;
    };
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return List.of((String[]) array.getArray());
  }
}
