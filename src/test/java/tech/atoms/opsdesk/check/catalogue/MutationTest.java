package tech.atoms.opsdesk.check.catalogue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
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
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.catalogue.Mutation.Act;
import tech.atoms.opsdesk.check.catalogue.Mutation.Switched;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;
import tech.atoms.opsdesk.provider.sandbox.TokenClient;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Ready;
import tech.atoms.opsdesk.sandbox.Sandbox;
import tech.atoms.opsdesk.sandbox.database.Size;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/**
 * Each item is seen to fall short where the world does, and no other with it; and to be whole
 * again. A sandbox with faults is the world, its owner's changes to the database, and the token
 * that the desk has. Where the mutations are told: {@link Mutations}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MutationTest {
  private static final Set<String> SUBJECTS =
      Set.of("security", "operation", "auth", "health", "database", "backup");

  /** What a busy machine turns by itself, and what repeats other answers. */
  private static final Set<String> UNSTEADY =
      Set.of(
          "health.response-time",
          "health.tools-list-time",
          "health.rules",
          "operation.performance");

  /** They wait for seconds, or leave a limit behind: run for mutations that concern them. */
  private static final Set<String> SLOW =
      Set.of("operation.logs", "security.failed-sign-in", "security.rate-limit");

  /** How long the desk keeps where the keys are, and a little more. */
  private static final Duration KEPT = Duration.ofMinutes(11);

  private final Jumping clock = new Jumping();
  private Sandbox sandbox;
  private FaultClient faults;
  private TokenClient tokens;
  private Catalogue catalogue;
  private Standings standings;
  private List<Finding> well;

  private static final class Jumping implements InstantSource {
    private volatile Duration jump = Duration.ZERO;

    @Override
    public java.time.Instant instant() {
      return InstantSource.system().instant().plus(jump);
    }

    void by(Duration time) {
      jump = jump.plus(time);
    }
  }

  /** Breaks something, or mends it. */
  private interface Step {
    void take() throws Exception;
  }

  @BeforeAll
  void start(@TempDir Path temp) throws Exception {
    sandbox =
        Sandbox.start(
            new Options(temp.resolve("sandbox"), false, Size.ofScale(1), null, false),
            clock,
            line -> {});
    Path profile = Path.of(sandbox.ready().profile());
    Secrets secrets = Secrets.of(profile);
    Environment environment = Profiles.load(profile).environments().getFirst();
    faults = new FaultClient(requireNonNull(environment.platform()), secrets);
    tokens =
        new TokenClient(requireNonNull(environment.platform()), secrets, Duration.ofSeconds(4));
    catalogue = new Catalogue(environment, secrets, null, clock);
    standings = new Standings(catalogue.all().stream().map(Check::spec).toList());
    try (Statement statement = admin()) {
      statement.execute(
          "insert into atoms_sessions (user_id, token_hash, created_at, expires_at) select id,"
              + " 'mutated', now(), now() + interval '24 hours' from atoms_users limit 1");
    }
    well = run(spec -> SUBJECTS.contains(spec.subject()));
  }

  @AfterAll
  void stop() {
    if (catalogue != null) {
      catalogue.close();
      faults.close();
      tokens.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  @Order(1)
  void allIsWellInAHealthySandbox() {
    assertThat(well).hasSizeGreaterThan(50);
    assertThat(fallingShort(well)).isEmpty();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void allIsWellWhenEveryFaultIsGone() throws Exception {
    clock.by(Duration.ofMinutes(16));
    patiently()
        .untilAsserted(
            () ->
                assertThat(fallingShort(run(spec -> SUBJECTS.contains(spec.subject())))).isEmpty());
  }

  static List<Switched> passive() {
    return Mutations.passive();
  }

  static List<Switched> active() {
    return Mutations.active();
  }

  @ParameterizedTest
  @MethodSource("passive")
  void aFaultTurnsItsOwnAnswersAlone(Switched mutation) throws Exception {
    turns(mutation, () -> set(mutation), () -> clear(mutation));
  }

  @ParameterizedTest
  @MethodSource("active")
  void aFaultTurnsItsOwnProbesAlone(Switched mutation) throws Exception {
    turns(mutation, () -> set(mutation), () -> clear(mutation));
  }

  private void set(Switched mutation) throws Exception {
    clock.by(KEPT);
    faults.set(mutation.fault().word(), mutation.value(), null);
  }

  private void clear(Switched mutation) throws Exception {
    faults.clear(mutation.fault().word());
    clock.by(KEPT);
  }

  private void turns(Switched mutation, Step breaks, Step mends) throws Exception {
    turns(mutation.turns(), quick(mutation.also()), breaks, mends);
  }

  private static Predicate<CheckSpec> quick(Set<String> also) {
    return spec ->
        SUBJECTS.contains(spec.subject())
            && (!SLOW.contains(spec.id()) || also.contains(spec.id()));
  }

  /** Breaks, sees exactly these items fall short, mends, and sees what fell stand again. */
  private void turns(Turns turns, Predicate<CheckSpec> asked, Step breaks, Step mends)
      throws Exception {
    Set<String> fallen = new HashSet<>();
    try {
      breaks.take();
      patiently()
          .untilAsserted(
              () -> {
                List<Finding> found = steady(run(asked));
                assertThat(standings.turned(found)).as("%s", falling(found)).isEqualTo(turns.all());
                fallen.addAll(falling(found).keySet());
              });
    } finally {
      mends.take();
    }
    if (fallen.contains("operation.logs")) {
      clock.by(Duration.ofMinutes(16)); // its lines are old then
    }
    patiently()
        .untilAsserted(
            () -> assertThat(fallingShort(run(spec -> fallen.contains(spec.id())))).isEmpty());
  }

  /** Faults that turn findings which answer no item. */
  @ParameterizedTest
  @CsvSource({
    "version-other, operation.version",
    "stack-trace-shown, security.error-bodies",
    "expired-token-accepted, auth.claims",
    "expired-token-accepted, health.auth-expired"
  })
  void aFaultTurnsAFindingOfItsOwn(String fault, String check) throws Exception {
    try {
      faults.set(fault, null, null);
      assertThat(outcomes(run(spec -> spec.id().equals(check)))).containsValue(Outcome.FAIL);
    } finally {
      faults.clear(fault);
    }
    assertThat(outcomes(run(spec -> spec.id().equals(check)))).containsValue(Outcome.PASS);
  }

  @Test
  void theSpecificationsScriptSeesNoLimitWhereThereIsOne() throws Exception {
    HttpRequest health = HttpRequest.newBuilder(URI.create(sandbox.ready().healthUrl())).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < 110; i++) {
        assertThat(http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isNotEqualTo(429);
      }
    }
    assertThat(outcomes(well)).containsEntry("security.rate-limit", Outcome.PASS);
  }

  static List<Act> acts() {
    return Arrays.stream(Act.values()).filter(act -> !act.ofOrigins()).toList();
  }

  @ParameterizedTest
  @MethodSource("acts")
  void whatIsDoneByHand(Act act) throws Exception {
    switch (act) {
      case TOKEN_ALTERED -> token(act, altered(sandbox.ready().userToken()));
      case TOKEN_LONG ->
          token(act, tokens.token(Duration.ZERO, Duration.ofDays(2), null, null, null).reveal());
      case ERROR_LOGGED ->
          turns(
              act.turns(),
              quick(Set.of("operation.logs")),
              () -> {
                faults.set(Fault.ERROR_RATE.word(), 100.0, null);
                // A request of the MCP endpoint fails, and the platform notes it.
                assertThat(outcomes(run(spec -> spec.id().equals("health.mcp"))))
                    .containsEntry("health.mcp", Outcome.FAIL);
                faults.clear(Fault.ERROR_RATE.word());
              },
              () -> faults.clear(Fault.ERROR_RATE.word()));
      case SLOW -> slow(act.turns());
      default -> throw new AssertionError(act);
    }
  }

  /** Everything takes longer then, so only what measures time is asked. */
  private void slow(Turns turns) throws Exception {
    Predicate<CheckSpec> timed =
        spec ->
            List.of("health", "operation").contains(spec.subject()) && !SLOW.contains(spec.id());
    try {
      faults.set(Fault.SLOW_RESPONSES.word(), 700.0, null);
      assertThat(standings.turned(run(timed))).isEqualTo(turns.all());
    } finally {
      faults.clear(Fault.SLOW_RESPONSES.word());
    }
    patiently().untilAsserted(() -> assertThat(standings.turned(run(timed))).isEmpty());
  }

  private void token(Act act, String token) throws Exception {
    Path file = Path.of(sandbox.ready().dataDirectory()).resolve("secrets/user-token");
    String before = Files.readString(file);
    turns(
        act.turns(),
        quick(Set.of()),
        () -> Files.writeString(file, token + "\n"),
        () -> Files.writeString(file, before));
  }

  /** Another signature, on the same claims. */
  private static String altered(String token) {
    byte[] text = token.getBytes(StandardCharsets.US_ASCII);
    int at = token.lastIndexOf('.') + 10;
    text[at] = (byte) (text[at] == 'A' ? 'B' : 'A');
    return new String(text, StandardCharsets.US_ASCII);
  }

  @Test
  void nothingOfAStoppedServerPasses() throws Exception {
    Predicate<CheckSpec> asked =
        spec -> spec.subject().equals("security") && spec.cost() == Cost.PASSIVE;
    try {
      faults.set(Fault.SERVER_STOPPED.word(), null, null);
      patiently()
          .untilAsserted(
              () ->
                  assertThat(new HashSet<>(outcomes(run(asked)).values()))
                      .containsOnly(Outcome.UNKNOWN));
      assertThat(outcomes(run(spec -> spec.id().equals("database.row-security"))))
          .containsValue(Outcome.PASS);
    } finally {
      faults.clear(Fault.SERVER_STOPPED.word());
    }
    patiently()
        .untilAsserted(
            () ->
                assertThat(new HashSet<>(outcomes(run(asked)).values()))
                    .containsOnly(Outcome.PASS));
  }

  static List<Mutation.Statement> changes() {
    return Mutations.statements();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeOfTheDatabaseTurnsItsOwnAnswersAlone(Mutation.Statement change) throws Exception {
    Predicate<CheckSpec> of =
        spec ->
            spec.subject().equals("database")
                || Set.of("auth.session-duration", "auth.session-timeout").contains(spec.id());
    try (Statement statement = admin()) {
      turns(
          change.turns(),
          of,
          () -> statement.execute(change.sql()),
          () -> statement.execute(change.mend()));
    }
  }

  @Test
  void aForeignKeyWithoutAnIndexIsAFindingOfItsOwn() throws Exception {
    try (Statement statement = admin()) {
      statement.execute("drop index idx_sessions_user_id");
      try {
        assertThat(outcomes(run(spec -> spec.subject().equals("database"))))
            .containsEntry("database.foreign-keys-indexed", Outcome.FAIL);
      } finally {
        statement.execute("create index idx_sessions_user_id on atoms_sessions(user_id)");
      }
    }
  }

  @Test
  void everyFaultForChecksIsTried() {
    // The last is tried in PassiveRunTest.
    Set<Fault> tried =
        EnumSet.of(Fault.VERSION_OTHER, Fault.STACK_TRACE_SHOWN, Fault.INJECTION_OPEN);
    Stream.concat(passive().stream(), active().stream()).forEach(one -> tried.add(one.fault()));
    assertThat(Fault.values())
        .filteredOn(Fault::isForChecks)
        .allSatisfy(fault -> assertThat(tried).contains(fault));
  }

  private static List<Finding> steady(List<Finding> findings) {
    return findings.stream()
        .filter(one -> !UNSTEADY.contains(one.check()) || one.outcome() != Outcome.FAIL)
        .toList();
  }

  private static Map<String, String> fallingShort(List<Finding> findings) {
    return falling(steady(findings));
  }

  private static Map<String, String> falling(List<Finding> findings) {
    Map<String, String> falling = new TreeMap<>();
    for (Finding one : findings) {
      if (one.outcome() == Outcome.FAIL || one.outcome() == Outcome.UNKNOWN) {
        falling.put(one.check(), one.outcome() + " " + one.line() + " " + one.evidence());
      }
    }
    return falling;
  }

  private static Map<String, Outcome> outcomes(List<Finding> findings) {
    Map<String, Outcome> outcomes = new TreeMap<>();
    findings.forEach(one -> outcomes.put(one.check(), one.outcome()));
    return outcomes;
  }

  private List<Finding> run(Predicate<CheckSpec> wanted) throws InterruptedException {
    clock.by(Duration.ofMinutes(2)); // limits are forgotten
    return new CheckRun(clock).run(catalogue.matching(wanted), one -> {});
  }

  private Statement admin() throws SQLException {
    Ready ready = sandbox.ready();
    Connection connection =
        DriverManager.getConnection(ready.jdbcUrl(), ready.adminUser(), ready.adminPassword());
    Statement statement = connection.createStatement();
    statement.closeOnCompletion();
    return statement;
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(200));
  }
}
