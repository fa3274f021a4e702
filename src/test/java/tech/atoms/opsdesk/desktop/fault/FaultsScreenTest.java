package tech.atoms.opsdesk.desktop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;

class FaultsScreenTest {
  private static final String OFF =
      "{\"faults\":[{\"name\":\"slow-responses\",\"active\":false,\"value\":2000,\"until\":null,"
          + "\"valueMeaning\":\"delay in ms\"}]}";
  private final MockWebServer sandbox = Prompt.server();
  private final FxJobs jobs = new FxJobs(InstantSource.system());

  @BeforeEach
  void start() throws IOException {
    sandbox.start();
  }

  @AfterEach
  void stop() {
    FxTest.hideAll();
    jobs.close();
    sandbox.close();
  }

  @Test
  void switchesAFaultOverHttpAndShowsWhatTheSandboxSaysThen() throws InterruptedException {
    answer(OFF);
    answer("{}");
    answer(OFF.replace("\"active\":false", "\"active\":true"));
    Stage stage = open();
    FxTest.until("read", () -> count(stage).equals("0 of 1 active"));
    FxTest.run(() -> toggle(stage).setSelected(true));
    FxTest.until("active", () -> count(stage).equals("1 of 1 active"));
    RecordedRequest first = Objects.requireNonNull(sandbox.takeRequest(5, TimeUnit.SECONDS));
    RecordedRequest second = Objects.requireNonNull(sandbox.takeRequest(5, TimeUnit.SECONDS));
    assertThat(first.getHeaders().get("Authorization")).isEqualTo("Bearer platform-token");
    assertThat(second.getMethod()).isEqualTo("POST");
    assertThat(second.getUrl().encodedPath()).isEqualTo("/sandbox/faults/slow-responses");
    assertThat(String.valueOf(second.getBody())).contains("2000");
  }

  @Test
  void saysSoWhereTheSandboxDoesNotAnswerAndKnowsNothing() {
    answer(OFF);
    sandbox.enqueue(new MockResponse.Builder().code(500).build());
    Stage stage = open();
    FxTest.until("read", () -> count(stage).equals("0 of 1 active"));
    FxTest.run(() -> toggle(stage).setSelected(true));
    FxTest.until("not known", () -> count(stage).equals("not known"));
    FxTest.run(
        () -> {
          Label trouble = (Label) stage.getScene().lookup(".fault-trouble");
          assertThat(trouble.getText()).contains("answered 500").doesNotContain("platform-token");
        });
  }

  private Stage open() {
    PlatformSettings platform =
        new PlatformSettings(
            sandbox.url("/").uri(), "atoms", null, new SecretRef(SecretRef.Scheme.ENV, "TOKEN"));
    FaultClient client = new FaultClient(platform, ref -> new Secret("platform-token"));
    FaultsScreen screen =
        FxTest.call(
            () -> new FaultsScreen(client, jobs, action -> () -> {}, InstantSource.system()));
    Stage stage = FxTest.show((Parent) screen.root(), 1000, 700, Theme.DARK);
    FxTest.run(screen::shown);
    return stage;
  }

  private void answer(String json) {
    sandbox.enqueue(new MockResponse.Builder().body(json).build());
  }

  private static ToggleSwitch toggle(Stage stage) {
    return (ToggleSwitch) stage.getScene().lookup(".toggle-switch");
  }

  private static String count(Stage stage) {
    return ((Label) stage.getScene().lookup(".panel-title-row .meta")).getText();
  }
}
