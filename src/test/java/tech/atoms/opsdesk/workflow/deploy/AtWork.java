package tech.atoms.opsdesk.workflow.deploy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.configuration.Required;
import tech.atoms.opsdesk.http.Prompt;

/** A platform, the server that it serves under production's address, and one beside it. */
public final class AtWork implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  final MockWebServer platform = Prompt.server();
  private final MockWebServer production = Prompt.server();
  private final MockWebServer beside = Prompt.server();
  private final List<ObjectNode> deployments = new ArrayList<>();
  private String live = "dpl_old";
  private boolean pinned;
  private int requests;
  private int errors;

  /** What becomes of the next request for a deployment. */
  volatile Creates creates = Creates.AT_ONCE;

  /** How a build that was asked for ends. */
  volatile String ends = "READY";

  /** Whether production answers as the old version once that has the traffic again. */
  volatile boolean tellsOld = true;

  /** The commit that it builds, whatever was asked for; empty: that one. */
  volatile String builds = "";

  /** What the server beside production answers to health. */
  volatile int stagedHealth = 200;

  /** Failing requests of a hundred, of what was deployed last. */
  volatile int failing;

  /** Whether a variable is missing. */
  volatile boolean variableMissing;

  /** Variables that were set here, by name; those of the checklist are told to nobody. */
  private final Map<String, JsonNode> set = new TreeMap<>();

  /** Those of the checklist that are not set any more. */
  private final Set<String> lost = new TreeSet<>();

  /** A variable that the platform does not have any more. */
  public synchronized void loses(String variable) {
    lost.add(variable);
    set.remove(variable);
  }

  /** Somebody sets a variable whose value is told. */
  public synchronized void sets(String variable, String value) {
    setsOf("production", variable, value);
  }

  /** As the other, of one target alone. */
  public synchronized void setsOf(String target, String variable, String value) {
    ObjectNode one = JSON.createObjectNode();
    one.put("id", variable).put("key", variable).put("type", "plain").put("value", value);
    one.putArray("target").add(target);
    lost.add(variable);
    set.put(variable, one);
  }

  /** The value of a variable that was set here; empty where it was not. */
  public synchronized String value(String variable) {
    JsonNode one = set.get(variable);
    return one == null ? "" : one.path("value").asText();
  }

  /** So many lists of the platform do not have what was made again yet. */
  volatile int lateLists;

  enum Creates {
    AT_ONCE,
    ANSWER_LOST,
    NEVER,
    REFUSED
  }

  /** Begins to serve. */
  public AtWork(Path directory) throws IOException {
    platform.setDispatcher(dispatcher(this::platform));
    production.setDispatcher(dispatcher(this::production));
    beside.setDispatcher(dispatcher(this::beside));
    platform.start();
    production.start();
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(
                new HeldCertificate.Builder()
                    .signedBy(AUTHORITY)
                    .addSubjectAlternativeName("localhost")
                    .build())
            .build();
    beside.useHttps(certificates.sslSocketFactory());
    beside.start(InetAddress.getLoopbackAddress(), 0);
    deployments.add(deployment("dpl_old", "v1.4.2", "READY", null));
    Files.writeString(authority(directory), AUTHORITY.certificatePem());
  }

  public static Path authority(Path directory) {
    return directory.resolve("authority.pem");
  }

  public URI platformUrl() {
    return platform.url("/").uri();
  }

  public URI productionUrl() {
    return URI.create("http://127.0.0.1:" + production.getPort());
  }

  public synchronized String live() {
    return live;
  }

  synchronized boolean pinned() {
    return pinned;
  }

  /** Ids of what was made, in order. */
  public synchronized List<String> made() {
    return deployments.stream()
        .map(one -> one.path("id").asText())
        .filter(id -> !id.equals("dpl_old"))
        .toList();
  }

  /** It is not what it was any more. */
  synchronized void becomes(String id, String state) {
    find(id).put("readyState", state);
  }

  synchronized JsonNode newest() {
    return deployments.getLast();
  }

  private interface Answers {
    MockResponse to(RecordedRequest request) throws IOException;
  }

  private static Dispatcher dispatcher(Answers answers) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        try {
          return answers.to(request);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private ObjectNode deployment(String id, String version, String state, @Nullable JsonNode meta) {
    ObjectNode one = JSON.createObjectNode();
    one.put("id", id).put("uid", id).put("url", "localhost:" + beside.getPort());
    one.put("readyState", state).put("target", "production");
    one.put("createdAt", 1_790_000_000_000L + deployments.size());
    one.put("aliasAssigned", id.equals("dpl_old"));
    one.put("readySubstate", id.equals("dpl_old") ? "PROMOTED" : "STAGED");
    ObjectNode told = one.putObject("meta");
    told.put("version", version);
    if (meta != null) {
      meta.properties().forEach(each -> told.set(each.getKey(), each.getValue()));
    }
    return one;
  }

  private synchronized MockResponse platform(RecordedRequest request) throws IOException {
    String path = requireNonNull(request.getUrl()).encodedPath();
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (path.equals("/v2/user")) {
      return json(200, "{\"user\": {\"username\": \"release\"}}");
    }
    if (path.endsWith("/env") && "POST".equals(request.getMethod())) {
      JsonNode made = JSON.readTree(requireNonNull(request.getBody()).utf8());
      set.put(made.path("key").asText(), made);
      return json(201, "{\"created\": {}, \"failed\": []}");
    }
    if (path.endsWith("/env")) {
      return json(200, variables().toString());
    }
    if (path.equals("/v9/projects/atoms-mcp")) {
      return json(200, project().toString());
    }
    if (path.equals("/v6/deployments")) {
      ObjectNode list = JSON.createObjectNode();
      boolean late = made().size() > 1 && lateLists-- > 0;
      ArrayNode listed = list.putArray("deployments");
      deployments.reversed().stream().skip(late ? 1 : 0).forEach(listed::add);
      return json(200, list.toString());
    }
    if (path.endsWith("/events")) {
      JsonNode one = find(path.split("/", -1)[3]);
      return new MockResponse.Builder()
          .body(
              "{\"type\": \"stdout\", \"date\": 1, \"id\": \"1\", \"text\": \"uv sync\"}\n"
                  + "{\"type\": \"state\", \"date\": 2, \"id\": \"2\", \"info\": {\"readyState\":"
                  + " \""
                  + one.path("readyState").asText()
                  + "\"}}\n")
          .build();
    }
    if (path.endsWith("/cancel")) {
      find(path.split("/", -1)[3]).put("readyState", "CANCELED");
      return json(200, "{}");
    }
    if (path.contains("/promote/") || path.contains("/rollback/")) {
      live = last;
      pinned = path.contains("/rollback/");
      return json(202, "{}");
    }
    if (path.equals("/v13/deployments")) {
      return create(JSON.readTree(requireNonNull(request.getBody()).utf8()));
    }
    return json(200, find(last).toString());
  }

  private MockResponse create(JsonNode body) {
    if (creates == Creates.REFUSED) {
      return json(
          400,
          "{\"error\": {\"code\": \"incorrect_git_source_info\", \"message\": \"no such"
              + " branch\"}}");
    }
    boolean lost = creates == Creates.ANSWER_LOST;
    if (creates != Creates.NEVER) {
      ObjectNode made =
          deployment("dpl_new" + deployments.size(), "v1.5.0", ends, body.path("meta"));
      String commit = builds.isEmpty() ? body.at("/gitSource/sha").asText() : builds;
      made.withObject("/meta").put("githubCommitSha", commit);
      deployments.add(made);
    }
    boolean never = creates == Creates.NEVER;
    creates = Creates.AT_ONCE;
    return lost || never
        ? new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build()
        : json(200, deployments.getLast().toString());
  }

  private ObjectNode find(String id) {
    return deployments.stream()
        .filter(one -> one.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private ObjectNode project() {
    ObjectNode project = JSON.createObjectNode();
    project.put("id", "prj_1").put("name", "atoms-mcp");
    project.putObject("link").put("type", "github").put("repoId", 7);
    project.putObject("targets").putObject("production").put("id", live);
    project.put("autoAssignCustomDomains", !pinned);
    return project;
  }

  private ObjectNode variables() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode all = answer.putArray("envs");
    for (Required one : Required.all()) {
      if (!lost.contains(one.name()) && (!variableMissing || !one.name().equals("LOG_LEVEL"))) {
        ObjectNode set = all.addObject();
        set.put("id", one.name()).put("key", one.name()).put("type", "sensitive");
        set.putArray("target").add("production");
      }
    }
    this.set.values().forEach(all::add);
    return answer;
  }

  private synchronized MockResponse production(RecordedRequest request) {
    String path = requireNonNull(request.getUrl()).encodedPath();
    if (path.equals("/metrics")) {
      requests += 100;
      errors += live.equals("dpl_old") ? 0 : failing;
      return new MockResponse.Builder()
          .addHeader("Content-Type", "text/plain; version=0.0.4")
          .body(
              """
              # TYPE http_requests_total counter
              http_requests_total{route="/api/mcp",status="200"} %d
              http_requests_total{route="/api/mcp",status="500"} %d
              # TYPE db_pool_connections_in_use gauge
              db_pool_connections_in_use 7
              """
                  .formatted(requests - errors, errors))
          .build();
    }
    return server(path, live.equals("dpl_old") && tellsOld ? "1.4.2" : "1.5.0", 200);
  }

  private MockResponse beside(RecordedRequest request) {
    return server(requireNonNull(request.getUrl()).encodedPath(), "1.5.0", stagedHealth);
  }

  private static MockResponse server(String path, String version, int health) {
    return path.equals("/health")
        ? json(health, "{\"status\": \"healthy\", \"version\": \"" + version + "\"}")
        : new MockResponse.Builder()
            .code(401)
            .addHeader("WWW-Authenticate", "Bearer")
            .addHeader("Access-Control-Allow-Origin", "*")
            .build();
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  @Override
  public void close() {
    platform.close();
    production.close();
    beside.close();
  }
}
