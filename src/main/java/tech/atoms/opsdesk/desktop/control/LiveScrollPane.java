package tech.atoms.opsdesk.desktop.control;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Skin;
import javafx.scene.control.skin.ScrollPaneSkin;

/**
 * A scroll pane for content that changes while nobody scrolls. JavaFX keeps the picture of a whole
 * viewport and draws all of it again for every figure that changes; this draws the figure alone.
 */
public class LiveScrollPane extends ScrollPane {
  /** An empty one. */
  public LiveScrollPane() {}

  @Override
  protected Skin<?> createDefaultSkin() {
    ScrollPaneSkin skin = new ScrollPaneSkin(this);
    for (Node part : getChildren()) {
      part.setCache(false);
    }
    return skin;
  }
}
