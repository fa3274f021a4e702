package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.http.Prompt;

/** What a command tells of the platform's own backups. Answers are queued in order. */
class BackupPlatformTest {
  private static final String STATUS =
      "{\"name\": \"atoms\", \"region\": \"eu-west-1\", \"status\": \"ACTIVE_HEALTHY\"}";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final MockWebServer server = Prompt.server();
  private @TempDir Path directory = Path.of(".");

  @BeforeEach
  void open() throws IOException {
    server.start();
    Path token = Files.writeString(directory.resolve("token"), "sbp_4711");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        directory.resolve("profile.yaml"),
        """
        environments:
          - name: shop
            kind: sandbox
            server: {baseUrl: "http://127.0.0.1:9"}
            supabase: {project: abcdefghijklmnopqrst, apiUrl: "%s", token: "file:token"}
          - name: mill
            kind: sandbox
            server: {baseUrl: "http://127.0.0.1:9"}
        """
            .formatted(server.url("/").toString().replaceFirst("/$", "")));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int run(String environment, String verb, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> arguments = new java.util.ArrayList<>(List.of("backup", verb));
    arguments.addAll(List.of(more));
    arguments.addAll(
        List.of("--profile", directory.resolve("profile.yaml").toString(), "--env", environment));
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  private void answers(int status, String... bodies) {
    for (String body : bodies) {
      server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }
  }

  @Test
  void aWindowIsToldAndIsEnough() throws Exception {
    String told =
        """
        {"region": "eu-west-1", "walg_enabled": true, "pitr_enabled": true, "backups": [],
         "physical_backup_data": {"earliest_physical_backup_date_unix": 1795000000,
           "latest_physical_backup_date_unix": 1795604800}}
        """;
    answers(200, told, STATUS, "{\"schedule_for\": \"03:00:00\"}");
    assertThat(run("shop", "platform", "--format", "json")).isZero();
    JsonNode json = new JsonMapper().readTree(out.toString());
    assertThat(json.path("outcome").asText()).isEqualTo("pass");
    assertThat(json.path("pitr").path("enabled").asBoolean()).isTrue();
    assertThat(json.path("pitr").path("earliest").asText()).isEqualTo("2026-11-18T11:06:40Z");
    assertThat(json.path("schedule").asText()).isEqualTo("03:00:00");
    assertThat(json.path("backups")).isEmpty();
    answers(200, told, STATUS);
    answers(402, "{\"message\": \"upgrade\"}");
    assertThat(run("shop", "platform")).isZero();
    assertThat(out.toString())
        .contains("eu-west-1: ACTIVE_HEALTHY", "2026-11-18T11:06:40Z to", "time not told")
        .doesNotContain("sbp_4711");
  }

  @Test
  void withoutAWindowOnlyAYoungCompleteBackupIsEnough() {
    String list =
        """
        {"region": "eu-west-1", "pitr_enabled": false, "physical_backup_data": {},
         "backups": [{"id": 1, "status": "%s", "inserted_at": "%s", "is_physical_backup": true}]}
        """;
    String young = InstantSource.system().instant().minusSeconds(3600).toString();
    answers(200, list.formatted("COMPLETED", young), STATUS, "{}");
    assertThat(run("shop", "platform")).isZero();
    assertThat(out.toString()).contains("Point-in-time recovery: off", "COMPLETED", "id 1");
    answers(200, list.formatted("FAILED", young), STATUS, "{}");
    assertThat(run("shop", "platform")).isEqualTo(1);
    answers(200, list.formatted("COMPLETED", "2026-01-01T00:00:00Z"), STATUS, "{}");
    assertThat(run("shop", "platform")).isEqualTo(1);
    answers(200, list.formatted("COMPLETED", "some day"), STATUS, "{}");
    assertThat(run("shop", "platform")).isEqualTo(1);
    assertThat(out.toString()).contains("at some day");
  }

  @Test
  void whoDoesNotAnswerOrIsNotNamedIsSaid() {
    answers(401, "{\"message\": \"Unauthorized\"}");
    assertThat(run("shop", "platform")).isEqualTo(3);
    assertThat(err.toString()).contains("Check supabase.token").doesNotContain("sbp_4711");
    assertThat(run("mill", "platform")).isEqualTo(2);
    assertThat(err.toString()).contains("names no Supabase project");
  }

  @Test
  void whatIsNoTimeAndNoNameIsWrongUse() {
    assertThat(run("shop", "pitr", "--reason", "x")).as("--to is needed").isEqualTo(2);
    assertThat(server.getRequestCount()).isZero();
  }
}
