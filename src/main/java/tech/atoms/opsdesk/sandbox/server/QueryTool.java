package tech.atoms.opsdesk.sandbox.server;

import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Questions over many entities. */
final class QueryTool implements Tool {
  private static final int MOST_DEPTH = 3;
  private final Database database;
  private final BooleanSupplier careless;

  /**
   * The tool.
   *
   * @param careless whether it puts a caller's text into its statement
   */
  QueryTool(Database database, BooleanSupplier careless) {
    this.database = database;
    this.careless = careless;
  }

  @Override
  public String name() {
    return "query_tool";
  }

  @Override
  public String description() {
    return "Searches entities by their name, counts them by type, and walks relationships.";
  }

  @Override
  public String schema() {
    return """
    {"type": "object",
     "properties": {
       "operation": {"type": "string", "enum": ["search", "aggregate", "related"]},
       "text": {"type": "string", "minLength": 1, "maxLength": 200, "description": "search: part of the name"},
       "workspace_id": {"type": "string", "description": "Narrows search and aggregate"},
       "type": {"type": "string", "description": "Narrows search"},
       "entity_id": {"type": "string", "description": "related: where to start"},
       "depth": {"type": "integer", "minimum": 1, "maximum": 3},
       "limit": {"type": "integer", "minimum": 1, "maximum": 100}},
     "required": ["operation"],
     "additionalProperties": false}
    """;
  }

  @Override
  public Map<String, Object> call(Arguments arguments, Caller caller) {
    return switch (arguments.operation()) {
      case "search" -> search(arguments);
      case "aggregate" -> aggregate(arguments.optionalId("workspace_id"));
      case "related" -> related(arguments);
      default -> throw new ToolTrouble("Unknown operation: " + arguments.operation());
    };
  }

  private Map<String, Object> search(Arguments arguments) {
    if (careless.getAsBoolean()) {
      return carelessly(arguments);
    }
    UUID workspace = arguments.optionalId("workspace_id");
    String type = arguments.optionalText("type");
    String pattern = "%" + arguments.text("text").replaceAll("([%_\\\\])", "\\\\$1") + "%";
    return database.call(
        c ->
            Map.of(
                "entities",
                Rows.query(
                    c,
                    "SELECT id, workspace_id, type, name FROM atoms_entities WHERE name ILIKE ?"
                        + " AND (?::uuid IS NULL OR workspace_id = ?)"
                        + " AND (?::text IS NULL OR type = ?) ORDER BY name, id LIMIT ?",
                    pattern,
                    workspace,
                    workspace,
                    type,
                    type,
                    arguments.limit())));
  }

  /** As it should not be done. */
  private Map<String, Object> carelessly(Arguments arguments) {
    String statement =
        "SELECT id, workspace_id, type, name FROM atoms_entities WHERE name ILIKE '%"
            + arguments.text("text").replace("?", "??")
            + "%' LIMIT "
            + arguments.limit();
    return database.call(c -> Map.of("entities", Rows.query(c, statement)));
  }

  private Map<String, Object> aggregate(@Nullable UUID workspace) {
    return database.call(
        c ->
            Map.of(
                "types",
                Rows.query(
                    c,
                    "SELECT type, count(*) AS entities FROM atoms_entities"
                        + " WHERE (?::uuid IS NULL OR workspace_id = ?)"
                        + " GROUP BY type ORDER BY type",
                    workspace,
                    workspace)));
  }

  private Map<String, Object> related(Arguments arguments) {
    UUID start = arguments.id("entity_id");
    int depth = Math.min(MOST_DEPTH, arguments.number("depth", 1));
    return database.call(
        c ->
            Map.of(
                "entities",
                Rows.query(
                    c,
                    """
                    WITH RECURSIVE walk (id, depth) AS (
                      SELECT ?::uuid, 0
                      UNION
                      SELECT r.target_id, w.depth + 1 FROM walk w
                      JOIN atoms_relationships r ON r.source_id = w.id WHERE w.depth < ?)
                    SELECT e.id, e.type, e.name, min(w.depth) AS depth FROM walk w
                    JOIN atoms_entities e ON e.id = w.id WHERE w.depth > 0
                    GROUP BY e.id, e.type, e.name ORDER BY min(w.depth), e.name, e.id LIMIT ?
                    """,
                    start,
                    depth,
                    arguments.limit())));
  }
}
