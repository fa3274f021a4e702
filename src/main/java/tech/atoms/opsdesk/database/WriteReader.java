package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what was written within a time, by the columns that tables usually keep for it. */
final class WriteReader {
  /** More are not looked at one by one. */
  private static final int MOST_TABLES = 60;

  private static final String TABLES =
      """
      select format('%I.%I', n.nspname, c.relname) as name,
             (select format('%I', a.attname) from pg_catalog.pg_attribute a
               where a.attrelid = c.oid and a.atttypid = 'timestamptz'::regtype and not a.attisdropped
                 and a.attname in ('created_at', 'inserted_at', 'created')
               order by a.attname limit 1) as made,
             (select format('%I', a.attname) from pg_catalog.pg_attribute a
               where a.attrelid = c.oid and a.atttypid = 'timestamptz'::regtype and not a.attisdropped
                 and a.attname in ('updated_at', 'modified_at', 'updated', 'last_activity')
               order by a.attname desc limit 1) as changed
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
         and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
         and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
       order by (n.nspname = 'public') desc, 1
      """;

  private WriteReader() {}

  private record Table(String name, @Nullable String made, @Nullable String changed) {}

  /** Every table that the role may read, those of {@code public} first. */
  static List<Written> read(Access access, Instant after, Instant until) {
    List<Table> tables =
        access.read(
            "the tables",
            read ->
                read.list(
                    TABLES,
                    row -> new Table(row.getString(1), row.getString(2), row.getString(3))));
    List<Written> all = new ArrayList<>();
    for (Table table : tables) {
      all.add(all.size() < MOST_TABLES ? read(access, table, after, until) : unlooked(table));
    }
    return all;
  }

  private static Written unlooked(Table table) {
    return new Written(table.name(), null, null, "there are more than " + MOST_TABLES + " tables");
  }

  private static Written read(Access access, Table table, Instant after, Instant until) {
    if (table.made() == null && table.changed() == null) {
      return new Written(table.name(), null, null, "it keeps no times");
    }
    try {
      return access.read(
          "what was written to " + table.name(), read -> count(read, table, after, until));
    } catch (DatabaseException e) {
      return new Written(table.name(), null, null, e.problem().why());
    }
  }

  private static Written count(Read read, Table table, Instant after, Instant until)
      throws SQLException {
    // A policy that hides rows would make them none.
    read.ask(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute("set local row_security = off");
          }
        });
    String made = within(table.made());
    String changed = "not (" + made + ") and " + within(table.changed());
    return read.one(
        "select count(*) filter (where %s), count(*) filter (where %s) from %s, (select ?::timestamptz as a, ?::timestamptz as u) w"
            .formatted(made, changed, table.name()),
        row ->
            new Written(
                table.name(),
                table.made() == null ? null : (Long) row.getLong(1),
                table.changed() == null ? null : (Long) row.getLong(2),
                ""),
        after,
        until);
  }

  private static String within(@Nullable String column) {
    return column == null
        ? "false"
        : "coalesce(" + column + " > w.a and " + column + " <= w.u, false)";
  }
}
