package tech.atoms.opsdesk.desktop.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueAxisTest {

  @Test
  void labelsOfLargeValuesAreCountedInThousandsAndMillions() {
    assertThat(ValueAxis.holding(1_000_322).ticks())
        .extracting(ValueAxis.holding(1_000_322)::label)
        .startsWith("0", "0.5M", "1.0M");
    assertThat(ValueAxis.holding(240_000).ticks())
        .extracting(ValueAxis.holding(240_000)::label)
        .startsWith("0", "100k", "200k");
    assertThat(ValueAxis.holding(42).ticks())
        .extracting(ValueAxis.holding(42)::label)
        .startsWith("0", "20", "40");
  }

  /** The letters are at least as wide as those of the desk's own font. */
  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.04, 0.7, 9.99, 512, 9_876, 54_321, 99_999, 123_456, 999_999, 1_000_322, 7.7e8, 4e11
      })
  void everyLabelHasRoomBesideTheChart(double largest) {
    ValueAxis axis = ValueAxis.holding(largest);
    for (double tick : axis.ticks()) {
      Text text = new Text(axis.label(tick));
      text.setFont(Font.font("Inter Ops", 12));
      assertThat(text.getLayoutBounds().getWidth())
          .as(text.getText())
          .isLessThanOrEqualTo(LineChart.LEFT - LineChart.LABEL_AT);
    }
  }
}
