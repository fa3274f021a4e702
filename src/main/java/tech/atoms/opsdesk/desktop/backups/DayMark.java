package tech.atoms.opsdesk.desktop.backups;

import java.util.Locale;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.desktop.control.Icons;

/** How a day stands, as a square with a shape in it: never by colour alone. */
final class DayMark extends Label {
  private static final String NONE = "day-none";
  private static final String PLANNED = "day-planned";

  private final FontIcon icon = Icons.icon("mdi2m-minus");
  private String look = NONE;

  /** Of a day without a backup. */
  DayMark() {
    setGraphic(icon);
    getStyleClass().addAll("day-mark", look);
  }

  /**
   * Shows how it stands.
   *
   * @param state null: there is no backup
   */
  void set(Stored.@Nullable State state) {
    set(state, false);
  }

  /** As the other; one that is still to come has no shape in it. */
  void set(Stored.@Nullable State state, boolean planned) {
    String wanted =
        planned ? PLANNED : state == null ? NONE : "day-" + state.name().toLowerCase(Locale.ROOT);
    if (!wanted.equals(look)) {
      getStyleClass().remove(look);
      getStyleClass().add(wanted);
      look = wanted;
      icon.setIconLiteral(shape(state));
      icon.setVisible(!planned);
    }
  }

  private static String shape(Stored.@Nullable State state) {
    return switch (state) {
      case VERIFIED -> "mdi2c-check-bold";
      case TAKEN -> "mdi2h-help";
      case FAILED -> "mdi2c-close-thick";
      case null -> "mdi2m-minus";
    };
  }
}
