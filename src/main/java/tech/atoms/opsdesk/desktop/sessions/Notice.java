package tech.atoms.opsdesk.desktop.sessions;

import java.time.Instant;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

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
      label.set(
          lastRead == null ? Look.NO_DATA : Look.STALE, Texts.trouble(problem, lastRead, now));
    }
    box.setVisible(visible);
    box.setManaged(visible);
  }
}
