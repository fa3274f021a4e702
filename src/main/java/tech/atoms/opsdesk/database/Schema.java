package tech.atoms.opsdesk.database;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of schema {@code public} as the catalogue describes them, which every role may read.
 *
 * @param tables by name
 * @param extensions names of the installed extensions
 */
public record Schema(List<Table> tables, List<String> extensions) {

  /** Copies the lists. */
  public Schema {
    tables = List.copyOf(tables);
    extensions = List.copyOf(extensions);
  }

  /** The table of a name; empty where there is none. */
  public Optional<Table> table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /**
   * A table.
   *
   * @param name without its schema
   * @param rowSecurity whether row-level security is on
   * @param columns in the table's order
   * @param keys primary key, unique constraints and foreign keys
   * @param indexes every index, those of constraints among them
   * @param policies names of its policies
   * @param anonRights what the role {@code anon} was granted, e.g. "SELECT"; empty where nothing,
   *     or where there is no such role
   * @param anonReads what lets {@code anon} read rows, though row-level security should keep it
   *     from them: permissive policies that do not ask who reads; empty where nothing does
   */
  public record Table(
      String name,
      boolean rowSecurity,
      List<Column> columns,
      List<Key> keys,
      List<Index> indexes,
      List<String> policies,
      List<String> anonRights,
      List<String> anonReads) {

    /** Copies the lists. */
    public Table {
      columns = List.copyOf(columns);
      keys = List.copyOf(keys);
      indexes = List.copyOf(indexes);
      policies = List.copyOf(policies);
      anonRights = List.copyOf(anonRights);
      anonReads = List.copyOf(anonReads);
    }

    /** The column of a name; empty where there is none. */
    public Optional<Column> column(String column) {
      return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }
  }

  /**
   * A column.
   *
   * @param name its name
   * @param type as PostgreSQL writes it, e.g. "timestamp with time zone"
   * @param notNull whether it refuses null
   * @param standard the default's expression; null where there is none
   */
  public record Column(String name, String type, boolean notNull, @Nullable String standard) {}

  /**
   * A constraint over columns.
   *
   * @param kind primary key, unique or foreign key
   * @param columns of this table
   * @param target table that a foreign key refers to; empty for the others
   * @param validated whether every row is known to keep it
   */
  public record Key(Kind kind, List<String> columns, String target, boolean validated) {

    /** Copies the list. */
    public Key {
      columns = List.copyOf(columns);
    }

    /** Kinds of constraints. */
    public enum Kind {
      /** Primary key. */
      PRIMARY,
      /** Unique constraint. */
      UNIQUE,
      /** Foreign key. */
      FOREIGN
    }
  }

  /**
   * An index.
   *
   * @param name its name
   * @param columns plain columns in order; an expression is "(expression)"
   * @param usable whether it is valid and ready: one that failed to build is neither
   * @param partial whether it covers some rows only
   */
  public record Index(String name, List<String> columns, boolean usable, boolean partial) {

    /** Copies the list. */
    public Index {
      columns = List.copyOf(columns);
    }

    /** Whether it finds rows by a column: that column comes first, and every row is covered. */
    public boolean finds(String column) {
      return !partial && !columns.isEmpty() && columns.getFirst().equals(column);
    }
  }
}
