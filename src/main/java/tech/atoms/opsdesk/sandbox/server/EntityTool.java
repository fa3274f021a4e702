package tech.atoms.opsdesk.sandbox.server;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Entities of workspaces. */
final class EntityTool implements Tool {
  private static final String COLUMNS =
      "id, workspace_id, type, name, metadata, created_at, updated_at";

  private final Database database;
  private final ReadCache cache;
  private final InstantSource clock;

  EntityTool(Database database, ReadCache cache, InstantSource clock) {
    this.database = database;
    this.cache = cache;
    this.clock = clock;
  }

  /** Topic of one entity's answers. */
  static String topic(Object id) {
    return "entity/" + id;
  }

  /** Topic of the lists of one workspace. */
  static String listTopic(Object workspace) {
    return "entities/" + workspace;
  }

  @Override
  public String name() {
    return "entity_tool";
  }

  @Override
  public String description() {
    return "Lists, reads, creates, changes and deletes the entities of a workspace:"
        + " requirements, documents, tests and so on.";
  }

  @Override
  public String schema() {
    return """
    {"type": "object",
     "properties": {
       "operation": {"type": "string", "enum": ["list", "get", "create", "update", "delete"]},
       "id": {"type": "string", "description": "UUID of an entity; for get, update, delete"},
       "workspace_id": {"type": "string", "description": "UUID of a workspace; for list and create"},
       "type": {"type": "string", "maxLength": 100, "description": "For create and update; narrows list"},
       "name": {"type": "string", "maxLength": 500, "description": "For create and update"},
       "metadata": {"type": "object", "description": "For create; update merges it"},
       "after": {"type": "string", "description": "list: id of the last entity of the page before"},
       "limit": {"type": "integer", "minimum": 1, "maximum": 100}},
     "required": ["operation"],
     "additionalProperties": false}
    """;
  }

  @Override
  public Map<String, Object> call(Arguments arguments, Caller caller) {
    return switch (arguments.operation()) {
      case "list" -> list(arguments);
      case "get" -> get(arguments.id("id"));
      case "create" -> create(arguments);
      case "update" -> update(arguments);
      case "delete" -> delete(arguments.id("id"));
      default -> throw new ToolTrouble("Unknown operation: " + arguments.operation());
    };
  }

  private Map<String, Object> list(Arguments arguments) {
    UUID workspace = arguments.id("workspace_id");
    String type = arguments.optionalText("type");
    UUID after = arguments.optionalId("after");
    int limit = arguments.limit();
    return cache.read(
        listTopic(workspace),
        "entities/list/" + workspace + "/" + type + "/" + after + "/" + limit,
        () ->
            database.call(
                c ->
                    Map.of(
                        "entities",
                        Rows.query(
                            c,
                            "SELECT "
                                + COLUMNS
                                + " FROM atoms_entities WHERE workspace_id = ?"
                                + " AND (?::text IS NULL OR type = ?)"
                                + " AND (?::uuid IS NULL OR id > ?) ORDER BY id LIMIT ?",
                            workspace,
                            type,
                            type,
                            after,
                            after,
                            limit))));
  }

  private Map<String, Object> get(UUID id) {
    return cache.read(
        topic(id),
        "entities/" + id,
        () ->
            database.call(
                c ->
                    Map.of(
                        "entity",
                        Rows.one(
                            c,
                            "entity",
                            "SELECT " + COLUMNS + " FROM atoms_entities WHERE id = ?",
                            id))));
  }

  private Map<String, Object> create(Arguments arguments) {
    UUID workspace = arguments.id("workspace_id");
    String metadata = arguments.optionalJson("metadata");
    Map<String, Object> made =
        database.call(
            c ->
                Rows.one(
                    c,
                    "workspace",
                    "INSERT INTO atoms_entities ("
                        + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?::jsonb, ?, ?) RETURNING "
                        + COLUMNS,
                    UUID.randomUUID(),
                    workspace,
                    arguments.text("type"),
                    arguments.text("name"),
                    metadata == null ? "{}" : metadata,
                    clock.instant(),
                    clock.instant()));
    cache.forget(listTopic(workspace));
    return Map.of("entity", made);
  }

  private Map<String, Object> update(Arguments arguments) {
    UUID id = arguments.id("id");
    Map<String, Object> changed =
        database.call(
            c ->
                Rows.one(
                    c,
                    "entity",
                    "UPDATE atoms_entities SET type = coalesce(?, type), name = coalesce(?, name),"
                        + " metadata = coalesce(metadata, '{}') || coalesce(?::jsonb, '{}'),"
                        + " updated_at = ? WHERE id = ? RETURNING "
                        + COLUMNS,
                    arguments.optionalText("type"),
                    arguments.optionalText("name"),
                    arguments.optionalJson("metadata"),
                    clock.instant(),
                    id));
    forget(id, changed);
    return Map.of("entity", changed);
  }

  private Map<String, Object> delete(UUID id) {
    Map<String, Object> deleted =
        database.transaction(
            c -> {
              Rows.update(
                  c,
                  "DELETE FROM atoms_relationships WHERE source_id = ? OR target_id = ?",
                  id,
                  id);
              return Rows.one(
                  c,
                  "entity",
                  "DELETE FROM atoms_entities WHERE id = ? RETURNING id, workspace_id",
                  id);
            });
    forget(id, deleted);
    return Map.of("deleted", deleted);
  }

  private void forget(UUID id, Map<String, Object> row) {
    cache.forget(topic(id));
    cache.forget(listTopic(String.valueOf(row.get("workspace_id"))));
  }
}
