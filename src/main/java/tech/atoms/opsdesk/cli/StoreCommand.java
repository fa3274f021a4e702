package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.InstantSource;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;

/** A command that reads or changes what the desk has recorded. */
abstract class StoreCommand extends EnvironmentCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  final InstantSource clock = InstantSource.system();

  /**
   * Does the work.
   *
   * @param store up, or not: see {@link #trouble}
   */
  abstract int work(Store store, Audit audit) throws Exception;

  /** Whether there is nothing to do without the store. */
  boolean needsStore() {
    return true;
  }

  @Override
  protected final int execute() throws Exception {
    try (Store store =
        Store.open(StoreSettings.of(profile().store(), Directories.data(), secrets()))) {
      if (store.awaitOpened(PATIENCE) != Store.State.UP && needsStore()) {
        return fail(trouble(store), ExitCode.UNDETERMINED);
      }
      return work(store, new Audit(store, Directories.data(), ThisMachine.name()));
    }
  }

  /** Why the store is not up. */
  private static Problem trouble(Store store) {
    Problem trouble = store.trouble();
    return trouble == null
        ? new Problem(
            "The store did not open in time",
            store.where(),
            "no answer within " + PATIENCE.toSeconds() + " s",
            "Try again; the log holds the details")
        : trouble;
  }
}
