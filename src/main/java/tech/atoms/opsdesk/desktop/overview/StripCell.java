package tech.atoms.opsdesk.desktop.overview;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.monitor.Component;

/** One component of the strip. */
final class StripCell extends VBox {
  private final StateLabel state = new StateLabel(Look.NO_DATA, "No data");
  private final Label title;
  private final Label detail = new Label();

  StripCell(Component.Kind kind) {
    getStyleClass().add("strip-cell");
    title = new Label(kind.title(), Icons.icon(icon(kind)));
    title.getStyleClass().addAll("strong", "strip-title");
    detail.getStyleClass().add("meta");
    detail.setWrapText(true);
    detail.setMinHeight(USE_PREF_SIZE);
    state.setMinWidth(0);
    state.setWrapText(true);
    state.setMinHeight(USE_PREF_SIZE);
    HBox word = new HBox(state);
    getChildren().addAll(title, word, detail);
    setMinWidth(0);
    setPrefWidth(190);
  }

  void show(OverviewModel.@Nullable Cell cell) {
    if (cell == null) {
      return;
    }
    state.set(cell.look(), cell.word());
    detail.setText(cell.detail());
    setAccessibleText(title.getText() + ": " + cell.word() + ". " + cell.detail());
    boolean grey = cell.look() == Look.NO_DATA;
    if (grey != getStyleClass().contains("unknown")) {
      if (grey) {
        getStyleClass().add("unknown");
      } else {
        getStyleClass().remove("unknown");
      }
    }
  }

  private static String icon(Component.Kind kind) {
    return switch (kind) {
      case DATABASE -> "mdi2d-database-outline";
      case MCP_ENDPOINT -> "mdi2c-connection";
      case AUTH -> "mdi2s-shield-account-outline";
      case CACHE -> "mdi2c-cached";
      case CORS -> "mdi2s-swap-horizontal";
      case RATE_LIMITER -> "mdi2g-gauge";
    };
  }
}
