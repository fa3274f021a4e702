package tech.atoms.opsdesk.desktop.deployments;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.run.KeyedButton;

/**
 * Says that production is pinned after a rollback, for as long as it is, and offers the way back.
 */
final class PinnedBanner extends HBox {
  private final Label words = new Label();

  PinnedBanner(Runnable undo) {
    getStyleClass().addAll("panel", "banner", "banner-warning", "pinned-banner");
    words.setWrapText(true);
    words.setMinHeight(Region.USE_PREF_SIZE);
    words.getStyleClass().add("banner-why");
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMaxWidth(Double.MAX_VALUE);
    getChildren()
        .addAll(
            new StateLabel(Look.WEAK, "Production is pinned"),
            words,
            KeyedButton.of("Undo the rollback…", "mdi2r-redo-variant", "U", undo));
    managedProperty().bind(visibleProperty());
    setVisible(false);
  }

  /**
   * Shows it.
   *
   * @param row what is live; null where that is not known
   * @param pinned whether it is pinned
   */
  void show(@Nullable DeploymentRow row, boolean pinned) {
    setVisible(pinned);
    String name = row == null ? "the live deployment" : row.name();
    words.setText(
        "Traffic stays on " + name + ": new deployments get none until a promote or the undo.");
  }
}
