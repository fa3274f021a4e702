package tech.atoms.opsdesk.desktop.shell;

import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.environment.Environment;

/** Cards for the screens, with the environment's badge in their heads. */
final class Cards implements Screen.Dialogs {
  private final OverlayHost overlays;
  private final Supplier<@Nullable Environment> environment;

  Cards(OverlayHost overlays, Supplier<@Nullable Environment> environment) {
    this.overlays = overlays;
    this.environment = environment;
  }

  @Override
  public void show(String title, Region body, Node first) {
    Card card = new Card(environment.get(), Card.title(title), Card.nothing());
    card.getChildren().add(body);
    overlays.show(card, first);
  }

  @Override
  public void show(Screen.Sheet sheet) {
    Card card = new Card(environment.get(), Card.title(sheet.title()), sheet.aside());
    card.getChildren().add(sheet.body());
    overlays.show(card, sheet.first(), sheet.keys(), sheet.closed());
  }

  @Override
  public void close() {
    overlays.close();
  }
}
