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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.database.Fixture;

@Timeout(60)
class DatabaseCommandsTest {
  private static final Fixture FIXTURE = new Fixture();

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void rows() {
    FIXTURE.execute(
        """
        insert into atoms_users(email) select 'user' || i || '@x.org' from generate_series(1, 3) i;
        insert into atoms_sessions(user_id, token_hash, expires_at, metadata)
          select id, 'hash', now() + i * interval '1 min', '{"client": "Cursor"}'
          from atoms_users, generate_series(1, 11) i where email <> 'user3@x.org' or i < 3;
        insert into atoms_sessions(token_hash, expires_at) values ('hash', now() - interval '1 h');
        """);
  }

  private int run(String role, String... args) throws IOException {
    return runAt(FIXTURE.jdbcUrl(), role, args);
  }

  private int runAt(String url, String role, String... args) throws IOException {
    Path password = directory.resolve("password");
    Files.writeString(password, Fixture.PASSWORD);
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Path profile =
        Files.writeString(
            directory.resolve("profile.yaml"),
            """
            environments:
              - name: local
                kind: sandbox
                server: {baseUrl: "http://127.0.0.1:8000"}
                database:
                  url: %s
                  user: %s
                  password: file:%s
            """
                .formatted(url.replaceFirst("^jdbc:", ""), role, password));
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> line = new ArrayList<>(List.of(args));
    line.addAll(List.of("--profile", profile.toString()));
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.toArray(String[]::new));
  }

  private JsonNode answer() throws IOException {
    assertThat(out.toString() + err).doesNotContain(Fixture.PASSWORD);
    return new JsonMapper().readTree(out.toString());
  }

  @Test
  void sessionsAreListedPageByPage() throws IOException {
    Set<String> seen = new HashSet<>();
    String next = "";
    do {
      String[] args =
          next.isEmpty()
              ? new String[] {"sessions", "list", "--limit", "7", "--format", "json"}
              : new String[] {
                "sessions", "list", "--limit", "7", "--format", "json", "--after", next
              };
      assertThat(run(FIXTURE.monitor, args)).isZero();
      JsonNode answer = answer();
      assertThat(answer.path("environment").asText()).isEqualTo("local");
      assertThat(answer.path("outcome").asText()).isEqualTo("done");
      answer.path("sessions").forEach(s -> assertThat(seen.add(s.path("id").asText())).isTrue());
      next = answer.path("next").asText("");
    } while (!next.isEmpty() && !next.equals("null"));
    assertThat(seen).hasSize(25);
    assertThat(out.toString()).doesNotContain("hash");
  }

  @Test
  void sessionsAreFoundByUserExpiryLimitAndOrphanhood() throws IOException {
    assertThat(run(FIXTURE.monitor, "sessions", "list", "--user", "user3")).isZero();
    assertThat(out.toString()).contains("user3@x.org", "Cursor", "2 of 10").hasLineCount(3);
    assertThat(run(FIXTURE.monitor, "sessions", "list", "--expired")).isZero();
    assertThat(out.toString()).contains("no user", "expired").hasLineCount(2);
    assertThat(run(FIXTURE.monitor, "sessions", "list", "--orphans")).isZero();
    assertThat(out.toString()).contains("no user").hasLineCount(2);
    assertThat(run(FIXTURE.monitor, "sessions", "list", "--over-limit")).isZero();
    assertThat(out.toString()).contains("11 of 10").hasLineCount(23);
    assertThat(run(FIXTURE.monitor, "sessions", "list", "--user", "nobody")).isZero();
    assertThat(out.toString()).startsWith("No sessions.");
  }

  @Test
  void wrongUseIsToldAsSuch() throws IOException {
    assertThat(run(FIXTURE.monitor, "sessions", "list", "--limit", "0")).isEqualTo(2);
    assertThat(run(FIXTURE.monitor, "sessions", "list", "--expired", "--orphans")).isEqualTo(2);
    assertThat(run(FIXTURE.monitor, "sessions", "list", "--after", "AAAA")).isEqualTo(2);
    assertThat(err.toString()).contains("The cursor cannot be used");
  }

  @Test
  void noRightsAndUnreachableEndWithThree() throws Exception {
    assertThat(run(FIXTURE.plain, "sessions", "list", "--format", "json")).isEqualTo(3);
    assertThat(answer().path("error").path("what").asText()).startsWith("No rights to read");
    try (Connection other = FIXTURE.connect("other")) {
      Fixture.pid(other);
      assertThat(run(FIXTURE.plain, "db", "sessions")).isEqualTo(3);
      assertThat(out.toString()).contains("no rights to count active");
    }
    assertThat(runAt("jdbc:postgresql://127.0.0.1:1/x", FIXTURE.plain, "db", "blocking"))
        .isEqualTo(3);
    assertThat(err.toString()).contains("The database cannot be reached");
  }

  @Test
  void databaseSessionsAreListedWithFigures() throws IOException {
    assertThat(run(FIXTURE.monitor, "db", "sessions", "--format", "json")).isZero();
    JsonNode answer = answer();
    assertThat(answer.path("connections").path("max").asInt()).isEqualTo(100);
    assertThat(answer.path("sessions").findValuesAsText("application")).contains("atoms-opsdesk");
    assertThat(run(FIXTURE.monitor, "db", "sessions")).isZero();
    assertThat(out.toString()).contains("connections used").contains("atoms-opsdesk");
  }

  @Test
  void blockingIsShownAsATree() throws Exception {
    try (Connection holder = FIXTURE.connect("holder");
        Connection waiter = FIXTURE.connect("waiter")) {
      int root = Fixture.pid(holder);
      int victim = Fixture.pid(waiter);
      lock(holder);
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      lock(waiter);
                    } catch (SQLException e) {
                      // The test is over.
                    }
                  });
      Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(run(FIXTURE.monitor, "db", "blocking", "--format", "json")).isZero();
                JsonNode blocking = answer().path("blocking");
                assertThat(blocking.findValuesAsText("pid"))
                    .containsExactly(String.valueOf(root), String.valueOf(victim));
                assertThat(blocking.get(1).path("blockedBy").get(0).asInt()).isEqualTo(root);
                assertThat(blocking.get(1).path("query").asText()).startsWith("lock table");
                assertThat(blocking.get(1).path("since").asText()).endsWith("Z");
              });
      assertThat(run(FIXTURE.monitor, "db", "blocking")).isZero();
      assertThat(out.toString())
          .contains(root + "  idle in transaction, blocks 1")
          .contains("└ " + victim + "  waits for AccessExclusive on atoms_users");
      holder.rollback();
      waiting.join();
    }
  }

  private static void lock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table atoms_users in access exclusive mode");
    }
  }
}
