package tech.atoms.opsdesk.workflow.warm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** Desks on one real store keep a real HTTP server warm, which is cold after ten idle minutes. */
class KeepWarmTest {
  private static final Duration COLD_AFTER = Duration.ofMinutes(10);
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-30T03:00:00Z"));
  private final InstantSource clock = now::get;
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final Store store = TestStores.open(TestStores.in(database));
  private final MockWebServer server = Prompt.server();
  private final Audit audit;
  private final Instant begun = now.get();
  private Instant used = Instant.MIN;
  private int coldStarts;
  private int asked;
  private volatile int status = 200;

  KeepWarmTest(@TempDir Path directory) throws Exception {
    audit = new Audit(store, directory, "here");
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request.getUrl().encodedPath());
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
    store.close();
  }

  private synchronized MockResponse answer(String path) {
    if (used.isBefore(now.get().minus(COLD_AFTER))) {
      coldStarts++;
    }
    used = now.get();
    if (path.equals("/health")) {
      asked++;
      return new MockResponse.Builder()
          .code(status)
          .addHeader("Content-Type", "application/json")
          .body("{\"status\":\"healthy\"}")
          .build();
    }
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/plain; version=0.0.4")
        .body(
            "process_start_time_seconds %d\nlambda_cold_starts_total %d\n"
                .formatted(begun.getEpochSecond(), coldStarts))
        .build();
  }

  private Environment environment(boolean byProfile, List<String> mayChange) {
    Environment plain = Worlds.environment(EnvironmentKind.STAGING, "shop");
    return new Environment(
        plain.name(),
        plain.kind(),
        new ServerSettings(server.url("/").uri(), "/health", "/metrics", "/api/mcp", null, null),
        null,
        null,
        new Policy(
            mayChange,
            false,
            false,
            0,
            0,
            new Policy.KeepWarm(byProfile, Duration.ofMinutes(5)),
            plain.policy().budgets()),
        plain.contacts(),
        plain.samplingInterval());
  }

  private KeepWarm keepWarm(boolean byProfile) {
    Environment environment = environment(byProfile, List.of("operator"));
    return new KeepWarm(environment, store, audit, OPERATOR, clock);
  }

  private Pinger pinger(String host, boolean byProfile) {
    return new Pinger(
        environment(byProfile, List.of("operator")),
        ref -> new Secret("token-of-the-test"),
        store,
        host,
        clock);
  }

  /** Desks look while time passes. */
  private void pass(Duration time, Pinger... desks) {
    Instant end = now.get().plus(time);
    while (now.get().isBefore(end)) {
      for (Pinger desk : desks) {
        desk.look();
      }
      now.updateAndGet(at -> at.plusSeconds(15));
    }
  }

  @Test
  void ofManyDesksOneAsksAtTheIntervalAndAnotherGoesOnWhereItEnds() {
    keepWarm(false).switchTo(true, "mornings are slow");
    try (Pinger here = pinger("here", false);
        Pinger there = pinger("there", false)) {
      pass(Duration.ofMinutes(30), here, there);
      assertThat(asked).isEqualTo(6);
      pass(Duration.ofMinutes(30), there);
      assertThat(asked).as("the one that is left").isEqualTo(12);
      Standing standing = keepWarm(false).standing();
      assertThat(standing.requests()).isEqualTo(12);
      assertThat(standing.failed()).isZero();
      assertThat(standing.requestsPerDay()).isEqualTo(288);
      assertThat(requireNonNull(standing.last()).host()).isEqualTo("there");
    }
  }

  @Test
  void desksThatLookAtTheSameMomentAskOnce() throws Exception {
    keepWarm(false).switchTo(true, "");
    int desks = 8;
    for (int round = 1; round <= 5; round++) {
      CyclicBarrier together = new CyclicBarrier(desks);
      List<Thread> all = new ArrayList<>();
      for (int i = 0; i < desks; i++) {
        String host = "desk" + i;
        all.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (Pinger pinger = pinger(host, false)) {
                        together.await();
                        pinger.look();
                      } catch (Exception e) {
                        throw new IllegalStateException(e);
                      }
                    }));
      }
      for (Thread one : all) {
        one.join();
      }
      assertThat(asked).isEqualTo(round);
      now.updateAndGet(at -> at.plus(Duration.ofMinutes(5)));
    }
  }

  @Test
  void itIsAsTheProfileSaysUntilSomebodySwitchesItForAllDesks() {
    assertThat(keepWarm(false).isOn()).isFalse();
    assertThat(keepWarm(true).isOn()).isTrue();
    keepWarm(true).switchTo(false, "the plan ends");
    keepWarm(true).switchTo(false, "once more");
    assertThat(keepWarm(true).isOn()).isFalse();
    Switched switched = requireNonNull(keepWarm(true).standing().switched());
    assertThat(switched).isEqualTo(new Switched(false, now.get(), "Operator", "the plan ends"));
    List<Line> lines = audit.newest("shop", Long.MAX_VALUE, 10);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().entry().action()).isEqualTo("workflow.keep-warm-off");
    assertThat(lines.getFirst().entry().detail()).contains("the plan ends");
    try (Pinger pinger = pinger("here", true)) {
      assertThat(pinger.look()).isNull();
    }
    assertThat(asked).isZero();
  }

  @Test
  void whoHoldsNoRoleSwitchesNothing() {
    KeepWarm keepWarm =
        new KeepWarm(environment(false, List.of("lead")), store, audit, OPERATOR, clock);
    assertThatThrownBy(() -> keepWarm.switchTo(true, ""))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("may not change shop");
    assertThat(keepWarm.isOn()).isFalse();
  }

  @Test
  void whatFailsIsSaidAndNotRepeatedBeforeItsTime() {
    status = 503;
    try (Pinger pinger = pinger("here", true)) {
      pass(Duration.ofMinutes(4), pinger);
      assertThat(asked).isEqualTo(1);
      Standing standing = keepWarm(true).standing();
      assertThat(standing.failed()).isEqualTo(1);
      assertThat(requireNonNull(standing.last()).trouble()).contains("503");
      server.close();
      now.updateAndGet(at -> at.plus(Duration.ofMinutes(5)));
      @Nullable Ping gone = pinger.look();
      assertThat(requireNonNull(gone).took()).isNull();
      assertThat(gone.trouble()).isNotEmpty();
    }
  }

  @Test
  void whatItDoesToColdStartsIsCountedByTheServer() {
    try (Pinger pinger = pinger("here", false)) {
      pass(Duration.ofHours(2), pinger);
      ColdStarts without = keepWarm(false).standing().without();
      // Read every quarter of an hour: each time the instance is gone.
      assertThat(without.measured()).isEqualTo(Duration.ofMinutes(105));
      assertThat(without.perHour()).isEqualTo(4.0);
      assertThat(without.perDay()).isEqualTo(96.0);
      assertThat(keepWarm(false).standing().with().perHour()).isNull();

      keepWarm(false).switchTo(true, "");
      pass(Duration.ofHours(2), pinger);
      ColdStarts with = keepWarm(false).standing().with();
      assertThat(with.measured()).isBetween(Duration.ofMinutes(90), Duration.ofHours(2));
      assertThat(requireNonNull(with.perHour())).isLessThan(1);
      assertThat(keepWarm(false).standing().without()).isEqualTo(without);
    }
  }

  @Test
  void aTimeInWhichNobodyAskedIsNoProofOfKeepingWarm() {
    try (Pinger pinger = pinger("here", true)) {
      pass(Duration.ofHours(1), pinger);
      Duration measured = keepWarm(true).standing().with().measured();
      now.updateAndGet(at -> at.plus(Duration.ofHours(8)));
      pinger.look();
      assertThat(keepWarm(true).standing().with().measured()).isEqualTo(measured);
      assertThat(keepWarm(true).standing().without()).isEqualTo(ColdStarts.NONE);
    }
  }
}
