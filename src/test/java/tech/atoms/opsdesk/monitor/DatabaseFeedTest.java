package tech.atoms.opsdesk.monitor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.database.Fixture;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.metric.ManualScheduler;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;

/** What the monitor learns from the database, and how it tells that it learns nothing. */
class DatabaseFeedTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Secret PASSWORD = new Secret(Fixture.PASSWORD);

  /** A third of the time after which a reading is too old, and yet a failure takes 4.5 s. */
  private static final Environment ENVIRONMENT =
      LiveMonitorTest.environment(1, Duration.ofSeconds(3));

  @Test
  void samplesBearTheTimeOfTheReadingAndCountsThatOfTheCount() throws Exception {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_users(email) values ('one@x.org'), ('two@x.org');
        insert into atoms_sessions(user_id, token_hash, expires_at)
          select id, 'h', now() + interval '1 h' from atoms_users, generate_series(1, 3);
        insert into atoms_sessions(user_id, token_hash, expires_at)
          select id, 'h', now() - interval '1 h' from atoms_users;
        """);
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      List<Sample> looked = samples(Metrics.DATABASE, database);
      assertThat(looked).hasSize(1);
      assertThat(looked.getFirst().series()).isEqualTo(Series.of(Metrics.DATABASE_RESPONSE_TIME));
      assertThat(looked.getFirst().at()).isEqualTo(AT);
      assertThat(looked.getFirst().value()).isPositive();

      AppSessionCounts counts = database.appSessionCounts();
      Instant counted = counts.at();
      assertThat(samples(Metrics.SESSIONS, database))
          .containsExactly(
              new Sample(Series.of(Metrics.ACTIVE_SESSIONS), counted, 6),
              new Sample(Series.of(Metrics.ACTIVE_USERS), counted, 2),
              new Sample(
                  Series.of(Metrics.SESSION_COUNT_TIME), counted, counts.cost().toNanos() / 1e6));
    }
  }

  @Test
  void havingNoRightsIsAnAnswerWithoutFigures() throws Exception {
    Fixture fixture = new Fixture();
    fixture.execute("revoke select on pg_stat_activity from public");
    try (MonitoredDatabase database = fixture.open(fixture.plain)) {
      DatabaseReading reading = (DatabaseReading) feed(Metrics.DATABASE, database).read();
      assertThat(reading.figures()).isNull();
      assertThat(reading.responseTime()).isPositive();

      DatabaseReading.Sessions sessions =
          (DatabaseReading.Sessions) feed(Metrics.SESSIONS, database).read();
      assertThat(sessions.asCounts()).isNull();
      assertThat(requireNonNull(sessions.missing()).kind())
          .isEqualTo(DatabaseException.Kind.NO_RIGHTS);
      assertThat(samples(Metrics.SESSIONS, database)).isEmpty();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // it has no signal that stops a process
  void aDatabaseThatFreezesIsDegradedUntilReconnectingFailsAndOneThatIsGoneIsDownAtOnce(
      @TempDir Path directory) throws Exception {
    EmbeddedPostgres server = start(directory, 0);
    int port = server.port();
    CopyOnWriteArrayList<State> states = new CopyOnWriteArrayList<>();
    try (MonitoredDatabase database =
            Fixture.open(
                Fixture.settings(server.jdbcUrl("postgres"), "feed", SslMode.DISABLE), null);
        Monitor monitor =
            Monitors.start(
                ENVIRONMENT,
                ref -> PASSWORD,
                database,
                LiveMonitorTest.nowhere(),
                null,
                InstantSource.system())) {
      monitor.subscribe(now -> states.add(state(now)));
      patiently().until(() -> state(monitor.snapshot()) == State.HEALTHY);
      states.clear();

      signal("-STOP", server);
      try {
        patiently().until(() -> states.contains(State.DOWN));
        assertThat(turns(states)).endsWith(State.DEGRADED, State.DOWN);
        assertThat(reasons(monitor)).contains("database-unreachable");
      } finally {
        signal("-CONT", server);
      }
      patiently().until(() -> state(monitor.snapshot()) == State.HEALTHY);

      states.clear();
      server.close();
      patiently().until(() -> states.contains(State.DOWN));
      assertThat(turns(states)).doesNotContain(State.DEGRADED);
      assertThat(reasons(monitor)).contains("database-unreachable");

      server = start(directory, port);
      patiently().until(() -> state(monitor.snapshot()) == State.HEALTHY);
      assertThat(monitor.snapshot().latest(Metrics.DATABASE_RESPONSE_TIME)).isNotNull();
    } finally {
      server.close();
    }
  }

  private static EmbeddedPostgres start(Path directory, int port) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgres.Settings(directory, port, "feed", PASSWORD, Map.of()));
  }

  /** The server and all its processes: a connection that is open hears nothing more. */
  private static void signal(String name, EmbeddedPostgres server) throws Exception {
    ProcessHandle main = ProcessHandle.of(server.pid()).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", name));
    Stream.concat(Stream.of(main), main.descendants())
        .forEach(process -> command.add(Long.toString(process.pid())));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private static State state(Snapshot now) {
    return now.components().stream()
        .filter(c -> c.kind() == Kind.DATABASE)
        .findFirst()
        .map(Component::state)
        .orElse(State.UNKNOWN);
  }

  private static List<State> turns(List<State> states) {
    List<State> turns = new ArrayList<>();
    for (State state : states) {
      if (turns.isEmpty() || turns.getLast() != state) {
        turns.add(state);
      }
    }
    return turns;
  }

  private static List<String> reasons(Monitor monitor) {
    return monitor.snapshot().reasons().stream().map(Reason::rule).toList();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }

  private static List<Sample> samples(String name, MonitoredDatabase database) throws Exception {
    Feed<?> feed = feed(name, database);
    return feed.samplesOf(requireNonNull(feed.read()), AT);
  }

  /** The clients of its server are closed again: only the feed of the database is used. */
  private static Feed<?> feed(String name, MonitoredDatabase database) throws Exception {
    List<AutoCloseable> owned = new ArrayList<>();
    List<Feed<?>> feeds =
        new Feeds(
                ENVIRONMENT,
                ref -> PASSWORD,
                InstantSource.system(),
                new ManualScheduler(),
                Pace.of(ENVIRONMENT))
            .build(database, owned);
    for (AutoCloseable one : owned) {
      one.close();
    }
    return feeds.stream().filter(feed -> feed.name().equals(name)).findFirst().orElseThrow();
  }
}
