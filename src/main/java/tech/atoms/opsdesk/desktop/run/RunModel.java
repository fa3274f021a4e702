package tech.atoms.opsdesk.desktop.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.workflow.LogLine;
import tech.atoms.opsdesk.workflow.Run;

/** One run and its log, as the journal has them, read while shown. On the JavaFX thread. */
final class RunModel {
  private static final int PAGE = 5_000;

  private final Runs runs;
  private final Runnable changed;
  private final Consumer<List<LogLine>> lines;
  private @Nullable String id;
  private @Nullable Run run;
  private @Nullable Problem problem;
  private Jobs.@Nullable Job reading;
  private long lastLine;
  private boolean owed;
  private @Nullable Map<String, Duration> usual;

  private record Read(Optional<Run> run, List<LogLine> lines, Map<String, Duration> usual) {}

  /**
   * Of no run yet.
   *
   * @param changed hears of every change of the run
   * @param lines hears of new lines of its log
   */
  RunModel(Runs runs, Runnable changed, Consumer<List<LogLine>> lines) {
    this.runs = runs;
    this.changed = changed;
    this.lines = lines;
  }

  /** The run; null: not read yet. */
  @Nullable Run run() {
    return run;
  }

  /** Why it could not be read; null where it could. */
  @Nullable Problem problem() {
    return problem;
  }

  /** How long its steps took before, by id; empty where they never ran or it is not read yet. */
  Map<String, Duration> usual() {
    return usual == null ? Map.of() : usual;
  }

  void open(String wanted) {
    close();
    usual = null;
    id = wanted;
    run = runs.told(wanted).orElse(null);
    lastLine = 0;
    problem = null;
  }

  void close() {
    stop();
    id = null;
    run = null;
  }

  void stop() {
    if (reading != null) {
      reading.cancel();
      reading = null;
    }
    owed = false;
  }

  /** What this window's own work tells comes at once; its lines are read behind it. */
  void told() {
    String wanted = id;
    if (wanted == null) {
      return;
    }
    runs.told(wanted)
        .ifPresent(
            newest -> {
              if (!newest.equals(run)) {
                run = newest;
                changed.run();
              }
            });
    read();
  }

  /** Reads what the journal has. */
  void read() {
    String wanted = id;
    if (wanted == null) {
      return;
    }
    if (reading != null) {
      owed = true;
      return;
    }
    long after = lastLine;
    Instant now = runs.now();
    Map<String, Duration> known = usual;
    reading =
        runs.jobs()
            .run(
                "Read run " + wanted,
                () -> {
                  Optional<Run> found = runs.journal().run(wanted, now);
                  return new Read(
                      found,
                      runs.journal().log(wanted, after, PAGE),
                      known == null ? found.map(this::usualOf).orElse(Map.of()) : known);
                },
                this::take,
                this::failed);
  }

  private Map<String, Duration> usualOf(Run of) {
    return runs.journal().usual(of.plan().environment(), of.plan().workflow());
  }

  private void take(Read read) {
    reading = null;
    String wanted = id;
    if (wanted == null) {
      return;
    }
    problem = null;
    usual = read.usual();
    if (!read.lines().isEmpty()) {
      lastLine = read.lines().getLast().id();
      lines.accept(read.lines());
      owed |= read.lines().size() == PAGE;
    }
    Run found = runs.told(wanted).orElse(read.run().orElse(null));
    if (found == null) {
      problem =
          new Problem(
              "There is no such run", wanted, "the journal does not have it", "Open another one");
    }
    run = found;
    changed.run();
    if (owed) {
      owed = false;
      read();
    }
  }

  private void failed(Problem trouble) {
    reading = null;
    owed = false;
    problem = trouble;
    changed.run();
  }
}
