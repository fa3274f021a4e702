package tech.atoms.opsdesk.desktop.backups;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;

/**
 * How far back the database's own platform can recover, read while shown. On the JavaFX thread;
 * reading blocks nobody.
 */
final class RecoveryModel {
  /** The platform limits requests, and archives its log every two minutes. */
  static final Duration INTERVAL = Duration.ofSeconds(60);

  private final Callable<PlatformBackups> source;
  private final Jobs jobs;
  private final InstantSource clock;
  private Runnable changed = () -> {};
  private @Nullable PlatformBackups told;
  private @Nullable Instant lastRead;
  private @Nullable Problem problem;
  private Jobs.@Nullable Job reading;
  private Instant next = Instant.MIN;

  /**
   * Nothing is read yet.
   *
   * @param source blocks
   */
  RecoveryModel(Callable<PlatformBackups> source, Jobs jobs, InstantSource clock) {
    this.source = source;
    this.jobs = jobs;
    this.clock = clock;
  }

  void onChange(Runnable listener) {
    changed = listener;
  }

  /** What was told last; null: nothing yet. */
  @Nullable PlatformBackups told() {
    return told;
  }

  /** When that was; null: never. */
  @Nullable Instant lastRead() {
    return lastRead;
  }

  /** Why the newest reading failed; null where it did not. */
  @Nullable Problem problem() {
    return problem;
  }

  /** Reads anew, at once where nothing is being read. */
  void refresh() {
    next = Instant.MIN;
    tick();
  }

  /** Once a second while shown. */
  void tick() {
    Instant now = clock.instant();
    if (reading == null && !now.isBefore(next)) {
      next = now.plus(INTERVAL);
      reading = jobs.run("Read the platform's backups", source, this::take, this::failed);
    }
  }

  /** Not shown any more. */
  void stop() {
    next = Instant.MIN;
    if (reading != null) {
      reading.cancel();
      reading = null;
    }
  }

  private void take(PlatformBackups read) {
    reading = null;
    told = read;
    lastRead = clock.instant();
    problem = null;
    changed.run();
  }

  private void failed(Problem trouble) {
    reading = null;
    problem = trouble;
    changed.run();
  }
}
