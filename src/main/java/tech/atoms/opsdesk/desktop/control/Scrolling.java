package tech.atoms.opsdesk.desktop.control;

import javafx.beans.binding.Bindings;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** Pages that hold more than can be seen. */
public final class Scrolling {
  private Scrolling() {}

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
