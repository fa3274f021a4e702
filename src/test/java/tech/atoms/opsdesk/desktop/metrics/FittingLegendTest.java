package tech.atoms.opsdesk.desktop.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;

class FittingLegendTest {
  @AfterEach
  void hide() {
    FxTest.hideAll();
  }

  @Test
  void whatDoesNotFitIsLeftOutAndNothingLeavesItsRoom() {
    List<Region> entries =
        FxTest.call(
            () ->
                IntStream.range(0, 5)
                    .mapToObj(
                        i -> {
                          Region entry = new Region();
                          entry.setPrefSize(90, 14);
                          return entry;
                        })
                    .toList());
    FittingLegend legend = FxTest.call(() -> new FittingLegend(entries));
    FxTest.show(
        FxTest.call(
            () -> {
              HBox row = new HBox(legend);
              legend.setPrefWidth(240);
              legend.setMaxWidth(240);
              return row;
            }),
        400,
        100,
        Theme.DARK);

    assertThat(FxTest.call(() -> entries.stream().filter(Region::isVisible).toList()))
        .isEqualTo(entries.subList(0, 2));
    assertThat(FxTest.call(() -> entries.get(1).getBoundsInParent().getMaxX())).isEqualTo(240);
  }
}
