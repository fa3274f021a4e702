package tech.atoms.opsdesk.cli;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.monitor.State;
import tech.atoms.opsdesk.monitor.StateChange;
import tech.atoms.opsdesk.store.StateChanges;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;

/**
 * What the desk has recorded of an environment's state, for a command that looks only once. The
 * store opens in the background; where there is none yet, none is made.
 */
final class RecordedState implements AutoCloseable {
  /** It has opened beside the look: whoever waits for the state does not wait long for its age. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final @Nullable Store store;

  private RecordedState(@Nullable Store store) {
    this.store = store;
  }

  /** Begins to open the store, where there is one. Returns at once. */
  static RecordedState of(StoreSettings settings) {
    boolean none =
        settings instanceof StoreSettings.Embedded own && !Files.isDirectory(own.directory());
    return new RecordedState(none ? null : Store.open(settings));
  }

  /**
   * Since when an environment is in a state. Waits for the store, for two seconds at most.
   *
   * @return null where the store does not tell: it is away, or the state that was recorded last is
   *     another one
   */
  @Nullable Instant since(String environment, State now) {
    if (store == null || store.awaitOpened(PATIENCE) != Store.State.UP) {
      return null;
    }
    return new StateChanges(store, environment)
        .stored().orElse(List.of()).stream()
            .filter(change -> change.subject().equals(StateChange.ENVIRONMENT))
            .filter(change -> !change.from().equals(change.to()))
            .findFirst()
            .filter(change -> change.to().equals(now.name()))
            .map(StateChanges.Change::at)
            .orElse(null);
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
