package tech.atoms.opsdesk.workflow.warm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Permits;

/**
 * Whether an environment's server is kept warm, and what comes of it: one state for all desks on
 * the store. Safe on any thread; every method blocks on the store, and throws a {@link
 * tech.atoms.opsdesk.common.ProblemException} where that is away.
 */
public final class KeepWarm {
  private static final Duration SHOWN = Duration.ofDays(7);

  private final Environment environment;
  private final WarmRows rows;
  private final Permits permits;
  private final Me me;
  private final InstantSource clock;

  /** Of an environment, for a person. */
  public KeepWarm(Environment environment, Store store, Audit audit, Me me, InstantSource clock) {
    this.environment = environment;
    this.rows = new WarmRows(store, environment.name());
    this.permits = new Permits(environment, new Guards(store), audit, me, clock);
    this.me = me;
    this.clock = clock;
  }

  /** Whether it is on now: as somebody has switched it, or else as the profile says. */
  public boolean isOn() {
    Switched switched = rows.switched();
    return switched == null ? policy().on() : switched.on();
  }

  /**
   * Switches it for all desks, with a line in the audit trail; where it is so already, nothing
   * happens.
   *
   * @param reason why; may be empty
   * @throws tech.atoms.opsdesk.common.ProblemException where the person holds no role that may
   */
  public void switchTo(boolean on, String reason) {
    String what = on ? "keep-warm-on" : "keep-warm-off";
    permits.require(what, reason);
    Switched last = rows.switched();
    if (last != null && last.on() == on) {
      return;
    }
    rows.switchTo(new Switched(on, clock.instant(), me.name(), reason), me.login());
    permits.record(
        what,
        environment.name(),
        Entry.Outcome.DONE,
        (on ? "every " + policy().interval().toSeconds() + " s" : "")
            + (reason.isEmpty() ? "" : "; " + reason));
  }

  /** How it stands. */
  public Standing standing() {
    Instant now = clock.instant();
    @Nullable Switched switched = rows.switched();
    List<ColdStarts> counted = rows.counted(now.minus(SHOWN));
    WarmRows.Pings pings = rows.pings(now.minus(Duration.ofDays(1)));
    return new Standing(
        switched == null ? policy().on() : switched.on(),
        switched,
        policy().interval(),
        pings.last(),
        pings.all(),
        pings.failed(),
        counted.getFirst(),
        counted.getLast());
  }

  private Policy.KeepWarm policy() {
    return environment.policy().keepWarm();
  }
}
