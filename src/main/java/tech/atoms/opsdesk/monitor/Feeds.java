package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.RequestBudget;
import tech.atoms.opsdesk.metric.Canonical;
import tech.atoms.opsdesk.metric.ExpositionParser;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.MetricsReading;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Scheduler;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.provider.vercel.VercelReader;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.MetricsText;
import tech.atoms.opsdesk.server.ServerClient;

/** Builds the sources that an environment's profile allows. */
final class Feeds {
  private static final Duration LONGEST_READ = Duration.ofSeconds(4);

  private final Environment environment;
  private final SecretResolver secrets;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Pace pace;
  private final Duration interval;
  private final Duration deadline;

  Feeds(
      Environment environment,
      SecretResolver secrets,
      InstantSource clock,
      Scheduler scheduler,
      Pace pace) {
    this.environment = environment;
    this.secrets = secrets;
    this.clock = clock;
    this.scheduler = scheduler;
    this.pace = pace;
    this.interval = pace.interval();
    this.deadline = deadline(interval);
  }

  /** Four seconds, or four fifths of a shorter interval. */
  static Duration deadline(Duration interval) {
    Duration part = interval.multipliedBy(4).dividedBy(5);
    return part.compareTo(LONGEST_READ) < 0 ? part : LONGEST_READ;
  }

  /**
   * The feeds.
   *
   * @param client the monitored database; null where there is none
   * @param owned gets what must be closed with them
   */
  List<Feed<?>> build(@Nullable MonitoredDatabase client, List<AutoCloseable> owned) {
    List<Feed<?>> feeds = new ArrayList<>();
    // An invented token leaves a failed sign-in in the server's log: not in production by itself.
    boolean forge = environment.kind() != EnvironmentKind.PRODUCTION;
    ServerClient server =
        new ServerClient(environment.server(), secrets, clock, deadline, forge, budget());
    owned.add(server);
    server(feeds, server);
    if (client != null) {
      feeds.add(
          new Feed<>(
              Metrics.DATABASE,
              interval,
              // Also at a short interval: making a connection may take longer than that.
              LONGEST_READ.plus(LONGEST_READ.dividedBy(8)),
              () -> DatabaseReading.of(client),
              Feeds::databaseSamples));
      feeds.add(
          new Feed<>(
              Metrics.SESSIONS,
              interval,
              Duration.ofSeconds(12),
              () -> DatabaseReading.Sessions.of(client),
              Feeds::sessionSamples));
    }
    PlatformSettings platform = environment.platform();
    if (platform != null) {
      VercelReader vercel = new VercelReader(platform, secrets, deadline);
      owned.add(vercel);
      feeds.add(
          feed(
              Metrics.PLATFORM,
              pace.platform(),
              () -> PlatformReading.of(vercel.production()),
              (value, at) -> List.of()));
    }
    return feeds;
  }

  private void server(List<Feed<?>> feeds, ServerClient server) {
    feeds.add(served(Metrics.HEALTH, server::health, Feeds::healthSamples));
    if (!environment.server().metricsPath().isBlank()) {
      Canonical canonical = new Canonical(pace.server(), pace.window());
      feeds.add(
          served(
              Metrics.METRICS,
              () -> canonical(canonical, server.metrics()),
              (value, at) -> value.samples()));
    }
    feeds.add(served(Metrics.MCP, server::mcp, Feeds::mcpSamples));
    feeds.add(slow(Metrics.AUTH, server::signIn));
    feeds.add(slow(Metrics.CORS, server::cors));
  }

  private <T> Feed<T> feed(
      String name,
      Duration every,
      java.util.concurrent.Callable<T> reader,
      java.util.function.BiFunction<T, Instant, List<Sample>> samples) {
    // The clients keep the deadline themselves and say it better; this one is for what hangs.
    return new Feed<>(name, every, deadline.plus(deadline.dividedBy(8)), reader, samples);
  }

  /** A read of the server, within its budget. */
  private <T> Feed<T> served(
      String name,
      java.util.concurrent.Callable<T> reader,
      java.util.function.BiFunction<T, Instant, List<Sample>> samples) {
    Feed<T> plain = feed(name, pace.server(), reader, samples);
    return new Feed<>(name, plain.interval(), plain.deadline(), reader, samples, pace.note());
  }

  private RequestBudget budget() {
    int perMinute = environment.policy().budgets().requestsPerMinute();
    return new RequestBudget(perMinute, scheduler::nanoTime);
  }

  private <T> Feed<T> slow(String name, java.util.concurrent.Callable<T> reader) {
    return new Feed<>(
        name,
        pace.slow(),
        LONGEST_READ.multipliedBy(3),
        reader,
        (value, at) -> List.of(),
        pace.note());
  }

  private MetricsReading canonical(Canonical canonical, MetricsText text) {
    return canonical.read(
        ExpositionParser.parse(text.text(), text.openMetrics()), text.at(), scheduler.nanoTime());
  }

  private static List<Sample> healthSamples(Health health, Instant at) {
    return List.of(millis(Metrics.HEALTH_RESPONSE_TIME, at, health.took()));
  }

  private static List<Sample> mcpSamples(Mcp mcp, Instant at) {
    Duration took = mcp.took();
    return took == null ? List.of() : List.of(millis(Metrics.TOOLS_LIST_RESPONSE_TIME, at, took));
  }

  private static List<Sample> databaseSamples(DatabaseReading reading, Instant at) {
    return List.of(millis(Metrics.DATABASE_RESPONSE_TIME, at, reading.responseTime()));
  }

  /** Stamped with the time of the count: counts are kept for up to 5 min. */
  static List<Sample> sessionSamples(DatabaseReading.Sessions sessions, Instant at) {
    SessionCounts counts = sessions.asCounts();
    return counts == null
        ? List.of()
        : List.of(
            new Sample(Series.of(Metrics.ACTIVE_SESSIONS), counts.at(), counts.live()),
            new Sample(Series.of(Metrics.ACTIVE_USERS), counts.at(), counts.users()),
            millis(Metrics.SESSION_COUNT_TIME, counts.at(), counts.cost()));
  }

  private static Sample millis(Metric metric, Instant at, Duration took) {
    return new Sample(Series.of(metric), at, took.toNanos() / 1e6);
  }
}
