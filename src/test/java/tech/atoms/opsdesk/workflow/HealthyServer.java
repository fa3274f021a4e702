package tech.atoms.opsdesk.workflow;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import tech.atoms.opsdesk.sandbox.checkout.Source;
import tech.atoms.opsdesk.sandbox.checkout.Sources;
import tech.atoms.opsdesk.sandbox.platform.Variable;

/** What a platform of a test serves: healthy, signed in to by nobody, used by many. */
public final class HealthyServer extends Dispatcher {
  /** The branch {@code main}, which is version 2.0.0, and no other. */
  public static final Sources MAIN =
      (ref, sha) ->
          ref.equals("main")
              ? Optional.of(
                  new Source(
                      "0123456789abcdef0123456789abcdef01234567",
                      "Answer faster",
                      "Engineering",
                      "VERSION = \"2.0.0\"\n"))
              : Optional.empty();

  private final Supplier<String> version;
  private final AtomicInteger requests = new AtomicInteger();

  /** Tells a version, e.g. "v1.5.0". */
  public HealthyServer(Supplier<String> version) {
    this.version = version;
  }

  /** Serves what {@link #MAIN} builds on a free port of loopback, by https. */
  public static void startStaged(MockWebServer server, HeldCertificate authority)
      throws IOException {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(
                new HeldCertificate.Builder()
                    .signedBy(authority)
                    .addSubjectAlternativeName("127.0.0.1")
                    .build())
            .build()
            .sslSocketFactory());
    server.setDispatcher(new HealthyServer(() -> "v2.0.0"));
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  /** A variable of production that nobody can read. */
  public static Variable variable(String name, Instant now) {
    return new Variable("env_" + name, name, "set", "sensitive", List.of("production"), now, now);
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    if (path.equals("/metrics")) {
      return new MockResponse.Builder()
          .addHeader("Content-Type", "text/plain; version=0.0.4")
          .body(
              "http_requests_total{route=\"/api/mcp\",status=\"200\"} "
                  + requests.addAndGet(1000)
                  + "\n")
          .build();
    }
    boolean health = path.equals("/health");
    return new MockResponse.Builder()
        .code(health ? 200 : 401)
        .addHeader("Content-Type", "application/json")
        .addHeader("WWW-Authenticate", "Bearer")
        .addHeader("Access-Control-Allow-Origin", "*")
        .body(
            health
                ? "{\"status\":\"healthy\",\"version\":\"%s\"}"
                    .formatted(version.get().substring(1))
                : "{}")
        .build();
  }
}
