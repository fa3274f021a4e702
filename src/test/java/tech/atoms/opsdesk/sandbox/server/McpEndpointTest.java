package tech.atoms.opsdesk.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpEndpointTest {
  private static final String LIST = RunningServer.message("tools/list", Map.of());

  @SuppressWarnings("NullAway.Init") // set before all tests
  private RunningServer running;

  @BeforeAll
  void start() throws IOException {
    running = new RunningServer(RunningServer.Options.USUAL);
  }

  @AfterAll
  void stop() {
    running.close();
  }

  @Test
  void theOfficialClientInitializesListsCallsAndPings() {
    String token = running.token();
    var transport =
        HttpClientStreamableHttpTransport.builder(running.server.baseUrl().toString())
            .endpoint("/api/mcp")
            .openConnectionOnStartup(false)
            .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
            .build();
    try (McpSyncClient client =
        McpClient.sync(transport)
            .clientInfo(McpSchema.Implementation.builder("atoms-test", "9.1").build())
            .requestTimeout(Duration.ofSeconds(15))
            .build()) {
      assertThat(client.initialize().protocolVersion()).isEqualTo("2025-11-25");
      assertThat(client.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .containsExactlyInAnyOrder(
              "workspace_tool", "entity_tool", "relationship_tool", "workflow_tool", "query_tool");
      client.ping();
      var result =
          client.callTool(
              McpSchema.CallToolRequest.builder("workspace_tool")
                  .arguments(Map.of("operation", "create", "name", "Apollo"))
                  .build());
      assertThat(result.isError()).isNotEqualTo(true);
      assertThat(running.sql("SELECT count(*) FROM atoms_workspaces WHERE name = 'Apollo'"))
          .isEqualTo("1");
    }
    assertThat(
            running.sql(
                "SELECT metadata->>'client' FROM atoms_sessions WHERE token_hash = '"
                    + Sessions.hash(token)
                    + "'"))
        .isEqualTo("atoms-test/9.1");
  }

  @Test
  void answersAreFramedAsEvents() {
    var answer = running.send(running.mcp(running.token(), LIST).build());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    assertThat(answer.body()).startsWith("event: message\r\ndata: {").endsWith("}\r\n\r\n");
    assertThat(answer.json().path("result").path("tools")).hasSize(5);
  }

  @Test
  void notificationsAreAcceptedWithoutABody() {
    String body = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    var answer = running.send(running.mcp(running.token(), body).build());
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void wrongRequestsAreRefusedAsFastMcpRefusesThem() {
    String token = running.token();
    var accept = running.mcp(token, LIST).header("Accept", "application/json").build();
    assertThat(running.send(accept).status()).isEqualTo(406);
    var type =
        running
            .mcp(token, LIST)
            .post(RequestBody.create(LIST, MediaType.get("text/plain")))
            .build();
    assertThat(running.send(type).status()).isEqualTo(400);
    assertThat(running.send(running.mcp(token, LIST).get().build()).status()).isEqualTo(405);
    assertThat(running.send(running.mcp(token, LIST).delete().build()).status()).isEqualTo(405);
    var version = running.mcp(token, LIST).header("MCP-Protocol-Version", "2020-01-01").build();
    assertThat(running.send(version).status()).isEqualTo(400);
    var nonsense = running.send(running.mcp(token, "{nonsense").build());
    assertThat(nonsense.json().path("error").path("code").asInt()).isEqualTo(-32700);
    var tools =
        running.request("/api/mcp/tools").header("Authorization", "Bearer " + token).build();
    assertThat(running.send(tools).status()).isEqualTo(404);
    assertThat(running.get("/api/mcp/tools").status()).isEqualTo(401);
  }

  @Test
  void aBodyThatIsTooLongIsRefused() {
    String body = LIST + " ".repeat(10_000);
    assertThat(running.send(running.mcp(running.token(), body).build()).status()).isEqualTo(413);
  }

  @Test
  void errorsTellNothingOfTheServersInside() {
    String token = running.token();
    for (String body :
        new String[] {
          RunningServer.message("resources/list", Map.of()),
          RunningServer.message("tools/call", Map.of("name", "nothing")),
          RunningServer.message("tools/call", Map.of()),
          RunningServer.message("initialize", Map.of("protocolVersion", 5)),
          "{\"jsonrpc\":\"2.0\",\"id\":1}",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[]}",
        }) {
      var answer = running.send(running.mcp(token, body).build());
      assertThat(answer.body())
          .as(body)
          .doesNotContain("stackTrace", "io.modelcontextprotocol", "Exception", "at tech.");
      assertThat(answer.json().has("error") || answer.json().has("result")).as(body).isTrue();
    }
  }

  @Test
  void anUnknownToolAndWrongArgumentsAreFailedResults() {
    String token = running.token();
    assertThat(running.tool(token, "nothing", Map.of()).path("isError").asBoolean()).isTrue();
    JsonNode wrong = running.tool(token, "entity_tool", Map.of("operation", "explode"));
    assertThat(wrong.path("isError").asBoolean()).isTrue();
    assertThat(wrong.toString()).contains("operation");
  }

  @Test
  void corsPreflightNeedsNoToken() {
    var answer = running.send(running.request("/api/mcp").method("OPTIONS", null).build());
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST");
    assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization");
  }
}
