package tech.atoms.opsdesk.monitor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.atoms.opsdesk.database.DatabaseActivity;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Sandbox;
import tech.atoms.opsdesk.sandbox.database.Size;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/**
 * Every fault of the sandbox is shown by the desk, and no longer once it is cleared: a real server,
 * a real database and people at work, watched by a real monitor with short intervals.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsShownTest {
  private static final Pace PACE =
      new Pace(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofSeconds(4),
          null);

  /** Slow enough for the targets, quick enough for the deadlines of so short an interval. */
  private static final Map<Fault, Double> VALUES = Map.of(Fault.SLOW_RESPONSES, 600.0);

  private static final Set<String> PASSING =
      Set.of("cpu-over-target", "memory-over-target", "cache-below-target");

  private Sandbox sandbox;
  private MonitoredDatabase database;
  private FaultClient faults;
  private Monitor monitor;

  @BeforeAll
  void start(@TempDir Path temp) {
    InstantSource clock = InstantSource.system();
    sandbox =
        Sandbox.start(
            new Options(temp.resolve("sandbox"), false, Size.ofScale(1), null, true),
            clock,
            line -> {});
    Path profile = Path.of(sandbox.ready().profile());
    Secrets secrets = Secrets.of(profile);
    Environment environment = hurried(Profiles.load(profile).environments().getFirst());
    database = requireNonNull(MonitoredDatabase.of(environment, secrets, clock));
    faults = new FaultClient(requireNonNull(environment.platform()), secrets);
    monitor =
        Monitors.start(
            environment,
            PACE,
            secrets,
            database,
            LiveMonitorTest.nowhere(),
            null,
            clock,
            new ArrayList<>(),
            true);
    patiently().until(() -> isWell(monitor.snapshot()));
  }

  @AfterAll
  void stop() {
    if (monitor != null) {
      monitor.close();
      faults.close();
      database.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  /** Faults that do not hide one another, so that they need not be waited for one by one. */
  static List<Set<Fault>> together() {
    return List.of(
        EnumSet.of(
            Fault.SLOW_RESPONSES, Fault.CACHE_COLD, Fault.SESSIONS_LEAKED, Fault.HEADER_MISSING),
        EnumSet.of(Fault.ERROR_RATE, Fault.LOCK_CHAIN),
        EnumSet.of(
            Fault.METRICS_GONE,
            Fault.HEALTH_LYING,
            Fault.EXPIRED_TOKEN_ACCEPTED,
            Fault.RATE_LIMIT_OFF),
        EnumSet.of(Fault.CONNECTIONS_LEAKED, Fault.COUNTERS_RESET, Fault.HEALTH_STALE),
        EnumSet.of(Fault.DATABASE_PAUSED),
        EnumSet.of(Fault.SERVER_STOPPED));
  }

  @Test
  void everyFaultHasItsTurn() {
    assertThat(together().stream().flatMap(Set::stream))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Fault.values())
                .filter(fault -> !fault.isForChecks() && !fault.isOfPlatform())
                .toList());
  }

  @ParameterizedTest
  @MethodSource("together")
  void areShownAndEnd(Set<Fault> some) {
    Instant before = monitor.snapshot().at();
    try {
      some.forEach(fault -> faults.set(fault.word(), VALUES.get(fault), null));
      Set<Fault> awaited = EnumSet.copyOf(some);
      patiently()
          .untilAsserted(
              () -> {
                awaited.removeIf(fault -> shows(fault, monitor.snapshot(), before));
                assertThat(awaited).as(() -> told(monitor.snapshot())).isEmpty();
              });
      some.forEach(this::showsRows);
    } finally {
      some.forEach(fault -> faults.clear(fault.word()));
    }
    Instant cleared = monitor.snapshot().at();
    patiently()
        .untilAsserted(
            () ->
                assertThat(
                        isWell(monitor.snapshot())
                            && some.stream()
                                .noneMatch(fault -> shows(fault, monitor.snapshot(), cleared)))
                    .as(() -> some + " are over: " + told(monitor.snapshot()))
                    .isTrue());
  }

  /** What the screen of the database's sessions lists. */
  private void showsRows(Fault fault) {
    if (fault == Fault.LOCK_CHAIN) {
      DatabaseActivity activity = database.activity();
      assertThat(activity.blocking().roots()).isNotEmpty();
      assertThat(activity.sessions()).filteredOn(s -> !s.blockedBy().isEmpty()).hasSize(4);
    }
    if (fault == Fault.CONNECTIONS_LEAKED) {
      assertThat(requireNonNull(database.connectionFigures().idleInTransaction()))
          .isGreaterThanOrEqualTo(18);
    }
  }

  private static boolean shows(Fault fault, Snapshot now, Instant since) {
    return switch (fault) {
      case SLOW_RESPONSES ->
          holds(now, "latency-over-target") && value(now, Metrics.P95_RESPONSE_TIME) > 500;
      case ERROR_RATE ->
          holds(now, "errors-over-target")
              && holds(now, "server-errors-over-target")
              && value(now, Metrics.ERROR_RATE_5XX) > 5;
      case DATABASE_PAUSED ->
          holds(now, "database-unreachable")
              && is(now, Kind.DATABASE, State.DOWN)
              && now.state() == State.DOWN;
      case CONNECTIONS_LEAKED ->
          holds(now, "connections-near-limit")
              && is(now, Kind.DATABASE, State.DEGRADED)
              && value(now, Metrics.DATABASE_CONNECTIONS) >= 18;
      case LOCK_CHAIN ->
          holds(now, "blocked-sessions", "4 database sessions wait for a lock")
              && is(now, Kind.DATABASE, State.DEGRADED);
      case CACHE_COLD ->
          holds(now, "cache-below-target")
              && is(now, Kind.CACHE, State.DEGRADED)
              && value(now, Metrics.CACHE_HIT_RATE) < 70;
      case SESSIONS_LEAKED ->
          holds(now, "sessions-over-limit")
              && now.sessions() != null
              && now.sessions().usersOverLimit() == 1;
      case SERVER_STOPPED ->
          holds(now, "server-unreachable")
              && now.state() == State.DOWN
              && now.components().stream()
                  .noneMatch(c -> c.kind() != Kind.DATABASE && c.state() == State.HEALTHY);
      case HEALTH_LYING -> holds(now, "health-says-unhealthy", "with status 200");
      case HEALTH_STALE -> holds(now, "health-stale");
      case METRICS_GONE -> holds(now, "metrics-gone", "404");
      case COUNTERS_RESET ->
          now.changes().stream()
              .anyMatch(
                  change ->
                      change.subject().equals(Metrics.METRICS)
                          && change.why().startsWith("Counters began anew")
                          && change.at().isAfter(since));
      case HEADER_MISSING -> holds(now, "security-header-missing", "Missing header: ");
      case EXPIRED_TOKEN_ACCEPTED ->
          holds(now, "expired-token-accepted")
              && is(now, Kind.AUTH, State.DOWN)
              && now.state() == State.DOWN;
      case RATE_LIMIT_OFF ->
          holds(now, "rate-limit-off") && is(now, Kind.RATE_LIMITER, State.DEGRADED);
      default -> throw new IllegalArgumentException(fault + " is for checks");
    };
  }

  /** Nothing holds but what so short a window, or a busy machine, may cause by itself. */
  private static boolean isWell(Snapshot now) {
    return now.reasons().stream().allMatch(reason -> PASSING.contains(reason.rule()));
  }

  private static boolean holds(Snapshot now, String rule) {
    return holds(now, rule, "");
  }

  private static boolean holds(Snapshot now, String rule, String text) {
    return now.reasons().stream()
        .anyMatch(reason -> reason.rule().equals(rule) && reason.text().contains(text));
  }

  private static boolean is(Snapshot now, Kind kind, State state) {
    return now.components().stream().anyMatch(c -> c.kind() == kind && c.state() == state);
  }

  private static double value(Snapshot now, tech.atoms.opsdesk.metric.Metric metric) {
    @Nullable Sample sample = now.latest(metric);
    return sample == null ? Double.NaN : sample.value();
  }

  private static String told(Snapshot now) {
    return now.state()
        + " "
        + now.reasons()
        + " "
        + now.components()
        + " "
        + now.changes().stream().limit(3).toList();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(45)).pollInterval(Duration.ofMillis(50));
  }

  private static Environment hurried(Environment usual) {
    return new Environment(
        usual.name(),
        usual.kind(),
        usual.server(),
        usual.database(),
        usual.platform(),
        new Policy(
            usual.policy().mayChange(),
            usual.policy().typedConfirmation(),
            new Policy.Budgets(2, 6000)),
        usual.contacts(),
        PACE.interval());
  }
}
