package tech.atoms.opsdesk.desktop.backups;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.desktop.backups.Days.Day;

/** A day or a month of the calendar, its name below its mark. */
final class DayCell extends VBox {
  private static final String CHOSEN = "chosen";

  private final DayMark mark = new DayMark();
  private final Label label = new Label();
  private final Tooltip tooltip = new Tooltip();

  DayCell() {
    getStyleClass().add("day-cell");
    label.getStyleClass().add("meta");
    label.setMinWidth(USE_PREF_SIZE);
    mark.setMaxWidth(Double.MAX_VALUE);
    getChildren().addAll(mark, label);
    setAccessibleRole(AccessibleRole.TEXT);
    Tooltip.install(this, tooltip);
  }

  /** What it tells in words. */
  void show(Day day, boolean chosen) {
    mark.set(day.state(), day.planned());
    label.setText(day.label());
    tooltip.setText(day.words());
    setAccessibleText(day.words());
    if (chosen != mark.getStyleClass().contains(CHOSEN)) {
      if (chosen) {
        mark.getStyleClass().add(CHOSEN);
      } else {
        mark.getStyleClass().remove(CHOSEN);
      }
    }
  }
}
