package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.news.RunNews;

/** Channels by command: tried, and told of a run's end before the command that ended it is over. */
class NotifyCommandsTest {
  private static final String LOGIN = System.getProperty("user.name", "");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final MockWebServer server = Prompt.server();
  @TempDir Path directory;
  private Path profile = Path.of("");

  @BeforeEach
  void start() throws Exception {
    server.start(InetAddress.getLoopbackAddress(), 0);
    secret("password", TestPostgres.PASSWORD.reveal());
    secret("url", "http://127.0.0.1:" + server.getPort() + "/services/canary-4711-canary");
    profile =
        Files.writeString(
            directory.resolve("profile.yaml"),
            """
            environments:
              - name: shop
                kind: staging
                server: {baseUrl: "http://127.0.0.1:9"}
                people:
                  - {name: Olga, login: "%s", roles: [operations]}
                policy: {mayChange: [operations]}
                channels:
                  - {name: ops, kind: slack, url: "file:url"}
                  - {name: hook, kind: webhook, url: "file:url"}
                  - {name: lost, kind: webhook, url: "file:nowhere"}
                notify: {runs: [ops]}
            store: {url: "%s", user: %s, password: "file:password"}
            """
                .formatted(
                    LOGIN, database.jdbcUrl().substring("jdbc:".length()), TestPostgres.USER));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void secret(String name, String value) throws Exception {
    Path file = Files.writeString(directory.resolve(name), value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private int opsdesk(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--profile", profile.toString()));
    int code =
        Opsdesk.commandLine(List.of())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertThat(out.toString() + err).doesNotContain("canary");
    return code;
  }

  private String sent() throws InterruptedException {
    return Objects.requireNonNull(server.takeRequest().getBody()).utf8();
  }

  @Test
  void aTestIsMarkedAsOneAndEachChannelsOutcomeIsTold() throws Exception {
    server.enqueue(new MockResponse.Builder().body("ok").build());
    assertThat(opsdesk("notify", "test", "ops")).isZero();
    assertThat(out.toString()).startsWith("taken    ops (slack) after ").contains("how runs end");
    assertThat(sent()).contains("TEST of the channel ops", "nothing has happened");

    server.enqueue(new MockResponse.Builder().code(404).body("no_service").build());
    assertThat(opsdesk("notify", "test", "hook")).isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(out.toString())
        .contains("failed   hook (webhook): it answered 404: no_service", "next: Correct");
    assertThat(sent()).contains("\"kind\":\"test\"");
  }

  @Test
  void allChannelsAreTriedForPrograms() throws Exception {
    server.enqueue(new MockResponse.Builder().body("ok").build());
    server.enqueue(new MockResponse.Builder().body("ok").build());
    assertThat(opsdesk("notify", "test", "--format", "json")).isEqualTo(ExitCode.FALLS_SHORT);
    JsonNode json = new JsonMapper().readTree(out.toString());
    assertThat(json.path("outcome").asText()).isEqualTo("fail");
    assertThat(json.path("channels").findValuesAsText("channel"))
        .containsExactly("ops", "hook", "lost");
    assertThat(json.path("channels").findValuesAsText("outcome"))
        .containsExactly("pass", "pass", "fail");
    assertThat(json.at("/channels/2/problem/what").asText()).isEqualTo("A secret is missing");
  }

  @Test
  void aChannelThatIsNotThereIsWrongUse() throws Exception {
    assertThat(opsdesk("notify", "test", "slack")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("it has no channel slack", "Name ops or hook or lost");
    Files.writeString(
        profile,
        """
        environments:
          - name: shop
            kind: staging
            server: {baseUrl: "http://127.0.0.1:9"}
        """);
    assertThat(opsdesk("notify", "test")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("it has no `channels`");
  }

  @Test
  void theCommandThatEndsARunTellsOfItAndTheRecordSaysSo() throws Exception {
    String id = paused();
    server.enqueue(new MockResponse.Builder().body("ok").build());
    assertThat(opsdesk("runs", "abandon", id, "--reason", "not needed", "--yes"))
        .isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(err.toString()).doesNotContain("has not heard");
    assertThat(sent()).contains("shop: Move: abandoned", "not needed", id);
    opsdesk("runs", "show", id);
    assertThat(out.toString())
        .contains("told ops \"abandoned\": delivered", "notification of \"abandoned\" to ops");
    opsdesk("runs", "show", id, "--format", "json");
    assertThat(new JsonMapper().readTree(out.toString()).at("/run/notifications/0/state").asText())
        .isEqualTo("delivered");
  }

  @Test
  void whatCannotBeSentNowIsLeftAndSaid() throws Exception {
    String id = paused();
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "3600").build());
    opsdesk("runs", "abandon", id, "--reason", "not needed", "--yes");
    assertThat(err.toString())
        .contains("Channel ops has not heard of run " + id + ": waiting until ")
        .contains("it answered 429, too many messages; it asks to wait 3600 s")
        .contains("The next desk or command on this store sends it.");
    opsdesk("runs", "show", id);
    assertThat(out.toString()).contains("told ops \"abandoned\": waiting until ");
    assertThat(err.toString()).as("it was not this command").doesNotContain("has not heard");
    assertThat(server.getRequestCount()).isOne();
  }

  @Test
  void whatIsRefusedIsSaid() throws Exception {
    String id = paused();
    server.enqueue(new MockResponse.Builder().code(404).body("no_service").build());
    opsdesk("runs", "abandon", id, "--reason", "not needed", "--yes");
    assertThat(err.toString())
        .contains(
            "Channel ops was not told of run " + id + ": failed: it answered 404: no_service");
  }

  /** A process of its own, killed with SIGKILL after the channel has taken what it has sent. */
  @Test
  void whatAKilledCommandHasSentIsSentOnceMoreAndSaysSo() throws Exception {
    String id = paused();
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    List<String> heard = new CopyOnWriteArrayList<>();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            heard.add(Objects.requireNonNull(request.getBody()).utf8());
            taken.countDown();
            killed.await();
            return new MockResponse.Builder().body("ok").build();
          }
        });
    Process command = fork("runs", "abandon", id, "--reason", "not needed", "--yes");
    assertThat(taken.await(60, TimeUnit.SECONDS)).isTrue();
    command.destroyForcibly().waitFor();
    killed.countDown();

    Environment shop = Profiles.load(profile).environments().getFirst();
    InstantSource later = () -> InstantSource.system().instant().plusSeconds(61);
    try (Store store = TestStores.open(TestStores.in(database));
        RunNews now = new RunNews(store, Secrets.of(profile), InstantSource.system());
        RunNews news = new RunNews(store, Secrets.of(profile), later)) {
      now.tell(shop);
      assertThat(heard).as("while it may still be sending").hasSize(1);
      news.tell(shop);
      news.tell(shop);
      assertThat(new Journal(store).deliveries(id))
          .extracting(Delivery::words)
          .containsExactly("delivered, perhaps twice");
    }
    assertThat(heard).hasSize(2);
    String again = "This may have come before";
    assertThat(heard.getFirst()).doesNotContain(again);
    assertThat(heard.getLast()).contains(again);
    assertThat(key(heard.getLast())).isEqualTo(key(heard.getFirst()));
  }

  /** The last words of a message to Slack. */
  private static String key(String message) throws Exception {
    String small =
        new JsonMapper().readTree(message).path("blocks").findValuesAsText("text").getLast();
    assertThat(small).contains("run-");
    return small;
  }

  private Process fork(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("tech.atoms.opsdesk.Launcher");
    command.addAll(List.of(args));
    command.addAll(List.of("--profile", profile.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("command.out").toFile())
        .start();
  }

  /** A run that waits for a person, and of which nobody was told. */
  private String paused() throws Exception {
    Environment shop = Profiles.load(profile).environments().getFirst();
    try (Store store = TestStores.open(TestStores.in(database))) {
      Engine engine =
          new Engine(
              shop,
              new Journal(store),
              new Guards(store),
              new Audit(store, directory, "here"),
              Me.of(shop, LOGIN),
              "desk-1",
              InstantSource.system(),
              Pause.REAL);
      Workflow never = new Never();
      Run run = engine.start(never, never.plan("x"), Start.of("because", ""), r -> {});
      return run.id();
    }
  }

  /** A step whose precondition never holds. */
  private static final class Never implements Workflow, Step {
    @Override
    public String id() {
      return "move";
    }

    @Override
    public Plan plan(String target) {
      return new Plan(
          "move",
          "shop",
          target,
          "Move",
          "",
          Map.of(),
          List.of(),
          List.of(new PlannedStep("move", "Move it", "here", "there", "move it back")));
    }

    @Override
    public List<Step> steps(Plan plan, RunLog log) {
      return List.of(this);
    }

    @Override
    public java.time.Duration timeout() {
      return java.time.Duration.ofSeconds(1);
    }

    @Override
    public String precondition() {
      return "it is too late";
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public Observed observe() {
      return Observed.notDone("it is here");
    }
  }
}
