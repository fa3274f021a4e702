package tech.atoms.opsdesk.sandbox.server;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Relationships between entities. Not cached: traces must be true. */
final class RelationshipTool implements Tool {
  private static final String COLUMNS = "id, source_id, target_id, type, metadata, created_at";

  private final Database database;
  private final InstantSource clock;

  RelationshipTool(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "relationship_tool";
  }

  @Override
  public String description() {
    return "Lists, reads, creates and deletes relationships between entities.";
  }

  @Override
  public String schema() {
    return """
    {"type": "object",
     "properties": {
       "operation": {"type": "string", "enum": ["list", "get", "create", "delete"]},
       "id": {"type": "string", "description": "UUID of a relationship; for get and delete"},
       "entity_id": {"type": "string", "description": "list: the entity at either end"},
       "source_id": {"type": "string", "description": "For create"},
       "target_id": {"type": "string", "description": "For create"},
       "type": {"type": "string", "maxLength": 100, "description": "For create; narrows list"},
       "metadata": {"type": "object", "description": "For create"},
       "limit": {"type": "integer", "minimum": 1, "maximum": 100}},
     "required": ["operation"],
     "additionalProperties": false}
    """;
  }

  @Override
  public Map<String, Object> call(Arguments arguments, Caller caller) {
    return switch (arguments.operation()) {
      case "list" -> list(arguments);
      case "get" -> Map.of("relationship", one("SELECT " + COLUMNS, arguments.id("id")));
      case "create" -> create(arguments);
      case "delete" -> Map.of("deleted", delete(arguments.id("id")));
      default -> throw new ToolTrouble("Unknown operation: " + arguments.operation());
    };
  }

  private Map<String, Object> list(Arguments arguments) {
    UUID entity = arguments.id("entity_id");
    String type = arguments.optionalText("type");
    return database.call(
        c ->
            Map.of(
                "relationships",
                Rows.query(
                    c,
                    "SELECT "
                        + COLUMNS
                        + " FROM atoms_relationships WHERE (source_id = ? OR target_id = ?)"
                        + " AND (?::text IS NULL OR type = ?) ORDER BY created_at, id LIMIT ?",
                    entity,
                    entity,
                    type,
                    type,
                    arguments.limit())));
  }

  private Map<String, Object> one(String select, UUID id) {
    return database.call(
        c -> Rows.one(c, "relationship", select + " FROM atoms_relationships WHERE id = ?", id));
  }

  private Map<String, Object> create(Arguments arguments) {
    String metadata = arguments.optionalJson("metadata");
    return database.call(
        c ->
            Map.of(
                "relationship",
                Rows.one(
                    c,
                    "entity",
                    "INSERT INTO atoms_relationships ("
                        + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?::jsonb, ?) RETURNING "
                        + COLUMNS,
                    UUID.randomUUID(),
                    arguments.id("source_id"),
                    arguments.id("target_id"),
                    arguments.text("type"),
                    metadata == null ? "{}" : metadata,
                    clock.instant())));
  }

  private Map<String, Object> delete(UUID id) {
    return database.call(
        c ->
            Rows.one(
                c,
                "relationship",
                "DELETE FROM atoms_relationships WHERE id = ? RETURNING id",
                id));
  }
}
