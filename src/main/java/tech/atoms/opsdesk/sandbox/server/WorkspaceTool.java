package tech.atoms.opsdesk.sandbox.server;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Workspaces: everybody reads, only the owner changes. */
final class WorkspaceTool implements Tool {
  private static final String COLUMNS = "id, name, owner_id, created_at, updated_at";
  private static final String TOPIC = "workspaces";

  private final Database database;
  private final ReadCache cache;
  private final InstantSource clock;

  WorkspaceTool(Database database, ReadCache cache, InstantSource clock) {
    this.database = database;
    this.cache = cache;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "workspace_tool";
  }

  @Override
  public String description() {
    return "Lists, reads, creates, renames and deletes workspaces.";
  }

  @Override
  public String schema() {
    return """
    {"type": "object",
     "properties": {
       "operation": {"type": "string", "enum": ["list", "get", "create", "update", "delete"]},
       "id": {"type": "string", "description": "UUID of a workspace; for get, update, delete"},
       "name": {"type": "string", "minLength": 1, "maxLength": 200, "description": "For create and update"},
       "after": {"type": "string", "description": "list: id of the last workspace of the page before"},
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
      case "create" -> create(arguments.text("name"), caller);
      case "update" -> rename(arguments.id("id"), arguments.text("name"), caller);
      case "delete" -> delete(arguments.id("id"), caller);
      default -> throw new ToolTrouble("Unknown operation: " + arguments.operation());
    };
  }

  private Map<String, Object> list(Arguments arguments) {
    UUID after = arguments.optionalId("after");
    int limit = arguments.limit();
    return cache.read(
        TOPIC,
        "workspaces/list/" + after + "/" + limit,
        () ->
            database.call(
                c ->
                    Map.of(
                        "workspaces",
                        Rows.query(
                            c,
                            "SELECT "
                                + COLUMNS
                                + " FROM atoms_workspaces WHERE (?::uuid IS NULL OR id > ?)"
                                + " ORDER BY id LIMIT ?",
                            after,
                            after,
                            limit))));
  }

  private Map<String, Object> get(UUID id) {
    return cache.read(
        TOPIC,
        "workspaces/" + id,
        () ->
            database.call(
                c ->
                    Map.of(
                        "workspace",
                        Rows.one(
                            c,
                            "workspace",
                            "SELECT " + COLUMNS + " FROM atoms_workspaces WHERE id = ?",
                            id))));
  }

  private Map<String, Object> create(String name, Caller caller) {
    Map<String, Object> made =
        database.call(
            c ->
                Rows.one(
                    c,
                    "workspace",
                    "INSERT INTO atoms_workspaces (id, name, owner_id, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?) RETURNING "
                        + COLUMNS,
                    UUID.randomUUID(),
                    name,
                    caller.user(),
                    clock.instant(),
                    clock.instant()));
    cache.forget(TOPIC);
    return Map.of("workspace", made);
  }

  private Map<String, Object> rename(UUID id, String name, Caller caller) {
    Map<String, Object> changed =
        database.call(
            c ->
                Rows.one(
                    c,
                    "workspace of yours",
                    "UPDATE atoms_workspaces SET name = ?, updated_at = ?"
                        + " WHERE id = ? AND owner_id = ? RETURNING "
                        + COLUMNS,
                    name,
                    clock.instant(),
                    id,
                    caller.user()));
    cache.forget(TOPIC);
    return Map.of("workspace", changed);
  }

  private Map<String, Object> delete(UUID id, Caller caller) {
    Map<String, Object> deleted =
        database.call(
            c ->
                Rows.one(
                    c,
                    "workspace of yours",
                    "DELETE FROM atoms_workspaces WHERE id = ? AND owner_id = ? RETURNING id",
                    id,
                    caller.user()));
    cache.forget(TOPIC);
    return Map.of("deleted", deleted);
  }
}
