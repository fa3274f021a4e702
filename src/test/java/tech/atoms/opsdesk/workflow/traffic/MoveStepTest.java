package tech.atoms.opsdesk.workflow.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.workflow.Observed;

/** A move of traffic against what the platform tells of moves. */
class MoveStepTest {
  private final MockWebServer platform = Prompt.server();
  private volatile String request = "null";

  @BeforeEach
  void open() throws Exception {
    platform.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest asked) {
            return new MockResponse.Builder()
                .code("POST".equals(asked.getMethod()) ? 202 : 200)
                .addHeader("Content-Type", "application/json")
                .body(
                    """
                    {"id": "prj_1", "targets": {"production": {"id": "dpl_old"}},
                     "autoAssignCustomDomains": true, "lastAliasRequest": %s}
                    """
                        .formatted(request))
                .build();
          }
        });
    platform.start();
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private static String failed(long at) {
    return """
    {"fromDeploymentId": "dpl_old", "toDeploymentId": "dpl_new", "jobStatus": "failed",
     "type": "promote", "requestedAt": %d}
    """
        .formatted(at);
  }

  @Test
  void whatFailedBeforeSaysNothingOfWhatIsAskedForNow() {
    PlatformSettings settings =
        new PlatformSettings(
            platform.url("/").uri(), "atoms-mcp", null, SecretRef.parse("env:TOKEN"));
    try (VercelTraffic traffic =
        new VercelTraffic(
            settings, ref -> new Secret("token-of-the-test"), Duration.ofSeconds(5))) {
      MoveStep move = new MoveStep(traffic, MoveStep.Kind.PROMOTE, "dpl_new");
      request = failed(1_790_000_000_000L);
      assertThat(move.observe().state()).isEqualTo(Observed.State.FAILED);
      move.apply();
      assertThat(move.observe().state()).isEqualTo(Observed.State.NOT_DONE);
      request = failed(1_790_000_001_000L);
      assertThat(move.observe().state()).isEqualTo(Observed.State.FAILED);
    }
  }
}
