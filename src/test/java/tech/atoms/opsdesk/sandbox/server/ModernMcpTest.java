package tech.atoms.opsdesk.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import okhttp3.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModernMcpTest {
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

  private static Request.Builder modern(
      RunningServer server, String token, String version, String method, Map<String, Object> with) {
    Map<String, Object> params = new HashMap<>(with);
    params.put(
        "_meta",
        Map.of(
            "io.modelcontextprotocol/protocolVersion",
            version,
            "io.modelcontextprotocol/clientInfo",
            Map.of("name", "desk", "version", "0.1"),
            "io.modelcontextprotocol/clientCapabilities",
            Map.of()));
    return server
        .mcp(token, RunningServer.message(method, params))
        .header("MCP-Protocol-Version", version)
        .header("Mcp-Method", method);
  }

  private Request.Builder modern(String method, Map<String, Object> with) {
    return modern(running, token, ModernMcp.VERSION, method, with);
  }

  @Test
  void discoverTellsVersionsCapabilitiesAndWhoItIs() {
    var answer = running.send(modern("server/discover", Map.of()).build());
    assertThat(answer.status()).isEqualTo(200);
    JsonNode result = answer.json().path("result");
    assertThat(result.path("resultType").asText()).isEqualTo("complete");
    assertThat(result.path("supportedVersions").path(0).asText()).isEqualTo("2026-07-28");
    assertThat(result.path("capabilities").has("tools")).isTrue();
    assertThat(
            result
                .path("_meta")
                .path("io.modelcontextprotocol/serverInfo")
                .path("version")
                .asText())
        .isEqualTo("1.4.2");
  }

  @Test
  void toolsAreListedAndCalledWithoutAHandshake() {
    var list = running.send(modern("tools/list", Map.of()).build());
    assertThat(list.json().path("result").path("tools")).hasSize(5);
    var call =
        running.send(
            modern(
                    "tools/call",
                    Map.of("name", "workspace_tool", "arguments", Map.of("operation", "list")))
                .header("Mcp-Name", "workspace_tool")
                .build());
    assertThat(call.json().at("/result/isError").asBoolean()).isFalse();
    assertThat(call.json().at("/result/resultType").asText()).isEqualTo("complete");
    assertThat(
            running.sql(
                "SELECT metadata->>'client' FROM atoms_sessions WHERE token_hash = '"
                    + Sessions.hash(token)
                    + "'"))
        .isEqualTo("desk/0.1");
  }

  private void error(Request.Builder request, int status, int code) {
    var answer = running.send(request.build());
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().at("/error/code").asInt()).isEqualTo(code);
  }

  @Test
  void mismatchesUnknownVersionsAndMethodsHaveTheirCodes() {
    error(modern("tools/list", Map.of()).header("Mcp-Method", "tools/call"), 400, -32020);
    error(modern("tools/list", Map.of()).removeHeader("MCP-Protocol-Version"), 400, -32020);
    error(modern("tools/call", Map.of("name", "query_tool")), 400, -32020);
    error(modern("ping", Map.of()), 404, -32601);
    error(modern("initialize", Map.of()), 404, -32601);
    var later = modern(running, token, "2030-01-01", "server/discover", Map.of());
    error(later, 400, -32022);
    assertThat(running.send(later.build()).json().at("/error/data/supported/0").asText())
        .isEqualTo("2026-07-28");
  }

  @Test
  void switchedOffItIsALegacyServer() throws IOException {
    try (var legacy = new RunningServer(RunningServer.Options.USUAL.legacyOnly())) {
      var answer =
          legacy.send(
              modern(legacy, legacy.token(), ModernMcp.VERSION, "server/discover", Map.of())
                  .build());
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().at("/error/code").asInt()).isEqualTo(-32600);
      assertThat(answer.json().at("/error/message").asText()).contains("Unsupported protocol");
    }
  }
}
