package tech.atoms.opsdesk.desktop.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;

class AxesTest {
  @Test
  void valueAxisHoldsTheLargestWithFewRoundLines() {
    Cases.check(
        1000,
        random -> {
          double digit = random.nextInt(4) == 0 ? random.nextInt(1, 11) : random.nextDouble(1, 10);
          double largest = digit * Math.pow(10, (int) Cases.number(random, -6, 12));
          ValueAxis axis = ValueAxis.holding(largest);

          assertThat(axis.top()).isGreaterThanOrEqualTo(largest);
          assertThat(axis.ticks()).hasSizeBetween(2, 6);
          assertThat(axis.fraction(largest)).isBetween(0.2, 1.0);
        });
  }

  @Test
  void valueAxisOfNothingIsToOne() {
    assertThat(ValueAxis.holding(0)).isEqualTo(new ValueAxis(1, 0.5));
    assertThat(ValueAxis.holding(Double.NaN)).isEqualTo(new ValueAxis(1, 0.5));
    assertThat(ValueAxis.holding(Double.POSITIVE_INFINITY)).isEqualTo(new ValueAxis(1, 0.5));
  }

  @Test
  void timeTicksLieInsideAndAreFew() {
    Instant to = Instant.parse("2026-11-20T03:13:05Z");
    Cases.check(
        1000,
        random -> {
          TimeAxis axis =
              new TimeAxis(to.minusSeconds(Cases.number(random, 900, 396L * 86400)), to);

          assertThat(axis.ticks(5))
              .isNotEmpty()
              .hasSizeLessThanOrEqualTo(6)
              .allSatisfy(tick -> assertThat(axis.fraction(tick)).isBetween(0.0, 1.0));
        });
  }

  @Test
  void timeIsLabelledByTheLengthOfTheAxis() {
    Instant to = Instant.parse("2026-11-20T03:13:05Z");

    assertThat(new TimeAxis(to.minus(Duration.ofHours(1)), to).label(to)).isEqualTo("03:13");
    assertThat(new TimeAxis(to.minus(Duration.ofDays(7)), to).label(to)).isEqualTo("20 Nov");
    assertThat(new TimeAxis(to.minus(Duration.ofDays(396)), to).label(to)).isEqualTo("Nov 2026");
  }

  @Test
  void positionAndInstantAreInverse() {
    Instant to = Instant.parse("2026-11-20T03:13:05Z");
    TimeAxis axis = new TimeAxis(to.minus(Duration.ofHours(1)), to);

    assertThat(axis.at(axis.fraction(to.minusSeconds(600)))).isEqualTo(to.minusSeconds(600));
  }
}
