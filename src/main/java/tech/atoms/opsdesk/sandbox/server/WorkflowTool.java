package tech.atoms.opsdesk.sandbox.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Several steps at once, all of them or none. */
final class WorkflowTool implements Tool {
  private static final List<String> PHASES = List.of("Requirements", "Design", "Tests");
  private final Database database;
  private final ReadCache cache;
  private final InstantSource clock;

  WorkflowTool(Database database, ReadCache cache, InstantSource clock) {
    this.database = database;
    this.cache = cache;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "workflow_tool";
  }

  @Override
  public String description() {
    return "Runs a workflow in one transaction: setup_project makes a workspace with its first"
        + " documents, import_requirements adds entities, bulk_status_update sets a status.";
  }

  @Override
  public String schema() {
    return """
    {"type": "object",
     "properties": {
       "operation": {"type": "string",
         "enum": ["list", "setup_project", "import_requirements", "bulk_status_update"]},
       "name": {"type": "string", "minLength": 1, "maxLength": 200, "description": "setup_project: name of the workspace"},
       "workspace_id": {"type": "string", "description": "import_requirements: where to"},
       "names": {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": 100},
       "entity_ids": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 100},
       "status": {"type": "string", "minLength": 1, "maxLength": 50, "description": "bulk_status_update"}},
     "required": ["operation"],
     "additionalProperties": false}
    """;
  }

  @Override
  public Map<String, Object> call(Arguments arguments, Caller caller) {
    return switch (arguments.operation()) {
      case "list" ->
          Map.of(
              "workflows", List.of("setup_project", "import_requirements", "bulk_status_update"));
      case "setup_project" -> setUpProject(arguments.text("name"), caller);
      case "import_requirements" ->
          importRequirements(arguments.id("workspace_id"), arguments.texts("names"));
      case "bulk_status_update" ->
          updateStatus(arguments.ids("entity_ids"), arguments.text("status"));
      default -> throw new ToolTrouble("Unknown operation: " + arguments.operation());
    };
  }

  private Map<String, Object> setUpProject(String name, Caller caller) {
    UUID workspace = UUID.randomUUID();
    Instant now = clock.instant();
    List<UUID> documents =
        database.transaction(
            c -> {
              Rows.update(
                  c,
                  "INSERT INTO atoms_workspaces (id, name, owner_id, created_at, updated_at)"
                      + " VALUES (?, ?, ?, ?, ?)",
                  workspace,
                  name,
                  caller.user(),
                  now,
                  now);
              List<UUID> made = insert(c, workspace, "document", PHASES);
              for (int i = 1; i < made.size(); i++) {
                Rows.update(
                    c,
                    "INSERT INTO atoms_relationships (id, source_id, target_id, type, metadata,"
                        + " created_at) VALUES (?, ?, ?, 'precedes', '{}', ?)",
                    UUID.randomUUID(),
                    made.get(i - 1),
                    made.get(i),
                    now);
              }
              return made;
            });
    cache.forget("workspaces");
    return Map.of("workspace_id", workspace.toString(), "documents", strings(documents));
  }

  private Map<String, Object> importRequirements(UUID workspace, List<String> names) {
    List<UUID> made = database.transaction(c -> insert(c, workspace, "requirement", names));
    cache.forget(EntityTool.listTopic(workspace));
    return Map.of("created", strings(made));
  }

  private Map<String, Object> updateStatus(List<UUID> ids, String status) {
    List<Map<String, Object>> changed =
        database.transaction(
            c ->
                Rows.query(
                    c,
                    "UPDATE atoms_entities SET metadata = coalesce(metadata, '{}')"
                        + " || jsonb_build_object('status', ?::text), updated_at = ?"
                        + " WHERE id = ANY (?) RETURNING id, workspace_id",
                    status,
                    clock.instant(),
                    c.createArrayOf("uuid", ids.toArray())));
    changed.forEach(
        row -> {
          cache.forget(EntityTool.topic(String.valueOf(row.get("id"))));
          cache.forget(EntityTool.listTopic(String.valueOf(row.get("workspace_id"))));
        });
    return Map.of("updated", changed.size());
  }

  private List<UUID> insert(Connection c, UUID workspace, String type, List<String> names)
      throws SQLException {
    Instant now = clock.instant();
    List<UUID> ids = names.stream().map(n -> UUID.randomUUID()).toList();
    for (int i = 0; i < ids.size(); i++) {
      Rows.update(
          c,
          "INSERT INTO atoms_entities (id, workspace_id, type, name, metadata, created_at,"
              + " updated_at) VALUES (?, ?, ?, ?, '{}', ?, ?)",
          ids.get(i),
          workspace,
          type,
          names.get(i),
          now,
          now);
    }
    return ids;
  }

  private static List<String> strings(List<UUID> ids) {
    return ids.stream().map(UUID::toString).toList();
  }
}
