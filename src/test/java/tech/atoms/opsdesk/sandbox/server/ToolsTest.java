package tech.atoms.opsdesk.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tech.atoms.opsdesk.sandbox.fault.Fault;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolsTest {
  @SuppressWarnings("NullAway.Init") // set before all tests
  private RunningServer running;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private String token;

  @BeforeAll
  void start() throws IOException {
    running = new RunningServer(RunningServer.Options.USUAL);
    token = running.token();
  }

  @AfterAll
  void stop() {
    running.close();
  }

  private JsonNode ok(String tool, Map<String, Object> arguments) {
    JsonNode result = running.tool(token, tool, arguments);
    assertThat(result.path("isError").asBoolean()).as(result.toString()).isFalse();
    return result.path("structuredContent");
  }

  private String failed(String tool, Map<String, Object> arguments) {
    JsonNode result = running.tool(token, tool, arguments);
    assertThat(result.path("isError").asBoolean()).as(result.toString()).isTrue();
    return result.path("content").path(0).path("text").asText();
  }

  private String workspace(String name) {
    return ok("workspace_tool", Map.of("operation", "create", "name", name))
        .at("/workspace/id")
        .asText();
  }

  private String entity(String workspace, String name) {
    return ok(
            "entity_tool",
            Map.of(
                "operation",
                "create",
                "workspace_id",
                workspace,
                "type",
                "requirement",
                "name",
                name,
                "metadata",
                Map.of("priority", 1)))
        .at("/entity/id")
        .asText();
  }

  @Test
  void workspacesLiveAndOnlyTheirOwnerChangesThem() {
    String id = workspace("Apollo");
    assertThat(
            ok("workspace_tool", Map.of("operation", "update", "id", id, "name", "Artemis"))
                .at("/workspace/name")
                .asText())
        .isEqualTo("Artemis");
    assertThat(ok("workspace_tool", Map.of("operation", "get", "id", id)).toString())
        .contains("Artemis");
    assertThat(ok("workspace_tool", Map.of("operation", "list", "limit", 100)).toString())
        .contains(id);
    JsonNode stranger =
        running.tool(running.token(), "workspace_tool", Map.of("operation", "delete", "id", id));
    assertThat(stranger.path("isError").asBoolean()).isTrue();
    ok("workspace_tool", Map.of("operation", "delete", "id", id));
    assertThat(failed("workspace_tool", Map.of("operation", "get", "id", id)))
        .isEqualTo("No such workspace");
  }

  @Test
  void entitiesAndRelationshipsLive() {
    String workspace = workspace("Voyager");
    String one = entity(workspace, "Antenna 100%");
    String two = entity(workspace, "Battery");
    JsonNode changed =
        ok(
            "entity_tool",
            Map.of("operation", "update", "id", one, "metadata", Map.of("status", "done")));
    assertThat(changed.at("/entity/metadata").toString()).contains("priority", "done");
    String relation =
        ok(
                "relationship_tool",
                Map.of("operation", "create", "source_id", one, "target_id", two, "type", "needs"))
            .at("/relationship/id")
            .asText();
    assertThat(ok("relationship_tool", Map.of("operation", "list", "entity_id", two)).toString())
        .contains(relation);
    assertThat(ok("query_tool", Map.of("operation", "related", "entity_id", one)).toString())
        .contains("Battery");
    assertThat(ok("query_tool", Map.of("operation", "search", "text", "100%")).path("entities"))
        .hasSize(1);
    assertThat(
            ok("query_tool", Map.of("operation", "aggregate", "workspace_id", workspace))
                .at("/types/0/entities")
                .asInt())
        .isEqualTo(2);
    assertThat(failed("workspace_tool", Map.of("operation", "delete", "id", workspace)))
        .contains("still referred to");
    ok("entity_tool", Map.of("operation", "delete", "id", one));
    assertThat(failed("relationship_tool", Map.of("operation", "get", "id", relation)))
        .isEqualTo("No such relationship");
  }

  @Test
  void workflowsDoAllOrNothing() {
    String workspace =
        ok("workflow_tool", Map.of("operation", "setup_project", "name", "Gemini"))
            .path("workspace_id")
            .asText();
    JsonNode created =
        ok(
            "workflow_tool",
            Map.of(
                "operation",
                "import_requirements",
                "workspace_id",
                workspace,
                "names",
                List.of("A", "B")));
    List<String> ids =
        List.of(created.at("/created/0").asText(), created.at("/created/1").asText());
    assertThat(
            ok(
                    "workflow_tool",
                    Map.of("operation", "bulk_status_update", "entity_ids", ids, "status", "open"))
                .path("updated")
                .asInt())
        .isEqualTo(2);
    assertThat(
            running.sql(
                "SELECT count(*) FROM atoms_entities WHERE workspace_id = '" + workspace + "'"))
        .isEqualTo("5");
    String nowhere = UUID.randomUUID().toString();
    assertThat(
            failed(
                "workflow_tool",
                Map.of(
                    "operation",
                    "import_requirements",
                    "workspace_id",
                    nowhere,
                    "names",
                    List.of("C"))))
        .contains("does not exist");
  }

  @Test
  void readsAreCachedUntilAWriteMakesThemUntrue() {
    String workspace = workspace("Mercury");
    String entity = entity(workspace, "Old");
    Map<String, Object> get = Map.of("operation", "get", "id", entity);
    ok("entity_tool", get);
    running.execute("UPDATE atoms_entities SET name = 'Behind' WHERE id = '" + entity + "'");
    assertThat(ok("entity_tool", get).at("/entity/name").asText()).isEqualTo("Old");
    ok("entity_tool", Map.of("operation", "update", "id", entity, "name", "New"));
    assertThat(ok("entity_tool", get).at("/entity/name").asText()).isEqualTo("New");

    running.execute("UPDATE atoms_entities SET name = 'Behind' WHERE id = '" + entity + "'");
    running.faults.set(Fault.CACHE_COLD, null, null);
    double misses = Exposition.of(running).value("cache_misses_total");
    assertThat(ok("entity_tool", get).at("/entity/name").asText()).isEqualTo("Behind");
    running.faults.clear(Fault.CACHE_COLD);
    assertThat(Exposition.of(running).value("cache_misses_total")).isEqualTo(misses + 1);
  }

  @Test
  void missingAndMalformedArgumentsAreNamed() {
    assertThat(failed("entity_tool", Map.of("operation", "get"))).contains("id");
    assertThat(failed("entity_tool", Map.of("operation", "get", "id", "x"))).contains("no UUID");
    assertThat(failed("entity_tool", Map.of("operation", "get", "id", "' OR 1=1 --")))
        .contains("no UUID");
    assertThat(failed("query_tool", Map.of("operation", "search", "text", "a", "limit", 5000)))
        .contains("limit");
  }
}
