package tech.atoms.opsdesk.check.catalogue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Ready;
import tech.atoms.opsdesk.sandbox.Sandbox;
import tech.atoms.opsdesk.sandbox.database.Size;

/**
 * One thing at a time is broken in a healthy sandbox: exactly its item falls short, and what is
 * named as depending on it. That it is whole again shows in the next test, which counts what falls
 * short as exactly, and in {@link #theSandboxIsHealthy}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigurationMutationTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> SUBJECTS = Set.of("configuration", "dependency", "deployment");

  private static final Set<String> DEAR =
      Set.of(
          "configuration.one-authority",
          "configuration.variable.fastmcp-server-auth-authkitprovider-authkit-domain",
          "deployment.syntax");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Restored> mending = new ArrayList<>();
  private Sandbox sandbox;
  private Ready ready;
  private Catalogue catalogue;
  private Path checkout;

  /** Makes something whole again. */
  private interface Restored {
    void restore() throws Exception;
  }

  @BeforeAll
  void start(@TempDir Path temp) {
    sandbox =
        Sandbox.start(
            new Options(temp.resolve("sandbox"), false, Size.ofScale(1), null, false),
            InstantSource.system(),
            line -> {});
    ready = sandbox.ready();
    Path profile = Path.of(ready.profile());
    catalogue =
        new Catalogue(
            Profiles.load(profile).environments().getFirst(),
            Secrets.of(profile),
            null,
            InstantSource.system());
    checkout = Path.of(ready.dataDirectory()).resolve("checkout");
  }

  @AfterAll
  void stop() {
    catalogue.close();
    sandbox.close();
    http.close();
  }

  @AfterEach
  void mend() throws Exception {
    for (Restored one : mending.reversed()) {
      one.restore();
    }
    mending.clear();
  }

  private Map<String, Finding> falling() throws InterruptedException {
    return falling(spec -> SUBJECTS.contains(spec.subject()));
  }

  /** Without asking the server how it signs in: it refuses who asks that too often. */
  private Map<String, Finding> falling(Set<String> subjects) throws InterruptedException {
    return falling(spec -> subjects.contains(spec.subject()) && !DEAR.contains(spec.id()));
  }

  private Map<String, Finding> falling(Predicate<CheckSpec> wanted) throws InterruptedException {
    List<Check> checks = catalogue.matching(wanted);
    Map<String, Finding> falling = new LinkedHashMap<>();
    for (Finding finding : new CheckRun(InstantSource.system()).run(checks, one -> {})) {
      if (finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN) {
        falling.put(finding.check(), finding);
      }
    }
    return falling;
  }

  private Set<String> items(Map<String, Finding> falling) {
    Set<String> items = new TreeSet<>();
    falling.values().forEach(finding -> items.addAll(finding.items()));
    return items;
  }

  private void fallsExactly(String expected) throws InterruptedException {
    fallsExactly(expected, falling(SUBJECTS));
  }

  private void fallsExactly(String expected, Map<String, Finding> falling) {
    assertThat(items(falling))
        .as("%s", falling.values())
        .containsExactlyInAnyOrder(expected.isBlank() ? new String[0] : expected.split("\\s+"));
  }

  @Test
  void theSandboxIsHealthy() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(falling()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "ATOMS_FASTMCP_TRANSPORT|stdio|ENV-01",
        "ATOMS_FASTMCP_HTTP_PATH|/mcp|ENV-02",
        "ATOMS_FASTMCP_HTTP_AUTH_MODE|optional|ENV-03",
        "ATOMS_FASTMCP_AUTH_MODE|none|ENV-04",
        "PRODUCTION|false|ENV-05",
        "LOG_LEVEL|DEBUG|ENV-06",
        "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_BASE_URL|https://other.example|ENV-07",
        "PUBLIC_URL|http://plain.example|ENV-08",
        "MCP_ENDPOINT|https://other.example/api/mcp|ENV-09",
        "FASTMCP_SERVER_AUTH|none|ENV-10",
        "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_AUTHKIT_DOMAIN|https://other.authkit.app|ENV-11",
        "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_REQUIRED_SCOPES|openid,email|ENV-12",
        "WORKOS_API_KEY|-|ENV-13 DPL-04",
        "WORKOS_CLIENT_ID|<production_client_id>|ENV-14",
        "WORKOS_CLIENT_ID|-|ENV-14 DPL-05",
        "SUPABASE_SERVICE_ROLE_KEY|-|ENV-15 DPL-06",
        "NEXT_PUBLIC_SUPABASE_ANON_KEY|not.a.jwt|ENV-16",
        "NEXT_PUBLIC_SUPABASE_ANON_KEY|-|ENV-16 DPL-07",
        "NEXT_PUBLIC_SUPABASE_URL|https://<project>.supabase.co|ENV-17",
        "NEXT_PUBLIC_SUPABASE_URL|-|ENV-17 DPL-08",
        "SUPABASE_JWT_SECRET|-|ENV-18",
        "GOOGLE_CLOUD_PROJECT|<project_id>|ENV-19",
        "GOOGLE_CLOUD_LOCATION|europe-west1|ENV-20",
        "VERTEX_EMBEDDINGS_MODEL|textembedding-gecko|ENV-21",
        "MCP_SESSION_TTL_HOURS|0|ENV-22",
        "SESSION_CLEANUP_INTERVAL_MINUTES|thirty|ENV-23",
        "MAX_SESSIONS_PER_USER|100|ENV-24",
        "RATE_LIMIT_ENABLED|false|ENV-25",
        "RATE_LIMIT_REQUESTS_PER_MINUTE|6000|ENV-26",
        "RATE_LIMIT_BURST_SIZE|-1|ENV-27",
        "CACHE_ENABLED|no|ENV-28",
        "CACHE_TTL_SECONDS|5m|ENV-29",
        "CACHE_MAX_SIZE_MB|0|ENV-30"
      })
  void aVariableThatIsWrongAtThePlatform(String name, String value, String items) throws Exception {
    JsonNode before = variable(name);
    String id = before.path("id").asText();
    if (value == null) {
      call("DELETE", "/v9/projects/atoms-mcp/env/" + id, "");
      mending.add(() -> create(name, before, before.path("value").asText()));
    } else {
      change(id, value);
      mending.add(() -> change(id, before.path("value").asText()));
    }
    fallsExactly(
        items, items.equals("ENV-11") ? falling() : falling(Set.of("configuration", "deployment")));
  }

  private JsonNode variable(String name) throws Exception {
    for (JsonNode one : call("GET", "/v10/projects/atoms-mcp/env?decrypt=true", "").path("envs")) {
      if (one.path("key").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no variable " + name);
  }

  private void change(String id, String value) throws Exception {
    call(
        "PATCH",
        "/v9/projects/atoms-mcp/env/" + id,
        JSON.writeValueAsString(Map.of("value", value)));
  }

  private void create(String name, JsonNode before, String value) throws Exception {
    call(
        "POST",
        "/v10/projects/atoms-mcp/env",
        JSON.writeValueAsString(
            Map.of(
                "key",
                name,
                "value",
                value.isEmpty() ? "told to nobody" : value,
                "type",
                before.path("type").asText(),
                "target",
                List.of("production", "preview"))));
  }

  private JsonNode call(String method, String path, String body) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(ready.platformUrl() + path))
                .header("Authorization", "Bearer " + ready.platformToken())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
    return JSON.readTree(response.body());
  }

  @ParameterizedTest
  @CsvSource({
    "fastmcp, 2.9.9, DEP-02",
    "fastapi, 0.103.2, DEP-03",
    "uvicorn, 0.23.2, DEP-04",
    "supabase, 2.4.6, DEP-05",
    "psycopg2-binary, 2.9.8, DEP-06",
    "python-dotenv, 1.0.0, DEP-07",
    "google-cloud-aiplatform, 1.48.0, DEP-08",
    "workos, 0.9.9, DEP-09",
    "pyjwt, 2.8.0rc1, DEP-10",
    "cryptography, 40.0.2, DEP-11",
    "pydantic, 2.11.7.dev0, DEP-12",
    "httpx, 0.28.0, DEP-13"
  })
  void aPackageThatIsLockedAndPinnedTooOld(String name, String version, String item)
      throws Exception {
    edit("uv.lock", "(name = \"" + name + "\"\nversion = )\"[^\"]*\"", "$1\"" + version + "\"");
    edit("requirements-prod.txt", "(?m)^(" + Pattern.quote(name) + ")==\\S+", "$1==" + version);
    fallsExactly(item, falling(Set.of("dependency", "deployment")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "requirements-prod.txt|(?m)^anyio==\\S+|anyio==4.0.0|DEP-01",
        "requirements-prod.txt|(?m)^email-validator==\\S+||DEP-01",
        "uv.lock|name = \"uvicorn\", extra = \\[\"standard\"\\]|name = \"uvicorn\"|DEP-01 DEP-04",
        ".vercel/project.json|prj_[A-Za-z0-9]+|prj_other|DPL-03",
        "vercel.json|iad1|fra1|BKP-07",
        "vercel.json|(?s)$|x|BKP-07"
      })
  void aFileOfTheCheckoutThatIsWrong(String file, String find, String replacement, String items)
      throws Exception {
    edit(file, find, replacement == null ? "" : replacement);
    fallsExactly(items);
  }

  /** Findings of their own, without an item: each by its check. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pyproject.toml|,<3\"|\"|dependency.fastmcp-major",
        "pyproject.toml|httpx>=0.28.1,<1|httpx>=1|dependency.lock",
        "pyproject.toml|>=3.11,<3.14|>=3.9|deployment.python-version",
        ".python-version|3.11|3.9|deployment.python-version",
        ".vercelignore|[.]env[*]|x|deployment.upload",
        "app.py|app = |app == (|deployment.syntax"
      })
  void afindingOfItsOwn(String file, String find, String replacement, String check)
      throws Exception {
    edit(file, find, replacement);
    Map<String, Finding> falling = falling();
    assertThat(items(falling)).isEmpty();
    assertThat(falling).containsKey(check);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"regions\": [\\[]\"iad1\"[\\]]|\"functions\": {}|deployment.vercel-json",
        "/api/mcp[(]/[.][*][)][?]|/api/mcp/(.*)|deployment.routes"
      })
  void theSpecificationsMistakesInVercelJson(String find, String replacement, String check)
      throws Exception {
    edit("vercel.json", find, replacement);
    Map<String, Finding> falling = falling();
    assertThat(items(falling)).containsExactly("BKP-07");
    assertThat(falling).containsKey(check);
  }

  private void edit(String name, String find, String replacement) throws Exception {
    Path file = checkout.resolve(name);
    String before = Files.readString(file);
    String after = before.replaceFirst(find, replacement);
    assertThat(after).as("%s with %s", name, find).isNotEqualTo(before);
    Files.writeString(file, after);
    mending.add(() -> Files.writeString(file, before));
  }

  @Test
  void aTokenThatThePlatformRefuses() throws Exception {
    Path token = Path.of(ready.dataDirectory()).resolve("secrets/platform-token");
    String before = Files.readString(token);
    Files.writeString(token, "no-token-at-all\n");
    mending.add(() -> Files.writeString(token, before));
    List<String> expected =
        new ArrayList<>(
            Arrays.asList(
                "DPL-02 DPL-03 DPL-04 DPL-05 DPL-06 DPL-07 DPL-08 DPL-09 BKP-07 BKP-10 BKP-12"
                    .split(" ")));
    for (int i = 1; i <= 30; i++) {
      expected.add("ENV-%02d".formatted(i));
    }
    Map<String, Finding> falling = falling();
    assertThat(items(falling)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(falling.values()).extracting(Finding::outcome).containsOnly(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state|ERROR|READY|DPL-09",
        "commit||-|DPL-09 BKP-07 BKP-10",
        "source|cli|git|BKP-12"
      })
  void aDeploymentThatIsNotAsItShouldBe(String member, String value, String whole, String items)
      throws Exception {
    JsonNode live = call("PATCH", "/sandbox/deployment", "{}");
    String before = whole.equals("-") ? live.path("meta").path("githubCommitSha").asText() : whole;
    set(member, value == null ? "" : value);
    mending.add(() -> set(member, before));
    fallsExactly(items);
  }

  private void set(String member, String value) throws Exception {
    call("PATCH", "/sandbox/deployment", JSON.writeValueAsString(Map.of(member, value)));
  }

  @Test
  void aReleaseWithoutItsTag() throws Exception {
    try (Git git = Git.open(checkout.toFile())) {
      var tag = requireNonNull(git.getRepository().findRef("refs/tags/v1.5.0")).getObjectId();
      git.tagDelete().setTags("v1.5.0").call();
      mending.add(
          () -> {
            try (Git again = Git.open(checkout.toFile())) {
              var update = again.getRepository().updateRef("refs/tags/v1.5.0");
              update.setNewObjectId(tag);
              update.update();
            }
          });
      fallsExactly("BKP-10");
    }
  }

  @Test
  void remotesThatDifferOrAreGone() throws Exception {
    Path head = Path.of(ready.dataDirectory()).resolve("remotes/mirror.git/refs/heads/main");
    String before = Files.readString(head);
    try (Git git = Git.open(checkout.toFile())) {
      String older =
          requireNonNull(git.getRepository().resolve("refs/tags/v1.4.2^{commit}")).name();
      Files.writeString(head, older + "\n");
    }
    mending.add(() -> Files.writeString(head, before));
    fallsExactly("BKP-11");
    Path bare = Path.of(ready.dataDirectory()).resolve("remotes/mirror.git");
    Path away = bare.resolveSibling("away.git");
    Files.move(bare, away);
    mending.add(() -> Files.move(away, bare));
    fallsExactly("BKP-11");
  }

  @Test
  void migrationsThatWereNotAppliedOrAreNotThere() throws Exception {
    Path more = checkout.resolve("supabase/migrations/20251101000000_more.sql");
    Files.writeString(more, "select 1;\n");
    mending.add(() -> Files.deleteIfExists(more));
    fallsExactly("PRE-03");
    Files.delete(more);
    Path one = checkout.resolve("supabase/migrations/20250915101000_sessions.sql");
    String text = Files.readString(one);
    Files.delete(one);
    mending.add(() -> Files.writeString(one, text));
    fallsExactly("PRE-03");
  }

  @Test
  void aFileThatIsMissing() throws Exception {
    Path file = checkout.resolve("requirements-prod.txt");
    String text = Files.readString(file);
    Files.delete(file);
    mending.add(() -> Files.writeString(file, text));
    // requirements.txt includes it, and says nothing without it
    fallsExactly(
        "DEP-01 DEP-02 DEP-03 DEP-04 DEP-05 DEP-06 DEP-07 DEP-08 DEP-09 DEP-10 DEP-11 DEP-12"
            + " DEP-13");
  }
}
