package tech.atoms.opsdesk.desktop.control;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** Pages that hold more than can be seen. */
public final class Scrolling {
  private Scrolling() {}

  /**
   * Brings a part of a page into view.
   *
   * @param page the page; it is laid out for it
   * @param part inside its content
   * @param above what stays in view above it, in pixels
   */
  public static void reveal(ScrollPane page, Node part, double above) {
    page.applyCss();
    page.layout();
    Region content = (Region) page.getContent();
    double beyond = content.getHeight() - page.getViewportBounds().getHeight();
    double top = content.sceneToLocal(part.localToScene(part.getLayoutBounds())).getMinY();
    page.setVvalue(beyond <= 0 ? 0 : Math.clamp((top - above) / beyond, 0, 1));
  }

  /**
   * Lets Tab stop at a page while a part of it lies below, so that arrows and Page Down bring it
   * up: a page without controls could be scrolled by the mouse alone.
   *
   * @param page the page; its content is a region and stays
   * @param name for screen readers
   */
  public static void byKeys(ScrollPane page, String name) {
    Region content = (Region) page.getContent();
    page.setAccessibleText(name);
    page.focusTraversableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> content.getHeight() > page.getViewportBounds().getHeight() + 1,
                content.heightProperty(),
                page.viewportBoundsProperty()));
  }
}
