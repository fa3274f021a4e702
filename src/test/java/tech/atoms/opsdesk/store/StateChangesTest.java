package tech.atoms.opsdesk.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
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
  void givesTheNewestFiveHundredOfAnEnvironmentAlsoToTheNextRun() {
    try (Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()))) {
      StateChanges changes = new StateChanges(store, "production");
      IntStream.range(0, 510).forEach(i -> changes.append(change(i)));
      new StateChanges(store, "staging").append(change(999));

      List<Change> newest = new StateChanges(store, "production").newest();

      assertThat(newest).hasSize(500).startsWith(change(509), change(508)).endsWith(change(10));
    }
  }

  @Test
  void aChangeThatTwoDesksSeeIsOneLineHoweverOftenTheStateTurns() {
    try (Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()))) {
      StateChanges one = new StateChanges(store, "production");
      StateChanges other = new StateChanges(store, "production");
      for (int turn = 0; turn < 4; turn++) {
        one.append(change(10 * turn, turn));
        other.append(change(10 * turn + (turn % 2 == 0 ? 3 : -3), turn));
      }
      Change remark = new Change(NOON.plusSeconds(60), "metrics", "HEALTHY", "HEALTHY", "anew");
      one.append(remark);
      other.append(new Change(NOON.plusSeconds(65), "metrics", "HEALTHY", "HEALTHY", "anew"));
      Change later = new Change(NOON.plusSeconds(90), "metrics", "HEALTHY", "HEALTHY", "anew");
      one.append(later);

      assertThat(new StateChanges(store, "production").newest())
          .containsExactly(
              later, remark, change(30, 3), change(20, 2), change(10, 1), change(0, 0));
      Change muchLater = new Change(NOON.plusSeconds(600), "Environment", "DOWN", "HEALTHY", "why");
      other.append(muchLater);
      assertThat(other.newest()).hasSize(7).startsWith(muchLater);
    }
  }

  @Test
  void forgetsWhatIsPastItsTimeButNotSinceWhenAStateHolds() throws SQLException {
    try (Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()))) {
      StateChanges changes = new StateChanges(store, "production");
      IntStream.range(0, 4).forEach(i -> changes.append(change(10 * i, i)));
      Change only = new Change(NOON, "database", "UNKNOWN", "HEALTHY", "why");
      changes.append(only);

      try (Connection connection = store.dataSource().orElseThrow().getConnection()) {
        assertThat(StateChanges.prune(connection, NOON.plusSeconds(15))).isEqualTo(2);
      }

      assertThat(changes.newest()).containsExactly(change(30, 3), change(20, 2), only);
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
    return change(second, second);
  }

  private static Change change(int second, int turn) {
    boolean down = turn % 2 == 0;
    return new Change(
        NOON.plusSeconds(second),
        "Environment",
        down ? "HEALTHY" : "DOWN",
        down ? "DOWN" : "HEALTHY",
        "why " + second);
  }
}
