package tech.atoms.opsdesk.desktop.deployments;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.workflow.Run;

/** The runs of an environment, newest first, read while shown. On the JavaFX thread. */
final class RunsModel {
  private static final int MOST = 100;

  /** Read again every so many seconds. */
  private static final int SECONDS = 5;

  private final Runs runs;
  private Runnable changed = () -> {};
  private List<Run> all = List.of();
  private @Nullable Problem problem;
  private @Nullable Instant lastRead;
  private Jobs.@Nullable Job reading;
  private String text = "";
  private int seconds;

  RunsModel(Runs runs) {
    this.runs = runs;
  }

  void onChange(Runnable listener) {
    changed = listener;
  }

  @Nullable Problem problem() {
    return problem;
  }

  @Nullable Instant lastRead() {
    return lastRead;
  }

  int total() {
    return all.size();
  }

  /** Those that the text leaves; of those this window works on, what it was told last. */
  List<Run> rows() {
    return all.stream().map(run -> runs.told(run.id()).orElse(run)).filter(this::found).toList();
  }

  void find(String typed) {
    text = typed.strip().toLowerCase(Locale.ROOT);
    changed.run();
  }

  void refresh() {
    if (reading == null) {
      reading =
          runs.jobs()
              .run(
                  "Read the runs",
                  () -> runs.journal().runs(runs.environment().name(), MOST, runs.now()),
                  this::take,
                  this::failed);
    }
  }

  /** Once a second while shown. */
  void tick() {
    if (seconds++ % SECONDS == 0) {
      refresh();
    }
  }

  void stop() {
    seconds = 0;
    if (reading != null) {
      reading.cancel();
      reading = null;
    }
  }

  private void take(List<Run> read) {
    reading = null;
    problem = null;
    lastRead = runs.now();
    all = read;
    changed.run();
  }

  private void failed(Problem trouble) {
    reading = null;
    problem = trouble;
    changed.run();
  }

  private boolean found(Run run) {
    return text.isEmpty()
        || List.of(run.id(), run.plan().title(), run.by(), run.reason(), run.state().word())
            .stream()
            .anyMatch(part -> part.toLowerCase(Locale.ROOT).contains(text));
  }
}
