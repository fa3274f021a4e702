package tech.atoms.opsdesk.check.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.provider.vercel.VercelLogs;
import tech.atoms.opsdesk.provider.vercel.VercelReader;
import tech.atoms.opsdesk.server.ServerClient;

/** What it sends is what it announces, to the server and to the platform together. */
class FailedSignInTest {
  /** The live deployment is not among the newest: it is read alone. */
  private static final Map<String, String> PLATFORM =
      Map.of(
          "/v9/projects/atoms-mcp",
          "{\"id\": \"prj_1\", \"targets\": {\"production\": {\"id\": \"dpl_1\"}}}",
          "/v6/deployments",
          "{\"deployments\": []}",
          "/v13/deployments/dpl_1",
          "{\"id\": \"dpl_1\", \"readyState\": \"READY\", \"createdAt\": 1000}",
          "/v4/aliases",
          "{\"aliases\": []}",
          "/v1/projects/atoms-mcp/deployments/dpl_1/runtime-logs",
          "{\"timestampInMs\": 1000, \"level\": \"info\"}\n");

  @Test
  void whereNoLineIsFoundAllThatIsAnnouncedIsSent() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (MockWebServer web = Prompt.server()) {
      web.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              requests.incrementAndGet();
              String path = URI.create(request.getTarget()).getPath();
              String body = PLATFORM.get(path);
              return body == null
                  ? new MockResponse.Builder().code(401).build()
                  : new MockResponse.Builder()
                      .addHeader("Content-Type", "application/json")
                      .body(body)
                      .build();
            }
          });
      web.start();
      URI url = URI.create("http://127.0.0.1:" + web.getPort());
      SecretRef token = new SecretRef(SecretRef.Scheme.ENV, "TOKEN");
      SecretResolver secrets = ref -> new Secret("a-token-of-the-test");
      PlatformSettings platform = new PlatformSettings(url, "atoms-mcp", null, token);
      Duration deadline = Duration.ofSeconds(4);
      try (ServerClient server =
              new ServerClient(
                  new ServerSettings(url, "/health", "/metrics", "/api/mcp", null, null),
                  secrets,
                  InstantSource.system(),
                  deadline,
                  false);
          VercelReader reader = new VercelReader(platform, secrets, deadline);
          VercelLogs logs = new VercelLogs(platform, secrets, deadline)) {
        Check check =
            new FailedSignIn(
                    server, new LivePlatform(reader, logs), "/api/mcp", InstantSource.system())
                .check();
        assertThat(check.answer(new Facts()).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(requests).hasValue(check.spec().requests());
      }
    }
  }
}
