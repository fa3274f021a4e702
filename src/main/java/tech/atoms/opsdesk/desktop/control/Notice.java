package tech.atoms.opsdesk.desktop.control;

import java.time.Instant;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;

/** A line that says why what is asked for is not there, or is old. Takes no room otherwise. */
final class Notice {
  private final HBox box;
  private final StateLabel label = new StateLabel(Look.NO_DATA, "");

  Notice(HBox box) {
    this.box = box;
    label.setWrapText(true);
    label.setMinWidth(0);
    box.getChildren().setAll(label);
    box.setVisible(false);
    box.setManaged(false);
  }

  void show(@Nullable Problem problem, @Nullable Instant lastRead, Instant now) {
    boolean visible = problem != null;
    if (problem != null) {
      label.set(lastRead == null ? Look.NO_DATA : Look.STALE, words(problem, lastRead, now));
    }
    box.setVisible(visible);
    box.setManaged(visible);
  }

  /** One line for a problem that hides what is asked for, or makes it stale. */
  private static String words(Problem problem, @Nullable Instant lastRead, Instant now) {
    String next = problem.next().isEmpty() ? "" : " Next: " + problem.next() + ".";
    String stale =
        lastRead == null
            ? ""
            : " Shown as of " + Ages.at(lastRead, now) + ", " + Ages.age(lastRead, now) + " ago.";
    return problem.what() + ": " + problem.why() + "." + stale + next;
  }
}
