package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** Active probes are announced, and in production they are sent to nobody without consent. */
class ProbeConsentTest {
  private final MockWebServer server = Prompt.server();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();
  private final TestPostgres.Database store = TestPostgres.createDatabase();
  @TempDir Path directory;

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            synchronized (asked) {
              asked.add(request.getMethod() + " " + request.getHeaders().get("Authorization"));
            }
            return new MockResponse.Builder().code(401).build();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void checkSendsNoProbeToProductionWithoutConsentAndKnowsNothingThen() throws IOException {
    assertThat(run("production", "check", "--active", "auth.expiry"))
        .isEqualTo(ExitCode.UNDETERMINED);
    assertThat(err.toString())
        .contains("1 active probe left out in production; --yes consents to 1 requests");
    assertThat(asked).isEmpty();
    assertThat(audited()).doesNotContain("checklist.probe");
  }

  @Test
  void checkSendsItWithConsentAndSaysWhatBeforehand() throws IOException {
    run("production", "check", "--active", "--yes", "auth.expiry");
    assertThat(err.toString()).contains("1 active probe, at most 1 requests");
    assertThat(asked).as("%s%s", out, err).hasSize(1);
    assertThat(audited()).contains("checklist.probe", "1 active probe: auth.expiry");
  }

  @Test
  void elsewhereItIsAnnouncedAndSent() throws IOException {
    run("staging", "check", "--active", "auth.expiry");
    assertThat(err.toString()).contains("1 active probe, at most 1 requests");
    assertThat(asked).as("%s%s", out, err).hasSize(1);
  }

  @Test
  void authCheckLeavesItsProbesOutInProduction() throws IOException {
    run("production", "auth", "check");
    assertThat(err.toString()).contains("active probes left out in production; --yes consents to");
    // The challenge, and the profile's two tokens: none that was made up.
    assertThat(asked)
        .isNotEmpty()
        .allMatch(one -> one.endsWith("null") || one.endsWith(TOKEN) || one.endsWith(EXPIRED));
  }

  @Test
  void checklistShowSendsNoProbeWhereNobodyCanBeAsked() throws IOException {
    assertThat(run("production", "checklist", "show", "--active", "SEC-13"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("Active probes send at most 1 requests")
        .contains("Nobody can be asked");
    assertThat(asked).isEmpty();
  }

  private String audited() throws IOException {
    out.getBuffer().setLength(0);
    assertThat(run("production", "audit", "list")).isZero();
    return out.toString();
  }

  private static final String TOKEN = "the-token-of-the-shop";
  private static final String EXPIRED = "an-old-token-of-the-shop";

  private Path secret(String name, String value) throws IOException {
    Path file = directory.resolve(name);
    PrivateFiles.write(file, value + "\n", true);
    return file;
  }

  private int run(String kind, String... command) throws IOException {
    Path token = secret("token", TOKEN);
    Path expired = secret("expired", EXPIRED);
    Path profile =
        Files.writeString(
            directory.resolve("profile.yaml"),
            """
            environments:
              - name: shop
                kind: %s
                server:
                  baseUrl: %s
                  token: "file:%s"
                  expiredToken: "file:%s"
            store: {url: "%s", user: %s, password: "file:%s"}
            """
                .formatted(
                    kind,
                    server.url("").toString().replaceAll("/$", ""),
                    token,
                    expired,
                    store.jdbcUrl().substring("jdbc:".length()),
                    TestPostgres.USER,
                    secret("password", TestPostgres.PASSWORD.reveal())));
    List<String> line = new ArrayList<>(List.of(command));
    int options = command[0].equals("check") ? 1 : 2;
    line.addAll(options, List.of("--profile", profile.toString()));
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(line.toArray(new String[0]));
  }
}
