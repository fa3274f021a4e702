package tech.atoms.opsdesk.monitor;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.database.Fixture;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.metric.Exposition;
import tech.atoms.opsdesk.metric.ManualScheduler;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.MetricsReading;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.server.Cors;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.SignIn;

/** The whole way from readings to a state, with time and answers in the test's hand. */
class JudgementTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "x",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY");

  private final ManualScheduler time = new ManualScheduler();

  /** What each source answers: a value, or a ProblemException. */
  private final Map<String, Object> world = new HashMap<>();

  private final Map<Metric, Double> measured = new HashMap<>();
  private boolean frozen;
  private Duration behind = Duration.ZERO;
  private int metricsReads;
  private @Nullable LiveMonitor monitor;

  @BeforeEach
  void start() {
    measured.put(Metrics.P95_RESPONSE_TIME, 384.0);
    measured.put(Metrics.TOOL_CALL_P95, 384.0);
    measured.put(Metrics.ERROR_RATE, 0.03);
    measured.put(Metrics.CACHE_HIT_RATE, 88.0);
    measured.put(Metrics.CACHE_MEMORY, 58e6);
    measured.put(Metrics.DATABASE_CONNECTIONS, 9.0);
    measured.put(Metrics.MAX_CONNECTIONS, 20.0);
    measured.put(Metrics.AVAILABLE_CONNECTIONS, 11.0);
    world.put(Metrics.MCP, mcp(Mcp.Outcome.LISTED, Map.of("X-RateLimit-Limit", "60")));
    world.put(Metrics.AUTH, signIn(401, 401, List.of()));
    world.put(Metrics.CORS, new Cors(time.instant(), INTERVAL, 204, "*", "POST"));
    world.put(
        Metrics.DATABASE,
        new DatabaseReading(Duration.ofMillis(61), new ConnectionFigures(12, 1, 0, 0, 40, 3, 25)));
    world.put(Metrics.SESSIONS, new DatabaseReading.Sessions(sessions(0), null));
    world.put(Metrics.PLATFORM, platform("v1.4.2"));
    monitor =
        new LiveMonitor(
            LiveMonitorTest.environment(1, INTERVAL),
            Pace.of(LiveMonitorTest.environment(1, INTERVAL)),
            feeds(),
            LiveMonitorTest.nowhere(),
            time,
            time,
            new Judge(StateRules.ALL, true),
            null,
            List.of());
    monitor().start();
    intervals(1);
  }

  @AfterEach
  void stop() {
    monitor().close();
  }

  @Test
  void allIsWell() {
    Snapshot now = snapshot();
    assertThat(now.reasons()).isEmpty();
    assertThat(now.state()).isEqualTo(State.HEALTHY);
    assertThat(now.components())
        .allMatch(c -> c.state() == State.HEALTHY)
        .extracting(Component::detail)
        .containsExactly(
            "9 of 20 used, 61 ms",
            "Tool calls p95 384 ms",
            "JWKS 12 ms",
            "88 % hits · 58 of 100 MB",
            "Allow-Origin present",
            "60 per min, burst 100");
    assertThat(Objects.requireNonNull(now.deployment()).version()).isEqualTo("v1.4.2");
    assertThat(now.changes()).hasSize(1);
  }

  record Case(String name, String source, Object answer, State state, String rule, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case(
            "server stopped",
            Metrics.HEALTH,
            unreachable(),
            State.DOWN,
            "server-unreachable",
            "Server unreachable: connection refused"),
        new Case(
            "web page",
            Metrics.HEALTH,
            content(),
            State.DEGRADED,
            "health-unreadable",
            "A web page: HTML"),
        new Case(
            "502",
            Metrics.HEALTH,
            health(502, "healthy", Map.of(), HEADERS, "1.4.2"),
            State.DEGRADED,
            "health-status-code",
            "Health endpoint answers 502 (expected 200)"),
        new Case(
            "lying",
            Metrics.HEALTH,
            health(200, "unhealthy", Map.of(), HEADERS, "1.4.2"),
            State.DEGRADED,
            "health-says-unhealthy",
            "Health says \"unhealthy\" with status 200"),
        new Case(
            "component",
            Metrics.HEALTH,
            health(200, "healthy", Map.of("cache", "unhealthy"), HEADERS, "1.4.2"),
            State.DEGRADED,
            "component-unhealthy",
            "Health reports cache unhealthy"),
        new Case(
            "limiter off",
            Metrics.HEALTH,
            health(200, "healthy", Map.of("rate_limiter", "unhealthy"), HEADERS, "1.4.2"),
            State.DEGRADED,
            "rate-limit-off",
            "Health calls the rate limiter unhealthy"),
        new Case(
            "headers",
            Metrics.HEALTH,
            health(200, "healthy", Map.of(), Map.of("X-Frame-Options", "DENY"), "1.4.2"),
            State.DEGRADED,
            "security-header-missing",
            "Missing header: Content-Security-Policy, X-Content-Type-Options"),
        new Case(
            "version",
            Metrics.HEALTH,
            health(200, "healthy", Map.of(), HEADERS, "1.3.0"),
            State.DEGRADED,
            "version-mismatch",
            "Server says version 1.3.0, the platform says v1.4.2"),
        new Case(
            "no MCP",
            Metrics.MCP,
            unreachable(),
            State.DOWN,
            "mcp-unreachable",
            "MCP endpoint unreachable: connection refused"),
        new Case(
            "MCP error", Metrics.MCP, content(), State.DEGRADED, "mcp-error", "A web page: HTML"),
        new Case(
            "token",
            Metrics.MCP,
            mcp(Mcp.Outcome.TOKEN_REFUSED, Map.of()),
            State.DEGRADED,
            "token-refused",
            "The desk's token is refused by the MCP endpoint"),
        new Case(
            "limit no longer told",
            Metrics.MCP,
            mcp(Mcp.Outcome.LISTED, Map.of()),
            State.DEGRADED,
            "rate-limit-off",
            "Answers no longer carry the rate limit"),
        new Case(
            "metrics gone",
            Metrics.METRICS,
            content(),
            State.DEGRADED,
            "metrics-gone",
            "A web page: HTML"),
        new Case(
            "metrics malformed",
            Metrics.METRICS,
            new MetricsReading(
                List.of(),
                List.of(new Exposition.Oddity("negative counter", 2, "x_total -1")),
                false,
                null,
                60.0,
                null,
                null,
                null),
            State.DEGRADED,
            "metrics-malformed",
            "Metrics text: 2 × negative counter, first \"x_total -1\""),
        new Case(
            "no CORS",
            Metrics.CORS,
            new Cors(Instant.EPOCH, INTERVAL, 405, null, null),
            State.DEGRADED,
            "cors-missing",
            "Preflight answers 405 without Allow-Origin"),
        new Case(
            "open",
            Metrics.AUTH,
            signIn(200, null, List.of()),
            State.DOWN,
            "auth-not-enforced",
            "A request without a token is answered 200 (expected 401)"),
        new Case(
            "expired accepted",
            Metrics.AUTH,
            signIn(401, 200, List.of()),
            State.DOWN,
            "expired-token-accepted",
            "An expired token is answered 200 (expected 401)"),
        new Case(
            "keys",
            Metrics.AUTH,
            signIn(401, 401, List.of("no keys")),
            State.DEGRADED,
            "sign-in-broken",
            "Sign-in: no keys"),
        new Case(
            "database",
            Metrics.DATABASE,
            Fixture.failure(DatabaseException.Kind.UNREACHABLE, "connection refused"),
            State.DOWN,
            "database-unreachable",
            "Database unreachable: connection refused"),
        new Case(
            "database slow",
            Metrics.DATABASE,
            Fixture.failure(DatabaseException.Kind.TOO_SLOW, "no answer within 5 s"),
            State.DEGRADED,
            "database-failing",
            "It failed: no answer within 5 s"),
        new Case(
            "database full",
            Metrics.DATABASE,
            Fixture.failure(DatabaseException.Kind.NO_CONNECTION_FREE, "too many clients"),
            State.DEGRADED,
            "database-failing",
            "It failed: too many clients"),
        new Case(
            "own queue",
            Metrics.DATABASE,
            Fixture.failure(DatabaseException.Kind.BUSY, "used up by slower reads"),
            State.UNKNOWN,
            "desk-cannot-ask",
            "Database not asked: It failed, used up by slower reads"),
        new Case(
            "missing secret",
            Metrics.MCP,
            new ProblemException(
                new Problem("A secret is missing", "env:TOKEN", "it is not set", "Set it")),
            State.UNKNOWN,
            "desk-cannot-ask",
            "MCP not asked: A secret is missing, it is not set"),
        new Case(
            "health setting",
            Metrics.HEALTH,
            new HttpFailure(
                HttpFailure.Kind.SETTINGS, new Problem("No file", "ca.pem", "gone", "Look"), null),
            State.UNKNOWN,
            "desk-cannot-ask",
            "Health not asked: No file, gone"),
        new Case(
            "no such path",
            Metrics.MCP,
            new HttpFailure(
                HttpFailure.Kind.NOT_THERE, new Problem("Nothing", "there", "404", "Look"), null),
            State.DOWN,
            "mcp-error",
            "Nothing: 404"),
        new Case(
            "blocked",
            Metrics.DATABASE,
            new DatabaseReading(
                INTERVAL.dividedBy(100), new ConnectionFigures(12, 1, 0, 4, 40, 3, 25)),
            State.DEGRADED,
            "blocked-sessions",
            "4 database sessions wait for a lock"),
        new Case(
            "leak",
            Metrics.SESSIONS,
            new DatabaseReading.Sessions(sessions(1), null),
            State.DEGRADED,
            "sessions-over-limit",
            "1 user is over the session limit: most 25 of 10"),
        new Case(
            "no rights to see sessions of the database",
            Metrics.DATABASE,
            new DatabaseReading(Duration.ofMillis(3), null, noRights("the database sessions")),
            State.UNKNOWN,
            "database-no-rights",
            "No rights to read the database sessions: the role lacks pg_monitor"),
        new Case(
            "sessions of the database whose state is hidden",
            Metrics.DATABASE,
            new DatabaseReading(
                Duration.ofMillis(3), new ConnectionFigures(12, null, null, 0, 40, 3, 25)),
            State.UNKNOWN,
            "database-no-rights",
            "No rights to see what other database sessions do: the desk's role lacks pg_monitor"),
        new Case(
            "no rights to count sessions",
            Metrics.SESSIONS,
            new DatabaseReading.Sessions(
                null,
                Fixture.failure(DatabaseException.Kind.NO_RIGHTS, "the role lacks pg_monitor")),
            State.UNKNOWN,
            "sessions-no-rights",
            "It failed: the role lacks pg_monitor"));
  }

  @Test
  void theDeploymentStaysAsItWasToldLast() {
    world.put(Metrics.PLATFORM, unreachable());
    intervals(9);
    assertThat(Objects.requireNonNull(snapshot().deployment()).version()).isEqualTo("v1.4.2");
    assertThat(Objects.requireNonNull(snapshot().source(Metrics.PLATFORM)).problem()).isNotNull();
  }

  @Test
  void withoutRightsTheDatabaseIsNotHealthy() {
    world.put(
        Metrics.DATABASE,
        new DatabaseReading(Duration.ofMillis(3), null, noRights("the database sessions")));
    intervals(2);
    assertThat(component(Kind.DATABASE).state()).isEqualTo(State.UNKNOWN);
    assertThat(component(Kind.DATABASE).detail()).contains("No rights", "lacks pg_monitor");
  }

  /** A slow count hides nothing else, and is not green. */
  @Test
  void whereOnlyCountingTakesTooLongTheStateSaysThatAllElseIsKnown() {
    world.put(Metrics.SESSIONS, tooSlow());
    intervals(1);
    assertThat(snapshot().state()).as("the last count is not old yet").isEqualTo(State.HEALTHY);
    intervals(4);
    assertThat(snapshot().state()).isEqualTo(State.UNKNOWN);
    assertThat(snapshot().reasons())
        .extracting(Reason::rule, Reason::text)
        .containsExactly(
            tuple("sessions-uncounted", "Only the number of sessions is unknown: it takes 9 s"));

    world.put(Metrics.MCP, unreachable());
    intervals(4);
    assertThat(snapshot().reasons())
        .filteredOn(reason -> reason.rule().equals("sessions-uncounted"))
        .extracting(Reason::text)
        .containsExactly("The number of sessions is unknown: it takes 9 s");
  }

  private static DatabaseException tooSlow() {
    return Fixture.failure(DatabaseException.Kind.TOO_SLOW, "it takes 9 s");
  }

  @Test
  void aDatabaseWithoutTheApplicationsTablesLacksNoRight() {
    world.put(
        Metrics.SESSIONS,
        new DatabaseReading.Sessions(
            null, Fixture.failure(DatabaseException.Kind.MISSING, "no atoms_sessions")));
    intervals(2);
    assertThat(snapshot().state()).isEqualTo(State.HEALTHY);
  }

  @Test
  void answersThatAreAllSlowCountAndOneSlowAnswerDoesNot() {
    world.put(Metrics.MCP, mcp(Mcp.Outcome.LISTED, Map.of(), Duration.ofMillis(2003)));
    intervals(1);
    assertThat(snapshot().state()).isNotEqualTo(State.DOWN);
    assertThat(snapshot().reasons()).extracting(Reason::rule).doesNotContain("tools-list-slow");
    intervals(3);
    assertThat(snapshot().reasons())
        .contains(
            new Reason(
                "tools-list-slow",
                State.DEGRADED,
                Metrics.TOOLS_LIST_RESPONSE_TIME.title() + " 2,003 ms (target < 100 ms)"));
    assertThat(component(Kind.MCP_ENDPOINT).state()).isEqualTo(State.DEGRADED);
    assertThat(snapshot().changes())
        .as("the rule is the reason, not what the cell tells besides")
        .filteredOn(change -> change.subject().equals(Kind.MCP_ENDPOINT.title()))
        .extracting(StateChange::why)
        .first(as(STRING))
        .contains("2,003 ms");
    world.put(Metrics.MCP, mcp(Mcp.Outcome.LISTED, Map.of(), Duration.ofMillis(350)));
    intervals(3);
    assertThat(snapshot().reasons())
        .as("a long way is no slow server")
        .extracting(Reason::rule)
        .doesNotContain("tools-list-slow");
    world.put(Metrics.MCP, mcp(Mcp.Outcome.LISTED, Map.of("X-RateLimit-Limit", "60")));
    intervals(1);
    assertThat(snapshot().state()).isEqualTo(State.HEALTHY);
  }

  private static Problem noRights(String what) {
    return new Problem("No rights to read " + what, "there", "the role lacks pg_monitor", "grant");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneRule(Case one) {
    world.put(one.source(), one.answer());
    boolean slow = one.source().equals(Metrics.AUTH) || one.source().equals(Metrics.CORS);
    intervals(slow ? 13 : one.rule().equals("version-mismatch") ? 5 : 3);
    assertThat(snapshot().state()).isEqualTo(one.state());
    assertThat(snapshot().reasons()).contains(new Reason(one.rule(), one.state(), one.text()));
  }

  @Test
  void aTargetCountsOnItsSecondReadingAndIsForgottenOnTheSecondGoodOne() {
    Instant healthySince = snapshot().since();
    measured.put(Metrics.TOOL_CALL_P95, 1240.0);
    oneReading();
    assertThat(snapshot().state()).isEqualTo(State.HEALTHY);
    assertThat(snapshot().since()).isEqualTo(healthySince);
    oneReading();
    assertThat(snapshot().reasons())
        .containsExactly(
            new Reason(
                "tool-calls-slow", State.DEGRADED, "Tool calls p95 1,240 ms (target < 500 ms)"));
    assertThat(component(Kind.MCP_ENDPOINT).state()).isEqualTo(State.DEGRADED);
    measured.put(Metrics.TOOL_CALL_P95, 300.0);
    oneReading();
    assertThat(snapshot().state()).isEqualTo(State.DEGRADED);
    oneReading();
    assertThat(snapshot().state()).isEqualTo(State.HEALTHY);
    assertThat(snapshot().changes()).hasSize(5);
  }

  @Test
  void fewFreeConnectionsAreSaid() {
    measured.put(Metrics.DATABASE_CONNECTIONS, 19.0);
    measured.put(Metrics.AVAILABLE_CONNECTIONS, 1.0);
    intervals(1);
    assertThat(snapshot().reasons().getFirst().text()).isEqualTo("19 of 20 DB connections used");
  }

  @Test
  void aHealthTimestampThatStandsStillIsStale() {
    frozen = true;
    intervals(5);
    assertThat(snapshot().reasons()).extracting(Reason::rule).contains("health-stale");
    assertThat(snapshot().state()).isEqualTo(State.DEGRADED);
  }

  @Test
  void aServerWhoseClockIsAFewSecondsBehindIsWell() {
    behind = Duration.ofSeconds(35);
    intervals(3);
    assertThat(snapshot().state()).isEqualTo(State.HEALTHY);
    behind = Duration.ofSeconds(41);
    intervals(3);
    assertThat(snapshot().reasons())
        .contains(new Reason("health-stale", State.DEGRADED, "Health timestamp is 41 s old"));
  }

  @Test
  void anEndpointThatOnlyLimitsTheDeskIsUnknownAfterThreeIntervals() {
    world.put(Metrics.MCP, mcp(Mcp.Outcome.RATE_LIMITED, Map.of("X-RateLimit-Limit", "60")));
    measured.remove(Metrics.TOOL_CALL_P95);
    intervals(2);
    assertThat(component(Kind.MCP_ENDPOINT).state()).isEqualTo(State.HEALTHY);
    intervals(3);
    assertThat(component(Kind.MCP_ENDPOINT).state()).isEqualTo(State.UNKNOWN);
    assertThat(component(Kind.MCP_ENDPOINT).detail()).startsWith("Limits the desk (429) for");
    assertThat(snapshot().state()).isEqualTo(State.UNKNOWN);
    world.put(Metrics.MCP, mcp(Mcp.Outcome.LISTED, Map.of("X-RateLimit-Limit", "60")));
    intervals(1);
    assertThat(snapshot().state()).isEqualTo(State.HEALTHY);
  }

  @Test
  void aLimitThatNothingTellsAnyMoreIsUnknown() {
    world.put(Metrics.MCP, mcp(Mcp.Outcome.SIGN_IN_REQUIRED, Map.of()));
    world.put(
        Metrics.METRICS,
        new MetricsReading(List.of(), List.of(), false, null, null, null, null, null));
    intervals(2);
    assertThat(component(Kind.RATE_LIMITER).state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void missingRightsAreToldAndNotTakenForNothing() {
    DatabaseException missing = Fixture.failure(DatabaseException.Kind.NO_RIGHTS, "denied");
    world.put(Metrics.SESSIONS, new DatabaseReading.Sessions(null, missing));
    intervals(1);
    assertThat(snapshot().sessions()).isNull();
    assertThat(snapshot().sessionsMissing()).isSameAs(missing);
  }

  @Test
  void countsBearTheTimeOfTheirCount() {
    DatabaseReading.Sessions read = new DatabaseReading.Sessions(sessions(0), null);
    assertThat(Feeds.sessionSamples(read, time.instant()))
        .extracting(Sample::at)
        .containsOnly(Instant.EPOCH)
        .hasSize(3);
    assertThat(java.util.Objects.requireNonNull(snapshot().sessions()).at())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void aNoteIsNoChangeOfState() {
    world.put(
        Metrics.METRICS,
        new MetricsReading(List.of(), List.of(), true, 100e6, 60.0, 100.0, null, null));
    intervals(1);
    assertThat(snapshot().changes().getFirst().isNote()).isTrue();
    assertThat(snapshot().changes().getLast().isNote()).isFalse();
  }

  @Test
  void cutOffNothingIsHealthyWithinThreeIntervals() {
    for (String source : List.copyOf(world.keySet())) {
      world.put(source, unreachable());
    }
    world.put(Metrics.HEALTH, unreachable());
    world.put(Metrics.METRICS, unreachable());
    intervals(3);
    assertThat(snapshot().state()).isEqualTo(State.DOWN);
    assertThat(snapshot().components()).noneMatch(c -> c.state() == State.HEALTHY);
    assertThat(component(Kind.CACHE).lastHealthy()).isNotNull();
    world.clear();
    start();
    assertThat(snapshot().state()).isEqualTo(State.HEALTHY);
  }

  @Test
  void whereNothingComesAnyMoreEverythingIsUnknown() {
    time.hold();
    intervals(4);
    // The reads were given up at their deadline, which is a failure of each.
    assertThat(snapshot().components()).noneMatch(c -> c.state() == State.HEALTHY);
    assertThat(snapshot().state()).isNotEqualTo(State.HEALTHY);
  }

  @Test
  void afterSleepNothingIsFreshUntilItIsReadAnew() {
    time.hold();
    time.jump(Duration.ofHours(8));
    time.advance(Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    assertThat(snapshot().state()).isEqualTo(State.UNKNOWN);
    assertThat(snapshot().reasons().getFirst().rule()).isEqualTo("nothing-fresh");
    assertThat(snapshot().components()).allMatch(c -> c.state() == State.UNKNOWN);
    time.release();
    time.advance(Duration.ofSeconds(1));
    assertThat(snapshot().state()).isEqualTo(State.HEALTHY);
  }

  @Test
  void aClockThatIsSetBackMakesNothingOldLookFresh() {
    world.put(Metrics.DATABASE, unreachable());
    intervals(1);
    time.jump(Duration.ofHours(-1));
    intervals(4);
    SourceStatus database = Objects.requireNonNull(snapshot().source(Metrics.DATABASE));
    assertThat(database.isStale(time.instant())).isTrue();
    assertThat(snapshot().latest().values()).isNotEmpty();
  }

  @Test
  void snapshotsComeAtMostOnceASecond() {
    List<Instant> heard = new ArrayList<>();
    var subscription = monitor().subscribe(s -> heard.add(s.at()));
    intervals(6);
    subscription.close();
    intervals(1);
    assertThat(heard).hasSizeBetween(6, 31);
    for (int i = 1; i < heard.size(); i++) {
      assertThat(Duration.between(heard.get(i - 1), heard.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  private List<Feed<?>> feeds() {
    List<Feed<?>> feeds = new ArrayList<>();
    feeds.add(feed(Metrics.HEALTH, INTERVAL));
    feeds.add(
        new Feed<>(
            Metrics.METRICS,
            INTERVAL,
            Duration.ofSeconds(4),
            () -> answer(Metrics.METRICS),
            (value, at) -> samples(at)));
    for (String name : List.of(Metrics.MCP, Metrics.DATABASE, Metrics.SESSIONS, Metrics.PLATFORM)) {
      feeds.add(feed(name, INTERVAL));
    }
    feeds.add(feed(Metrics.AUTH, Duration.ofSeconds(60)));
    feeds.add(feed(Metrics.CORS, Duration.ofSeconds(60)));
    return feeds;
  }

  private Feed<Object> feed(String name, Duration interval) {
    return new Feed<>(
        name, interval, Duration.ofSeconds(4), () -> answer(name), (value, at) -> List.of());
  }

  private Object answer(String name) {
    metricsReads += name.equals(Metrics.METRICS) ? 1 : 0;
    Object answer = world.get(name);
    if (answer instanceof ProblemException e) {
      throw e;
    }
    if (answer instanceof Health health) {
      return at(health, time.instant());
    }
    if (answer == null && name.equals(Metrics.HEALTH)) {
      Instant now = time.instant().minus(behind);
      Instant told = frozen ? Instant.parse("2026-11-20T12:00:05Z") : now;
      return withTimestamp(
          at(health(200, "healthy", Map.of(), HEADERS, "1.4.2"), time.instant()), told);
    }
    if (answer == null) {
      return new MetricsReading(List.of(), List.of(), false, 100e6, 60.0, 100.0, null, null);
    }
    return answer;
  }

  private List<Sample> samples(Instant at) {
    return measured.entrySet().stream()
        .map(e -> new Sample(Series.of(e.getKey()), at, e.getValue()))
        .toList();
  }

  private void intervals(int count) {
    time.advance(INTERVAL.multipliedBy(count).plusMillis(1100));
  }

  /** Until the metrics have been read once more and that was published. */
  private void oneReading() {
    int before = metricsReads;
    while (metricsReads == before) {
      time.advance(Duration.ofMillis(100));
    }
    time.advance(Duration.ofMillis(1100));
  }

  private Snapshot snapshot() {
    return monitor().snapshot();
  }

  private LiveMonitor monitor() {
    return Objects.requireNonNull(monitor);
  }

  private Component component(Kind kind) {
    return snapshot().components().stream().filter(c -> c.kind() == kind).findFirst().orElseThrow();
  }

  private static ProblemException unreachable() {
    return new HttpFailure(
        HttpFailure.Kind.UNREACHABLE,
        new Problem("It did not answer", "there", "connection refused", "look"),
        null);
  }

  private static ProblemException content() {
    return new HttpFailure(
        HttpFailure.Kind.CONTENT, new Problem("A web page", "there", "HTML", "look"), null);
  }

  private static Health health(
      int status, String word, Map<String, String> checks, Map<String, String> headers, String v) {
    return new Health(
        Instant.EPOCH,
        Duration.ofMillis(7),
        status,
        List.of(),
        word,
        null,
        v,
        checks,
        Map.of(),
        headers,
        List.of());
  }

  private static Health at(Health h, Instant at) {
    return new Health(
        at,
        h.took(),
        h.statusCode(),
        h.redirects(),
        h.word(),
        h.timestamp(),
        h.version(),
        h.checks(),
        h.metrics(),
        h.headers(),
        h.oddities());
  }

  private static Health withTimestamp(Health h, Instant timestamp) {
    return new Health(
        h.at(),
        h.took(),
        h.statusCode(),
        h.redirects(),
        h.word(),
        timestamp,
        h.version(),
        h.checks(),
        h.metrics(),
        h.headers(),
        h.oddities());
  }

  private static Mcp mcp(Mcp.Outcome outcome, Map<String, String> headers) {
    return mcp(outcome, headers, Duration.ofMillis(23));
  }

  private static Mcp mcp(Mcp.Outcome outcome, Map<String, String> headers, Duration took) {
    return new Mcp(
        Instant.EPOCH,
        outcome,
        took,
        Mcp.Era.LEGACY,
        "2025-11-25",
        "atoms",
        "1.4.2",
        List.of("a"),
        false,
        null,
        headers,
        null);
  }

  private static SignIn signIn(int open, @Nullable Integer expired, List<String> troubles) {
    return new SignIn(
        Instant.EPOCH,
        open,
        null,
        null,
        null,
        List.of(),
        Duration.ofMillis(12),
        1,
        expired,
        troubles);
  }

  private static AppSessionCounts sessions(long over) {
    return new AppSessionCounts(
        Instant.EPOCH,
        Duration.ofMillis(3),
        300,
        42,
        29,
        over == 0 ? 5 : 25,
        10,
        3,
        0,
        0,
        over,
        0,
        List.of());
  }

  private static PlatformReading platform(String version) {
    return new PlatformReading(
        new DeploymentInfo("dpl_1", version, "8f3c2d1", "m", "Rui", Instant.EPOCH, "v1.4.1"));
  }
}
