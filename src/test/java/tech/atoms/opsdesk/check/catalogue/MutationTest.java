package tech.atoms.opsdesk.check.catalogue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Ready;
import tech.atoms.opsdesk.sandbox.Sandbox;
import tech.atoms.opsdesk.sandbox.database.Size;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/**
 * Each answer is seen to change where the world does, and no other with it; and to change back. A
 * sandbox with faults is the world, and its owner's changes to the database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationTest {
  private static final Set<String> SUBJECTS =
      Set.of("security", "operation", "auth", "health", "database");

  /** What a busy machine turns by itself, and what repeats other answers. */
  private static final Set<String> UNSTEADY =
      Set.of(
          "health.response-time",
          "health.tools-list-time",
          "health.rules",
          "operation.performance");

  private final Jumping clock = new Jumping();
  private Sandbox sandbox;
  private FaultClient faults;
  private Catalogue catalogue;
  private Map<String, Outcome> well;

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

  /**
   * A fault and what it does.
   *
   * @param value null: the usual one
   * @param turns checks that answer otherwise, with how
   */
  record Mutation(Fault fault, @Nullable Double value, Map<String, Outcome> turns) {
    @Override
    public String toString() {
      return fault.word() + (value == null ? "" : " " + value) + " " + turns.keySet();
    }
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
    catalogue = new Catalogue(environment, secrets, null, clock);
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
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void allIsWellInAHealthySandbox() {
    assertThat(well).hasSizeGreaterThan(50);
    assertThat(well.entrySet())
        .filteredOn(one -> !UNSTEADY.contains(one.getKey()))
        .extracting(Map.Entry::toString)
        .noneMatch(one -> one.endsWith("=FAIL") || one.endsWith("=UNKNOWN"));
  }

  static Stream<Mutation> passive() {
    return Stream.of(
        turns(Fault.REDIRECT_MISSING, null, "security.https"),
        turns(Fault.TLS_OLD_VERSIONS, null, "security.tls-versions"),
        turns(Fault.TLS_WEAK_CIPHERS, null, "security.tls-ciphers"),
        turns(Fault.CERTIFICATE_EXPIRING, 5.0, "security.certificate"),
        turns(Fault.HEADER_WRONG, 1.0, "security.hsts"),
        turns(Fault.HEADER_WRONG, 2.0, "security.content-security-policy"),
        turns(Fault.HEADER_WRONG, 3.0, "security.content-type-options"),
        turns(Fault.HEADER_WRONG, 4.0, "security.frame-options"),
        turns(Fault.HEADER_WRONG, 5.0, "security.xss-protection"),
        turns(Fault.HEADER_MISSING, null, "security.hsts", "security.content-security-policy"),
        turns(Fault.DNS_ELSEWHERE, null, "operation.dns"),
        turns(Fault.VERSION_OTHER, null, "operation.version"),
        turns(Fault.METRICS_GONE, null, "operation.metrics"),
        turns(Fault.HEALTH_LYING, null, "health.status", "health.components"),
        turns(Fault.EXPIRED_TOKEN_ACCEPTED, null, "health.auth-expired"));
  }

  @ParameterizedTest
  @MethodSource("passive")
  void aFaultTurnsItsOwnAnswersAlone(Mutation mutation) throws Exception {
    Predicate<CheckSpec> passive =
        spec -> SUBJECTS.contains(spec.subject()) && spec.cost() == Cost.PASSIVE;
    try {
      faults.set(mutation.fault().word(), mutation.value(), null);
      patiently()
          .untilAsserted(() -> assertThat(changed(run(passive))).isEqualTo(mutation.turns()));
    } finally {
      faults.clear(mutation.fault().word());
    }
    patiently().untilAsserted(() -> isWellAgain(mutation.turns().keySet()));
  }

  /** Faults that have no probe in common, so that the probes need not run for each of them. */
  static Stream<List<Mutation>> active() {
    return Stream.of(
        List.of(
            turns(Fault.EXPIRED_TOKEN_ACCEPTED, null, "auth.expiry", "auth.leeway", "auth.claims"),
            turns(Fault.RATE_LIMIT_OFF, null, "security.rate-limit"),
            turns(Fault.REDIRECT_URI_OPEN, null, "auth.redirect-uris")),
        List.of(
            turns(Fault.BODY_UNLIMITED, null, "security.request-size"),
            turns(Fault.STACK_TRACE_SHOWN, null, "security.error-bodies"),
            turns(Fault.LOGS_GONE, null, "security.failed-sign-in"),
            turns(Fault.REDIRECT_URI_UNKNOWN, null, "auth.redirect-uris")));
  }

  @ParameterizedTest
  @MethodSource("active")
  void faultsTurnTheirOwnProbesAlone(List<Mutation> mutations) throws Exception {
    Map<String, Outcome> turns = new TreeMap<>();
    try {
      for (Mutation one : mutations) {
        faults.set(one.fault().word(), one.value(), null);
        turns.putAll(one.turns());
      }
      Map<String, Outcome> seen = changed(run(spec -> spec.cost() == Cost.ACTIVE_PROBE));
      if (seen.containsValue(Outcome.UNKNOWN)) {
        // On a busy machine an answer may come too late, which is unknown: asked once more.
        seen = changed(run(spec -> spec.cost() == Cost.ACTIVE_PROBE));
      }
      assertThat(seen).isEqualTo(turns);
    } finally {
      for (Mutation one : mutations) {
        faults.clear(one.fault().word());
      }
    }
    isWellAgain(turns.keySet());
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
    assertThat(well).containsEntry("security.rate-limit", Outcome.PASS);
  }

  @Test
  void errorsAndSlownessAreSeenInOperation() throws Exception {
    Predicate<CheckSpec> some =
        spec -> Set.of("operation.logs", "operation.performance").contains(spec.id());
    try {
      faults.set(Fault.ERROR_RATE.word(), 100.0, null);
      // A request of the MCP endpoint fails, and the platform notes it.
      assertThat(run(spec -> spec.id().equals("health.mcp")))
          .containsEntry("health.mcp", Outcome.FAIL);
      faults.clear(Fault.ERROR_RATE.word());
      assertThat(run(some)).containsEntry("operation.logs", Outcome.FAIL);
      clock.by(Duration.ofMinutes(16));
      faults.set(Fault.SLOW_RESPONSES.word(), 700.0, null);
      assertThat(run(some))
          .containsEntry("operation.logs", Outcome.PASS)
          .containsEntry("operation.performance", Outcome.FAIL);
      faults.clear(Fault.SLOW_RESPONSES.word());
      clock.by(Duration.ofMinutes(16));
      faults.set(Fault.LOGS_GONE.word(), null, null);
      assertThat(run(some)).containsEntry("operation.logs", Outcome.UNKNOWN);
    } finally {
      for (Fault fault : List.of(Fault.ERROR_RATE, Fault.SLOW_RESPONSES, Fault.LOGS_GONE)) {
        faults.clear(fault.word());
      }
      clock.by(Duration.ofMinutes(16));
    }
    patiently().untilAsserted(() -> assertThat(run(some)).doesNotContainValue(Outcome.FAIL));
  }

  @Test
  void nothingOfAStoppedServerPasses() throws Exception {
    Predicate<CheckSpec> asked =
        spec -> spec.subject().equals("security") && spec.cost() == Cost.PASSIVE;
    try {
      faults.set(Fault.SERVER_STOPPED.word(), null, null);
      patiently()
          .untilAsserted(
              () -> assertThat(new HashSet<>(run(asked).values())).containsOnly(Outcome.UNKNOWN));
      assertThat(run(spec -> spec.id().equals("database.row-security")))
          .containsValue(Outcome.PASS);
    } finally {
      faults.clear(Fault.SERVER_STOPPED.word());
    }
    patiently()
        .untilAsserted(
            () -> assertThat(new HashSet<>(run(asked).values())).containsOnly(Outcome.PASS));
  }

  /** Statements that break, statements that mend, and the checks that must turn. */
  static Stream<List<String>> changes() {
    List<List<String>> all = new ArrayList<>();
    for (String table :
        List.of(
            "atoms_users",
            "atoms_workspaces",
            "atoms_entities",
            "atoms_relationships",
            "atoms_sessions")) {
      String column = "alter table " + table + " alter column created_at ";
      all.add(
          List.of(
              column + "drop default",
              column + "set default now()",
              "database.table." + table.replace('_', '-')));
    }
    index(all, "idx_sessions_user_id", "atoms_sessions(user_id)", true);
    index(all, "idx_sessions_token_hash", "atoms_sessions(token_hash)", false);
    index(all, "idx_sessions_expires_at", "atoms_sessions(expires_at)", false);
    index(all, "idx_entities_workspace_id", "atoms_entities(workspace_id)", true);
    index(all, "idx_entities_type", "atoms_entities(type)", false);
    index(all, "idx_relationships_source", "atoms_relationships(source_id)", true);
    index(all, "idx_relationships_target", "atoms_relationships(target_id)", true);
    all.add(
        List.of(
            "alter table atoms_users disable row level security",
            "alter table atoms_users enable row level security",
            "database.row-security"));
    all.add(
        List.of(
            "create policy all_may_look on atoms_entities for select to anon using (true)",
            "drop policy all_may_look on atoms_entities",
            "database.row-security"));
    all.add(
        List.of(
            "update atoms_sessions set expires_at = created_at + interval '2 hours' where"
                + " token_hash = 'mutated'",
            "update atoms_sessions set expires_at = created_at + interval '24 hours' where"
                + " token_hash = 'mutated'",
            "auth.session-duration"));
    all.add(
        List.of(
            "update atoms_sessions set expires_at = created_at + interval '48 hours' where"
                + " token_hash = 'mutated'",
            "update atoms_sessions set expires_at = created_at + interval '24 hours' where"
                + " token_hash = 'mutated'",
            "auth.session-duration",
            "auth.session-timeout"));
    return all.stream();
  }

  private static void index(List<List<String>> all, String name, String on, boolean foreignKey) {
    String id = "database.index." + on.substring(6).replaceAll("[_(]", "-").replace(")", "");
    List<String> one =
        new ArrayList<>(List.of("drop index " + name, "create index " + name + " on " + on, id));
    if (foreignKey) {
      one.add("database.foreign-keys-indexed");
    }
    all.add(one);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeOfTheDatabaseTurnsItsOwnAnswersAlone(List<String> change) throws Exception {
    Set<String> turns = new TreeSet<>(change.subList(2, change.size()));
    Predicate<CheckSpec> of =
        spec ->
            spec.subject().equals("database")
                || Set.of("auth.session-duration", "auth.session-timeout").contains(spec.id());
    try (Statement statement = admin()) {
      statement.execute(change.get(0));
      try {
        assertThat(changed(run(of)).keySet()).isEqualTo(turns);
      } finally {
        statement.execute(change.get(1));
      }
    }
    assertThat(changed(run(of))).isEmpty();
  }

  @Test
  void everyFaultForChecksIsTried() {
    Set<Fault> tried = EnumSet.noneOf(Fault.class);
    Stream.concat(passive(), active().flatMap(List::stream)).forEach(one -> tried.add(one.fault()));
    assertThat(Fault.values())
        .filteredOn(Fault::isForChecks)
        .allSatisfy(fault -> assertThat(tried).contains(fault));
  }

  private static Mutation turns(Fault fault, @Nullable Double value, String... checks) {
    Map<String, Outcome> turns = new TreeMap<>();
    for (String check : checks) {
      turns.put(check, Outcome.FAIL);
    }
    return new Mutation(fault, value, turns);
  }

  private void isWellAgain(Set<String> checks) throws InterruptedException {
    assertThat(changed(run(spec -> checks.contains(spec.id())))).isEmpty();
  }

  private Map<String, Outcome> changed(Map<String, Outcome> now) {
    Map<String, Outcome> changed = new TreeMap<>();
    now.forEach(
        (check, outcome) -> {
          if (outcome != well.get(check) && !UNSTEADY.contains(check)) {
            changed.put(check, outcome);
          }
        });
    return changed;
  }

  private Map<String, Outcome> run(Predicate<CheckSpec> wanted) throws InterruptedException {
    clock.by(Duration.ofMinutes(2)); // limits are forgotten
    Map<String, Outcome> outcomes = new TreeMap<>();
    for (Finding finding : new CheckRun(clock).run(catalogue.matching(wanted), one -> {})) {
      outcomes.put(finding.check(), finding.outcome());
    }
    return outcomes;
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
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(200));
  }
}
