package tech.atoms.opsdesk.desktop.audit;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.audit.Verification;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** What is known of the chain of the whole trail, and since when. On the JavaFX thread. */
final class ChainModel {
  /** A longer trail is verified when the screen is opened and when a person asks for it. */
  private static final long CHEAP = 20_000;

  private final Audit audit;
  private final Jobs jobs;
  private final InstantSource clock;
  private final Changed changed;
  private @Nullable Verification found;
  private @Nullable Instant at;
  private @Nullable Problem problem;
  private Jobs.@Nullable Job job;
  private boolean again;

  /** Hears of a change. */
  @FunctionalInterface
  interface Changed {
    void told(boolean broke);
  }

  ChainModel(Audit audit, Jobs jobs, InstantSource clock, Changed changed) {
    this.audit = audit;
    this.jobs = jobs;
    this.clock = clock;
    this.changed = changed;
  }

  /** What the newest verification found; null: there was none yet. */
  @Nullable Verification found() {
    return found;
  }

  /** When that was; null: never. */
  @Nullable Instant at() {
    return at;
  }

  /** Why the newest attempt came to nothing; null: it did not. */
  @Nullable Problem problem() {
    return problem;
  }

  boolean isRunning() {
    return job != null;
  }

  /** Reads the whole trail; where it is being read, once more afterwards. */
  void verify() {
    if (job != null) {
      again = true;
      return;
    }
    job =
        jobs.run(
            "Verify the audit trail",
            audit::verify,
            result -> {
              boolean broke = !result.intact() && !result.equals(found);
              found = result;
              at = clock.instant();
              problem = null;
              ended(broke);
            },
            trouble -> {
              problem = trouble;
              ended(false);
            });
    changed.told(false);
  }

  /** There are new rows. */
  void grown() {
    Verification known = found;
    if (known == null || known.rows() <= CHEAP) {
      verify();
    }
  }

  /** Goes on with what {@link #stop} cut off. */
  void begin() {
    if (again) {
      again = false;
      verify();
    }
  }

  void stop() {
    if (job != null) {
      job.cancel();
      job = null;
      again = true;
    }
  }

  private void ended(boolean broke) {
    job = null;
    changed.told(broke);
    if (again) {
      again = false;
      verify();
    }
  }

  /** How a row stands in the chain, as far as it was verified. */
  Look look(Line line) {
    Verification known = found;
    if (!line.isWhole() || (known != null && bad(known) == line.seq())) {
      return Look.FAILED;
    }
    return known != null && line.seq() <= known.rows() ? Look.VERIFIED : Look.NEUTRAL;
  }

  /** The same in words. */
  String words(Line line) {
    Verification known = found;
    if (known != null && bad(known) == line.seq()) {
      return "Broken here: " + known.what();
    }
    if (!line.isWhole()) {
      return "Broken: what stands in it does not match its hash";
    }
    if (known == null) {
      return "Not verified yet";
    }
    if (line.seq() <= known.rows()) {
      return "Verified: it matches its hash and follows the row before";
    }
    return known.intact() ? "Newer than the verification" : "Not verified: the chain breaks before";
  }

  private static long bad(Verification known) {
    Long first = known.firstBad();
    return first == null ? -1 : first;
  }
}
