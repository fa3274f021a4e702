package tech.atoms.opsdesk.backup.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.SecretRef;

/** Storage that answers wrong, or not to its end: every fault is told with the place and no key. */
class S3FaultsTest {
  private final MockWebServer server = new MockWebServer();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private @TempDir Path directory = Path.of(".");
  private volatile Dispatcher answers = constant(new MockResponse.Builder().code(200).build());

  @BeforeEach
  void start() throws Exception {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            asked.add(request.getMethod() + " " + request.getUrl().encodedPath());
            return answers.dispatch(request);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Dispatcher constant(MockResponse answer) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answer;
      }
    };
  }

  private static MockResponse error(int status, String code) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/xml")
        .body(
            "<Error><Code>"
                + code
                + "</Code><Message>of "
                + Kept.ACCESS
                + "</Message><AWSAccessKeyId>"
                + Kept.ACCESS
                + "</AWSAccessKeyId></Error>")
        .build();
  }

  private Place place() {
    return at(server.getPort());
  }

  private static Place at(int port) {
    return Places.of(
        new BackupCopy.InS3(
            "us",
            "atoms",
            "us-east-1",
            URI.create("http://127.0.0.1:" + port),
            "desk",
            SecretRef.parse("env:A"),
            SecretRef.parse("env:B")),
        Kept.secrets());
  }

  private Path file(int bytes) throws Exception {
    return Files.write(directory.resolve("file"), new Kept(directory).bytes(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, it answers 403 AccessDenied, Look at the access key",
    "403, SignatureDoesNotMatch, it answers 403 SignatureDoesNotMatch, Look at the access key",
    "404, NoSuchBucket, it answers 404 NoSuchBucket, Make the bucket",
    "301, PermanentRedirect, it answers 301 PermanentRedirect, Correct the region",
    "400, AuthorizationHeaderMalformed, it answers 400, Correct the region",
    "507, InsufficientCapacity, it answers 507 InsufficientCapacity, Try again later"
  })
  void whatItRefusesIsTold(int status, String code, String why, String next) throws Exception {
    answers = constant(error(status, code));
    Path file = file(10);
    try (Place place = place()) {
      Throwable thrown = catchThrowable(() -> place.write("x", file, Hashes.of(file), sent -> {}));
      assertThat(thrown)
          .hasMessageContaining("us, bucket atoms of http://127.0.0.1:" + server.getPort())
          .hasMessageContaining(why)
          .hasStackTraceContaining("The copy cannot be written");
      assertThat(((tech.atoms.opsdesk.common.ProblemException) thrown).problem().next())
          .startsWith(next);
      assertThat(thrown)
          .extracting(S3FaultsTest::all)
          .asString()
          .doesNotContain(Kept.ACCESS, Kept.SECRET);
    }
  }

  private static String all(Throwable thrown) {
    java.io.StringWriter text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void aConnectionThatIsCutMidwayIsTriedThreeTimesAndThenTold() throws Exception {
    AtomicInteger cut = new AtomicInteger();
    Path file = file(4_000_000);
    try (ServerSocket cutting = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        Place place = at(cutting.getLocalPort())) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  while (true) {
                    try (Socket socket = cutting.accept()) {
                      // Without it the client waits for 5 s before it sends.
                      socket
                          .getOutputStream()
                          .write(
                              "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                      socket.getInputStream().readNBytes(100_000);
                      cut.incrementAndGet();
                    }
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      assertThatThrownBy(() -> place.write("x", file, Hashes.of(file), sent -> {}))
          .hasMessageContaining("The copy cannot be written (us, bucket atoms");
    }
    assertThat(cut).hasValue(3);
  }

  @Test
  void anUploadInPartsThatBreaksIsTakenBack() throws Exception {
    answers =
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (request.getMethod().equals("POST")) {
              return new MockResponse.Builder()
                  .code(200)
                  .body(
                      "<InitiateMultipartUploadResult><UploadId>u1</UploadId>"
                          + "</InitiateMultipartUploadResult>")
                  .build();
            }
            return request.getMethod().equals("PUT")
                ? error(403, "AccessDenied")
                : new MockResponse.Builder().code(204).build();
          }
        };
    Path file = file((int) S3Upload.PART + 1);
    try (Place place = place()) {
      assertThatThrownBy(() -> place.write("x", file, Hashes.of(file), sent -> {}))
          .hasMessageContaining("it answers 403 AccessDenied");
    }
    assertThat(asked)
        .containsExactly("POST /atoms/desk/x", "PUT /atoms/desk/x", "DELETE /atoms/desk/x");
  }

  @Test
  void aTroubleThatPassesIsNotTold() throws Exception {
    answers =
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return asked.size() == 1
                ? error(503, "SlowDown")
                : new MockResponse.Builder().code(200).build();
          }
        };
    Path file = file(10);
    try (Place place = place()) {
      place.write("x", file, Hashes.of(file), sent -> {});
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void whatReadsBackAsSomethingElseIsNoCopy() throws Exception {
    Kept kept = new Kept(directory);
    var catalogue = kept.catalogue();
    var backup = kept.put(catalogue, "bk-2026-11-30-2000-one", 1000);
    answers =
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String query = String.valueOf(request.getUrl().encodedQuery());
            if (query.contains("list-type=2")) {
              return new MockResponse.Builder()
                  .code(200)
                  .body("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
                  .build();
            }
            return request.getMethod().equals("GET")
                ? new MockResponse.Builder().code(200).body("something else").build()
                : new MockResponse.Builder().code(200).build();
          }
        };
    try (Place place = place()) {
      assertThatThrownBy(() -> new Copying(catalogue, () -> Kept.NOW).copy(backup, place))
          .hasMessageContaining("The copy is not what was sent (us, bucket atoms")
          .hasMessageContaining("reads back with another SHA-256");
    }
    assertThat(catalogue.copies(backup).copies()).isEmpty();
  }

  @Test
  void anAnswerThatIsCutOffIsNoFile() throws Exception {
    answers =
        constant(
            new MockResponse.Builder()
                .code(200)
                .body(new Buffer().write(new byte[100_000]))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
    try (Place place = place()) {
      assertThatThrownBy(
              () -> {
                try (var in = place.read("x")) {
                  Hashes.of(in, read -> {});
                }
              })
          .hasMessageContaining("x was cut off");
    }
  }

  @Test
  void nobodyThereIsTold() throws Exception {
    int port = server.getPort();
    server.close();
    try (Place place = at(port)) {
      assertThatThrownBy(() -> place.list("shop"))
          .hasMessageContaining("nobody answers there: connection refused");
    }
  }

  @Test
  void whatAnotherAccountCallsAFileBecomesNone() throws Exception {
    answers =
        constant(
            new MockResponse.Builder()
                .code(200)
                .body(
                    "<ListBucketResult><IsTruncated>false</IsTruncated>"
                        + "<Contents><Key>desk/shop/bk-1/..</Key><Size>1</Size></Contents>"
                        + "<Contents><Key>desk/shop/../manifest.json</Key><Size>1</Size></Contents>"
                        + "<Contents><Key>desk/shop/bk-1/a/b</Key><Size>1</Size></Contents>"
                        + "<Contents><Key>desk/shop/bk-1/dump</Key><Size>1</Size></Contents>"
                        + "</ListBucketResult>")
                .build());
    try (Place place = place()) {
      assertThat(new Shelf(new Kept(directory).catalogue(), place).listed().toString())
          .isEqualTo("{bk-1={dump=1}}");
    }
  }
}
