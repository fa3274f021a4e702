package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.metric.Scheduler;
import tech.atoms.opsdesk.store.StateChanges;
import tech.atoms.opsdesk.store.StateChanges.Change;

/**
 * Carries changes of state between the journal and the store, on a thread of its own, so that
 * nothing waits for the store. Safe on any thread.
 */
final class Keeping {
  private static final Logger log = LoggerFactory.getLogger(Keeping.class);
  private static final Duration LAST = Duration.ofMillis(800);

  private final StateChanges store;
  private final Scheduler scheduler;
  private final Consumer<List<StateChange>> recall;
  private final Function<Boolean, List<StateChange>> unkept;
  private final AtomicBoolean busy = new AtomicBoolean();
  private boolean recalled;

  /**
   * Creates it; {@link #tend} makes it work.
   *
   * @param store where changes are kept
   * @param scheduler gives threads
   * @param recall hears once what earlier runs have kept, newest first
   * @param unkept gives what is to be kept now, oldest first; told whether the run ends
   */
  Keeping(
      StateChanges store,
      Scheduler scheduler,
      Consumer<List<StateChange>> recall,
      Function<Boolean, List<StateChange>> unkept) {
    this.store = store;
    this.scheduler = scheduler;
    this.recall = recall;
    this.unkept = unkept;
  }

  /** Reads and writes what there is to read and write. Returns at once. */
  void tend() {
    if (busy.compareAndSet(false, true)) {
      var _ =
          scheduler.start(
              "state-changes",
              () -> {
                try {
                  carry(false);
                } finally {
                  busy.set(false);
                }
              });
    }
  }

  /** Does so for the last time, for less than a second. */
  void end() {
    Thread last = Thread.ofVirtual().name("state-changes").start(() -> carry(true));
    try {
      last.join(LAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void carry(boolean last) {
    if (!recalled) {
      store
          .stored()
          .ifPresent(
              changes -> {
                recall.accept(understood(changes));
                recalled = true;
              });
    }
    for (StateChange change : unkept.apply(last)) {
      store.append(
          new Change(
              change.at(),
              change.subject(),
              change.from().name(),
              change.to().name(),
              change.why()));
    }
    store.flush();
  }

  /** Without states that only another version of the desk knows. */
  private static List<StateChange> understood(List<Change> changes) {
    List<StateChange> known = new ArrayList<>();
    for (Change change : changes) {
      try {
        known.add(
            new StateChange(
                change.at(),
                change.subject(),
                State.valueOf(change.from()),
                State.valueOf(change.to()),
                change.why()));
      } catch (IllegalArgumentException e) {
        log.debug("A change of a state that this version does not know is left out", e);
      }
    }
    return known;
  }
}
