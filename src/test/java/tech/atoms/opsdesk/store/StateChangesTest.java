package tech.atoms.opsdesk.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.StateChanges.Change;

class StateChangesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void givesTheNewestFiftyOfAnEnvironmentAlsoToTheNextRun() {
    try (Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()))) {
      StateChanges changes = new StateChanges(store, "production");
      IntStream.range(0, 60).forEach(i -> changes.append(change(i)));
      new StateChanges(store, "staging").append(change(99));

      List<Change> newest = new StateChanges(store, "production").newest();

      assertThat(newest).hasSize(50).startsWith(change(59), change(58)).endsWith(change(10));
    }
  }

  @Test
  void keepsChangesInMemoryWhileTheStoreIsDown() {
    StoreSettings nowhere =
        new StoreSettings.External(
            new DatabaseSettings(
                "postgresql://127.0.0.1:1/none", "nobody", null, SslMode.DISABLE, null),
            ref -> new Secret("unused"));
    try (Store store = TestStores.opening(nowhere)) {
      StateChanges changes = new StateChanges(store, "production");
      changes.append(change(1));
      changes.append(change(2));
      assertThat(changes.newest()).containsExactly(change(2), change(1));
    }
  }

  private static Change change(int second) {
    return new Change(NOON.plusSeconds(second), "Environment", "HEALTHY", "DOWN", "why " + second);
  }
}
