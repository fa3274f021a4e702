package tech.atoms.opsdesk.desktop.shell;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.EnvironmentLook;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.environment.Environment;

/** A card over the window. Its head carries the environment's badge, as every dialog does. */
final class Card extends VBox {
  private final HBox head = new HBox();

  /**
   * A card without content.
   *
   * @param environment where one is; null while none is watched
   * @param title the title, a node because the palette types there
   * @param aside what stands left of the Esc key
   */
  Card(@Nullable Environment environment, Node title, Node aside) {
    getStyleClass().add("overlay-card");
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    head.getStyleClass().add("overlay-head");
    if (environment != null) {
      getStyleClass().add(EnvironmentLook.styleClass(environment.kind()));
      head.getChildren().add(EnvironmentLook.badge(environment.kind(), environment.name()));
    }
    HBox.setHgrow(title, Priority.ALWAYS);
    head.getChildren().addAll(title, aside, new KeyCap("Esc"));
    getChildren().add(head);
  }

  static Label title(String text) {
    Label title = new Label(text);
    title.getStyleClass().add("title");
    title.setMaxWidth(Double.MAX_VALUE);
    return title;
  }

  static Region nothing() {
    return new Region();
  }
}
