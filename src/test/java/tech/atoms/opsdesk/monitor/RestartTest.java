package tech.atoms.opsdesk.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.store.StateChanges;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;
import tech.atoms.opsdesk.store.TestStores;

/** One desk after the other, on the same real store. */
class RestartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @TempDir Path directory;

  @Test
  void theStateAndTheListGoOnWhereTheLastRunEnded() throws IOException {
    MockWebServer server = Prompt.server();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return "/health".equals(request.getUrl().encodedPath())
                ? new MockResponse.Builder().body("{\"status\":\"healthy\"}").build()
                : new MockResponse.Builder().code(401).build();
          }
        });
    server.start();
    int port = server.getPort();

    Instant since;
    try (Store store = TestStores.opening(new StoreSettings.Embedded(directory));
        Monitor first = monitor(port, store)) {
      // The first readings are there before the store is.
      await().atMost(PATIENCE).until(() -> first.snapshot().state() == State.DEGRADED);
      await().atMost(PATIENCE).until(() -> store.state() == Store.State.UP);
      await().atMost(PATIENCE).until(() -> !kept(store).isEmpty());
      since = first.snapshot().since();
    }

    Instant changed;
    try (Store store = TestStores.opening(new StoreSettings.Embedded(directory));
        Monitor second = monitor(port, store)) {
      await().atMost(PATIENCE).until(() -> same(second.snapshot().since(), since));
      assertThat(second.snapshot().state()).isEqualTo(State.DEGRADED);
      assertThat(second.snapshot().changes())
          .filteredOn(change -> change.subject().equals("Environment"))
          .as("no line about the restart")
          .hasSize(1)
          .allMatch(change -> same(change.at(), since));
      server.close();
      await().atMost(PATIENCE).until(() -> second.snapshot().state() == State.DOWN);
      changed = second.snapshot().since();
    }

    try (Store store = TestStores.opening(new StoreSettings.Embedded(directory));
        Monitor third = monitor(port, store)) {
      await().atMost(PATIENCE).until(() -> same(third.snapshot().since(), changed));
      assertThat(third.snapshot().changes())
          .filteredOn(change -> change.subject().equals("Environment"))
          .extracting(StateChange::from, StateChange::to)
          .startsWith(org.assertj.core.groups.Tuple.tuple(State.DEGRADED, State.DOWN));
    } finally {
      server.close();
    }
  }

  private static java.util.List<StateChanges.Change> kept(Store store) {
    return new StateChanges(store, "test").stored().orElseThrow();
  }

  /** The database keeps microseconds. */
  private static boolean same(Instant one, Instant other) {
    return Duration.between(one, other).abs().toMillis() == 0;
  }

  private static Monitor monitor(int port, Store store) {
    return Monitors.start(
        LiveMonitorTest.environment(port, INTERVAL),
        ref -> new Secret("unused"),
        null,
        LiveMonitorTest.nowhere(),
        new StateChanges(store, "test"),
        InstantSource.system());
  }
}
