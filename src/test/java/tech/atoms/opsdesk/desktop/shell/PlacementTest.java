package tech.atoms.opsdesk.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class PlacementTest {
  @Test
  void windowWithItsFrameIsWhollyOnASmallScreen() {
    Rectangle2D screen = new Rectangle2D(0, 28, 1280, 772);
    assertThat(Placement.first(screen, 2, 24)).isEqualTo(screen);
    assertThat(Placement.leastWidth(screen)).isEqualTo(1280);
    assertThat(Placement.leastHeight(screen)).isEqualTo(772);
  }

  @Test
  void windowIsInTheMiddleOfALargeScreenAndItsContentAsLargeAsWanted() {
    assertThat(Placement.first(new Rectangle2D(0, 0, 1920, 1080), 2, 24))
        .isEqualTo(new Rectangle2D(239, 78, 1442, 924));
  }
}
