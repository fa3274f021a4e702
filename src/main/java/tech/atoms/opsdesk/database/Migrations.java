package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.util.List;

/**
 * Which migrations have been applied, as Supabase's command line keeps it.
 *
 * @param kept whether the database keeps a list at all
 * @param versions of those that were applied, in order
 */
public record Migrations(boolean kept, List<String> versions) {
  private static final String TABLE = "supabase_migrations.schema_migrations";

  /** Copies the list. */
  public Migrations {
    versions = List.copyOf(versions);
  }

  static Migrations read(Read read) throws SQLException {
    boolean kept = read.one("select to_regclass(?) is not null", row -> row.getBoolean(1), TABLE);
    return kept
        ? new Migrations(
            true,
            read.list("select version from " + TABLE + " order by 1", row -> row.getString(1)))
        : new Migrations(false, List.of());
  }
}
