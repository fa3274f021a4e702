package tech.atoms.opsdesk.backup.restore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Whether anything is in a database that no extension has brought. Blocks on it. */
public final class Occupied {
  private static final String SOMETHING =
      """
      with s as (select oid, nspname from pg_namespace where case when cardinality(?) > 0 then nspname = any(?)
        else nspname <> 'information_schema' and nspname not like 'pg\\_%' end),
      own as (
        select oid, relnamespace as space, relname as name from pg_class where relkind not in ('i', 'I', 't')
        union all select oid, pronamespace, proname || '()' from pg_proc
        union all select oid, typnamespace, typname from pg_type where typtype in ('e', 'd', 'r'))
      select s.nspname || '.' || own.name from own join s on s.oid = own.space
        where not exists (select from pg_depend d where d.objid = own.oid and d.deptype = 'e')
      order by 1 limit 1
      """;

  private Occupied() {}

  /**
   * The name of something that is there: a table, a view, a sequence, a function, a type.
   *
   * @param schemas in which; empty: in all that are not PostgreSQL's own
   * @return empty where nothing is
   */
  public static String by(Connection connection, List<String> schemas) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SOMETHING)) {
      select.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      select.setArray(2, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }
}
