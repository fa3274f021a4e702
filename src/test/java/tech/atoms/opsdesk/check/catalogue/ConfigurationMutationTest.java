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
import java.nio.file.attribute.FileTime;
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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.catalogue.Mutation.Act;
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
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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
  private Standings standings;
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
    standings = new Standings(catalogue.all().stream().map(Check::spec).toList());
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

  private void turns(Turns turns) throws InterruptedException {
    turns(turns, falling(SUBJECTS));
  }

  private void turns(Turns turns, Map<String, Finding> falling) {
    assertThat(standings.turned(falling.values()))
        .as("%s", falling.values())
        .isEqualTo(turns.all());
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void theSandboxIsHealthy() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(falling()).isEmpty();
    }
  }

  static List<Mutation.Variable> variables() {
    return Mutations.variables();
  }

  @ParameterizedTest
  @MethodSource("variables")
  void aVariableThatIsWrongAtThePlatform(Mutation.Variable mutation) throws Exception {
    String name = mutation.name();
    String value = mutation.value();
    JsonNode before = variable(name);
    String id = before.path("id").asText();
    if (value == null) {
      call("DELETE", "/v9/projects/atoms-mcp/env/" + id, "");
      mending.add(() -> create(name, before, before.path("value").asText()));
    } else {
      change(id, value);
      mending.add(() -> change(id, before.path("value").asText()));
    }
    turns(mutation.turns(), falling(spec -> reads(spec, name)));
  }

  /** Checks that a variable concerns. */
  private static boolean reads(CheckSpec spec, String name) {
    return switch (name) {
      case "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_AUTHKIT_DOMAIN" ->
          SUBJECTS.contains(spec.subject());
      case "WORKOS_CLIENT_ID" ->
          spec.id().equals("auth.redirect-uris")
              || (Set.of("configuration", "deployment").contains(spec.subject())
                  && !DEAR.contains(spec.id()));
      default ->
          Set.of("configuration", "deployment").contains(spec.subject())
              && !DEAR.contains(spec.id());
    };
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

  static List<Mutation.Pinned> packages() {
    return Mutations.packages();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageThatIsLockedAndPinnedTooOld(Mutation.Pinned mutation) throws Exception {
    String name = mutation.name();
    String version = mutation.version();
    edit("uv.lock", "(name = \"" + name + "\"\nversion = )\"[^\"]*\"", "$1\"" + version + "\"");
    edit("requirements-prod.txt", "(?m)^(" + Pattern.quote(name) + ")==\\S+", "$1==" + version);
    turns(mutation.turns(), falling(Set.of("dependency", "deployment")));
  }

  static List<Mutation.Edit> edits() {
    return Mutations.edits();
  }

  @ParameterizedTest
  @MethodSource("edits")
  void aFileOfTheCheckoutThatIsWrong(Mutation.Edit mutation) throws Exception {
    edit(mutation.file(), mutation.find(), mutation.replacement());
    turns(mutation.turns());
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
    FileTime written = Files.getLastModifiedTime(file);
    String after = before.replaceFirst(find, replacement);
    assertThat(after).as("%s with %s", name, find).isNotEqualTo(before);
    Files.writeString(file, after);
    mending.add(
        () -> {
          Files.writeString(file, before);
          // A source that is newer than the last run of the tests says that they are due.
          Files.setLastModifiedTime(file, written);
        });
  }

  static List<Mutation.Deployed> deployed() {
    return Mutations.deployed();
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void aDeploymentThatIsNotAsItShouldBe(Mutation.Deployed mutation) throws Exception {
    JsonNode live = call("PATCH", "/sandbox/deployment", "{}");
    String before =
        switch (mutation.member()) {
          case "state" -> "READY";
          case "source" -> "git";
          default -> live.path("meta").path("githubCommitSha").asText();
        };
    set(mutation.member(), mutation.value());
    mending.add(() -> set(mutation.member(), before));
    turns(mutation.turns());
  }

  private void set(String member, String value) throws Exception {
    call("PATCH", "/sandbox/deployment", JSON.writeValueAsString(Map.of(member, value)));
  }

  static List<Act> acts() {
    return Arrays.stream(Act.values()).filter(Act::ofOrigins).toList();
  }

  @ParameterizedTest
  @MethodSource("acts")
  void whatIsDoneByHand(Act act) throws Exception {
    switch (act) {
      case PLATFORM_TOKEN -> refusedToken();
      case TAG_GONE -> tagGone();
      case REMOTE_BEHIND -> remoteBehind();
      case REMOTE_GONE -> {
        Path bare = Path.of(ready.dataDirectory()).resolve("remotes/mirror.git");
        Path away = bare.resolveSibling("away.git");
        Files.move(bare, away);
        mending.add(() -> Files.move(away, bare));
      }
      case MIGRATION_NEW -> {
        Path more = checkout.resolve("supabase/migrations/20251101000000_more.sql");
        Files.writeString(more, "select 1;\n");
        mending.add(() -> Files.deleteIfExists(more));
      }
      case MIGRATION_LOST -> lose("supabase/migrations/20250915101000_sessions.sql");
      // requirements.txt includes it, and says nothing without it
      case PINS_GONE -> lose("requirements-prod.txt");
      default -> throw new AssertionError(act);
    }
    if (act == Act.PLATFORM_TOKEN) {
      turns(act.turns(), falling(spec -> SUBJECTS.contains(spec.subject())));
    } else {
      turns(act.turns());
    }
  }

  private void lose(String name) throws Exception {
    Path file = checkout.resolve(name);
    String text = Files.readString(file);
    Files.delete(file);
    mending.add(() -> Files.writeString(file, text));
  }

  private void refusedToken() throws Exception {
    Path token = Path.of(ready.dataDirectory()).resolve("secrets/platform-token");
    String before = Files.readString(token);
    Files.writeString(token, "no-token-at-all\n");
    mending.add(() -> Files.writeString(token, before));
  }

  private void tagGone() throws Exception {
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
    }
  }

  private void remoteBehind() throws Exception {
    Path head = Path.of(ready.dataDirectory()).resolve("remotes/mirror.git/refs/heads/main");
    String before = Files.readString(head);
    try (Git git = Git.open(checkout.toFile())) {
      String older =
          requireNonNull(git.getRepository().resolve("refs/tags/v1.4.2^{commit}")).name();
      Files.writeString(head, older + "\n");
    }
    mending.add(() -> Files.writeString(head, before));
  }
}
