package tech.atoms.opsdesk.workflow.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.provider.vercel.BuildLine;
import tech.atoms.opsdesk.provider.vercel.VercelDeployments;
import tech.atoms.opsdesk.workflow.RunLog;

/** Takes what a build says into the run's log, on a thread of its own. One thread calls it. */
final class BuildLog {
  private static final Duration LAST_LINES = Duration.ofSeconds(3);

  private final VercelDeployments platform;
  private final RunLog log;
  private final String step;
  private final InstantSource clock;
  private final Instant limit;
  private @Nullable Thread thread;
  private volatile boolean over;

  /**
   * Nothing is followed yet.
   *
   * @param most how long it is followed at most, from now
   */
  BuildLog(
      VercelDeployments platform, RunLog log, String step, InstantSource clock, Duration most) {
    this.platform = platform;
    this.log = log;
    this.step = step;
    this.clock = clock;
    this.limit = clock.instant().plus(most);
  }

  /** Begins to follow a build; nothing happens where that has begun. */
  void follow(String id) {
    if (thread == null) {
      thread = Thread.ofVirtual().name("build-" + id).start(() -> listen(id));
    }
  }

  /** The build is over: waits a moment for its last lines. */
  void end() {
    over = true;
    Thread following = thread;
    if (following != null) {
      try {
        if (!following.join(LAST_LINES)) {
          following.interrupt();
        }
      } catch (InterruptedException e) {
        following.interrupt();
        Thread.currentThread().interrupt();
      }
    }
  }

  private void listen(String id) {
    try {
      platform.events(id).follow(this::tell, () -> over || clock.instant().isAfter(limit));
    } catch (ProblemException e) {
      // What a build says is for people: the build itself is judged by its state.
      quietly(RunLog.Level.WARN, "the build's log is not told: " + e.problem().line());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(BuildLine line) {
    if (!line.text().isBlank()) {
      log.line(level(line), step, line.text().stripTrailing());
    }
  }

  private void quietly(RunLog.Level level, String text) {
    try {
      log.line(level, step, text);
    } catch (ProblemException away) {
      // The journal is away: the run itself finds out.
    }
  }

  private static RunLog.Level level(BuildLine line) {
    return switch (line.level()) {
      case "error" -> RunLog.Level.ERROR;
      case "warning" -> RunLog.Level.WARN;
      default -> line.type().equals("stderr") ? RunLog.Level.WARN : RunLog.Level.INFO;
    };
  }
}
