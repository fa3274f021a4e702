package tech.atoms.opsdesk.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** Stores for tests, with pauses of milliseconds instead of seconds. */
public final class TestStores {
  private static final Store.Pacing FAST =
      new Store.Pacing(Duration.ofMillis(200), Duration.ofMillis(50), Duration.ofMillis(200));

  private TestStores() {}

  /** Begins to open a store. */
  public static Store opening(StoreSettings settings) {
    return Store.open(settings, FAST, Duration.ZERO);
  }

  /** Begins to open a store that must not be the cluster that is told. */
  static Store watching(StoreSettings settings, Callable<ClusterIdentity> monitored) {
    Store store = Store.open(settings, FAST, Duration.ofHours(1));
    store.refuseIfSame(monitored);
    store.want();
    return store;
  }

  /** A store that is up. */
  public static Store open(StoreSettings settings) {
    Store store = opening(settings);
    assertThat(store.awaitOpened(Duration.ofSeconds(60)))
        .as(() -> "trouble: " + store.trouble())
        .isEqualTo(Store.State.UP);
    return store;
  }

  /** A store in a database of the shared test server. */
  public static StoreSettings in(TestPostgres.Database database) {
    return new StoreSettings.External(
        new DatabaseSettings(
            database.jdbcUrl(),
            TestPostgres.USER,
            new SecretRef(SecretRef.Scheme.ENV, "STORE"),
            SslMode.DISABLE,
            null),
        ref -> TestPostgres.PASSWORD);
  }
}
