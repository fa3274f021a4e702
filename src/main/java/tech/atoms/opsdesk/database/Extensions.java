package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.util.List;

/**
 * Extensions, and the one function that the specification's tables need of them.
 *
 * @param installed by name
 * @param makesIds whether there is a function {@code uuid_generate_v4()}, of whatever origin
 */
public record Extensions(List<Extension> installed, boolean makesIds) {
  private static final String INSTALLED =
      """
      select e.extname::text, e.extversion, coalesce(a.default_version, '') as newest
      from pg_catalog.pg_extension e left join pg_catalog.pg_available_extensions a on a.name = e.extname
      order by 1
      """;

  private static final String MAKES_IDS =
      "select exists (select from pg_catalog.pg_proc where proname = 'uuid_generate_v4' and"
          + " pronargs = 0)";

  /** Copies the list. */
  public Extensions {
    installed = List.copyOf(installed);
  }

  /**
   * An extension.
   *
   * @param name its name
   * @param version that is installed
   * @param newest that the server could install; empty where it is not told
   */
  public record Extension(String name, String version, String newest) {}

  static Extensions read(Read read) throws SQLException {
    return new Extensions(
        read.list(
            INSTALLED, row -> new Extension(row.getString(1), row.getString(2), row.getString(3))),
        read.one(MAKES_IDS, row -> row.getBoolean(1)));
  }
}
