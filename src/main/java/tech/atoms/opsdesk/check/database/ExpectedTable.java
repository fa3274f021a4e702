package tech.atoms.opsdesk.check.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as section 3.1 of the specification writes it.
 *
 * @param item of the checklist
 * @param name without schema
 * @param columns in the specification's order
 */
record ExpectedTable(String item, String name, List<ExpectedColumn> columns) {
  private static final String TIME = "timestamp with time zone";
  private static final ExpectedColumn ID =
      new ExpectedColumn("id", "uuid", true, "uuid_generate_v4()", "primary key");
  private static final ExpectedColumn CREATED = time("created_at");
  private static final ExpectedColumn UPDATED = time("updated_at");
  private static final ExpectedColumn METADATA =
      new ExpectedColumn("metadata", "jsonb", false, "'{}'", "");

  /** The five tables. */
  static final List<ExpectedTable> ALL =
      List.of(
          new ExpectedTable(
              "DB-01",
              "atoms_users",
              List.of(
                  ID, new ExpectedColumn("email", "text", true, null, "unique"), CREATED, UPDATED)),
          new ExpectedTable(
              "DB-02",
              "atoms_workspaces",
              List.of(ID, text("name"), to("owner_id", "atoms_users"), CREATED, UPDATED)),
          new ExpectedTable(
              "DB-03",
              "atoms_entities",
              List.of(
                  ID,
                  to("workspace_id", "atoms_workspaces"),
                  text("type"),
                  text("name"),
                  METADATA,
                  CREATED,
                  UPDATED)),
          new ExpectedTable(
              "DB-04",
              "atoms_relationships",
              List.of(
                  ID,
                  to("source_id", "atoms_entities"),
                  to("target_id", "atoms_entities"),
                  text("type"),
                  METADATA,
                  CREATED)),
          new ExpectedTable(
              "DB-05",
              "atoms_sessions",
              List.of(
                  ID,
                  to("user_id", "atoms_users"),
                  text("token_hash"),
                  new ExpectedColumn("expires_at", TIME, true, null, ""),
                  CREATED,
                  time("last_activity"),
                  METADATA)));

  /**
   * A column.
   *
   * @param name its name
   * @param type as PostgreSQL writes it
   * @param notNull whether it refuses null
   * @param standard what its default begins with or calls; null: none is asked for
   * @param key "primary key", "unique", "references TABLE", or empty
   */
  record ExpectedColumn(
      String name, String type, boolean notNull, @Nullable String standard, String key) {}

  private static ExpectedColumn text(String name) {
    return new ExpectedColumn(name, "text", true, null, "");
  }

  private static ExpectedColumn time(String name) {
    return new ExpectedColumn(name, TIME, false, "now()", "");
  }

  private static ExpectedColumn to(String name, String table) {
    return new ExpectedColumn(name, "uuid", false, null, "references " + table);
  }
}
