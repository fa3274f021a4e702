package tech.atoms.opsdesk.desktop;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tech.atoms.opsdesk.environment.Contacts;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Notices;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.environment.Source;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;
import tech.atoms.opsdesk.monitor.Component;
import tech.atoms.opsdesk.monitor.DeploymentInfo;
import tech.atoms.opsdesk.monitor.Reason;
import tech.atoms.opsdesk.monitor.SessionCounts;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;
import tech.atoms.opsdesk.monitor.State;
import tech.atoms.opsdesk.monitor.StateChange;

/** Environments and snapshots for tests of the window: the situations of the design pictures. */
public final class Worlds {
  /** The instant of the design picture. */
  public static final Instant NOW = Instant.parse("2026-11-20T03:12:47Z");

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private Worlds() {}

  /** An environment of a kind. */
  public static Environment environment(EnvironmentKind kind) {
    return environment(kind, kind.name().toLowerCase(java.util.Locale.ROOT));
  }

  /** An environment of a kind, with a name of its own. */
  public static Environment environment(EnvironmentKind kind, String name) {
    return environment(kind, name, Notices.NONE);
  }

  /** As the other, with people who hear of it. */
  public static Environment environment(EnvironmentKind kind, String name, Notices notices) {
    String host =
        kind == EnvironmentKind.PRODUCTION ? "mcp.example.com" : name + ".mcp.example.com";
    return new Environment(
        name,
        kind,
        new ServerSettings(
            URI.create("https://" + host), "/health", "/metrics", "/api/mcp", null, null),
        null,
        null,
        new Policy(List.of("operator"), true, new Policy.Budgets(2, 60)),
        new Contacts(
            List.of(
                new Contacts.Person("Primary", "+1-555-0100"),
                new Contacts.Person("Secondary", "+1-555-0101"),
                new Contacts.Person("Escalation", "+1-555-0102")),
            List.of(new Contacts.Team("engineering", "#atoms-engineering", ""))),
        INTERVAL,
        Source.NONE,
        List.of(),
        null,
        notices);
  }

  /** All healthy, everything fresh. */
  public static Snapshot healthy(Instant now) {
    Map<Metric, Double> values = values();
    values.put(Metrics.P95_RESPONSE_TIME, 384.0);
    values.put(Metrics.ERROR_RATE, 0.03);
    values.put(Metrics.DATABASE_CONNECTIONS, 9.0);
    return snapshot(now, now, State.HEALTHY, List.of(), components(State.HEALTHY, now), values);
  }

  /** The design picture: slow tool calls, a nearly full pool, memory stale. */
  public static Snapshot degraded(Instant now) {
    List<Component> components = new ArrayList<>(components(State.HEALTHY, now));
    components.set(
        0, component(Component.Kind.DATABASE, State.DEGRADED, "19 of 20 used, 212 ms", now));
    components.set(
        1, component(Component.Kind.MCP_ENDPOINT, State.DEGRADED, "Tool calls p95 1,240 ms", now));
    components.set(
        5, component(Component.Kind.RATE_LIMITER, State.UNKNOWN, "No data for 42 s", now));
    return snapshot(
        now,
        now,
        State.DEGRADED,
        List.of(
            new Reason("tool-calls-slow", State.DEGRADED, "Tool calls p95 1,240 ms (target < 500)"),
            new Reason("pool-nearly-full", State.DEGRADED, "19 of 20 DB connections used")),
        components,
        values());
  }

  /** The server does not answer; what was measured before is still there. */
  public static Snapshot down(Instant now) {
    return snapshot(
        now,
        now.minusSeconds(20),
        State.DOWN,
        List.of(
            new Reason(
                "health-unreachable",
                State.DOWN,
                "Health endpoint does not answer: connection refused")),
        components(State.DOWN, now),
        values());
  }

  /** Everything was healthy, but {@code age} ago. */
  public static Snapshot stale(Instant now, Duration age) {
    return healthy(now.minus(age));
  }

  /** The same with other sources. */
  public static Snapshot withSources(Snapshot s, List<SourceStatus> sources) {
    return new Snapshot(
        s.at(),
        s.state(),
        s.since(),
        s.reasons(),
        s.components(),
        s.latest(),
        sources,
        s.sessions(),
        s.sessionsMissing(),
        s.deployment(),
        s.serverVersion(),
        s.changes(),
        s.storeTrouble());
  }

  /** Twenty minutes of every tile's metric. */
  public static List<SeriesData> history(Instant now) {
    Random random = new Random(7);
    List<SeriesData> all = new ArrayList<>();
    values()
        .forEach(
            (metric, value) -> {
              List<Point> points = new ArrayList<>();
              for (int i = 180; i > 0; i--) {
                double grown = metric.equals(Metrics.P95_RESPONSE_TIME) && i > 90 ? 0.35 : 1;
                double v = value * grown * (0.95 + 0.1 * random.nextDouble());
                points.add(new Point(now.minusSeconds(5L * i), v, v, v, 1));
              }
              all.add(new SeriesData(Series.of(metric), INTERVAL, points));
            });
    return all;
  }

  private static Map<Metric, Double> values() {
    Map<Metric, Double> values = new HashMap<>();
    values.put(Metrics.P95_RESPONSE_TIME, 1240.0);
    values.put(Metrics.REQUEST_RATE, 184.0);
    values.put(Metrics.ERROR_RATE, 1.3);
    values.put(Metrics.ACTIVE_SESSIONS, 42.0);
    values.put(Metrics.CACHE_HIT_RATE, 85.0);
    values.put(Metrics.CACHE_MEMORY, 61e6);
    values.put(Metrics.DATABASE_CONNECTIONS, 19.0);
    values.put(Metrics.MAX_CONNECTIONS, 20.0);
    values.put(Metrics.CPU_USAGE, 61.0);
    values.put(Metrics.MEMORY_USAGE, 388e6);
    return values;
  }

  private static Snapshot snapshot(
      Instant now,
      Instant sampled,
      State state,
      List<Reason> reasons,
      List<Component> components,
      Map<Metric, Double> values) {
    Map<Series, Sample> latest = new HashMap<>();
    values.forEach(
        (metric, value) -> {
          Instant at =
              state == State.DEGRADED && metric.equals(Metrics.MEMORY_USAGE)
                  ? now.minusSeconds(42)
                  : sampled;
          latest.put(Series.of(metric), new Sample(Series.of(metric), at, value));
        });
    return new Snapshot(
        now,
        state,
        now.minus(Duration.ofMinutes(14)),
        reasons,
        components,
        latest,
        List.of(
            new SourceStatus(Metrics.HEALTH, INTERVAL, sampled, null),
            new SourceStatus(Metrics.METRICS, INTERVAL, sampled, null),
            new SourceStatus(Metrics.DATABASE, INTERVAL, sampled, null),
            new SourceStatus(Metrics.SESSIONS, INTERVAL, sampled, null),
            new SourceStatus(
                Metrics.MCP,
                INTERVAL,
                state == State.DEGRADED ? sampled.minusSeconds(42) : sampled,
                null)),
        new SessionCounts(sampled, Duration.ofMillis(40), 42, 29, 5, 10, 3, 0),
        null,
        new DeploymentInfo(
            "dpl_1",
            "v1.4.2",
            "8f3c2d1",
            "Batch embedding lookups",
            "deployer@example.com",
            now.minus(Duration.ofMinutes(31)),
            "v1.4.1"),
        "1.4.2",
        List.of(
            new StateChange(
                now.minus(Duration.ofMinutes(14)),
                "Environment",
                State.HEALTHY,
                state,
                "Tool calls p95 1,240 ms (target < 500)"),
            new StateChange(
                now.minus(Duration.ofHours(5)),
                "Cache",
                State.UNKNOWN,
                State.HEALTHY,
                "4 ms, 61 of 100 MB")),
        null);
  }

  private static List<Component> components(State state, Instant now) {
    return java.util.Arrays.stream(Component.Kind.values())
        .map(kind -> component(kind, state, "60 per min, burst 100", now))
        .toList();
  }

  private static Component component(Component.Kind kind, State state, String detail, Instant now) {
    return new Component(kind, state, detail, now.minusSeconds(42));
  }
}
