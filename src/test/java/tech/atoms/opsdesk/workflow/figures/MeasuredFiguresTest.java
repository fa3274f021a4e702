package tech.atoms.opsdesk.workflow.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeasuredFiguresTest {
  private static Figures figures(
      @Nullable Double errors, @Nullable Double p95, @Nullable Double connections) {
    return new Figures(Duration.ofSeconds(60), 812, errors, p95, connections);
  }

  @Test
  void theirWordsHoldThemAlsoAcrossACrash() {
    Figures all = figures(0.25, 210.0, 7.0);
    assertThat(all.words())
        .isEqualTo("812 requests in 60 s, errors 0.25 %, p95 210 ms, database connections 7");
    assertThat(Figures.parse("already so: " + all.words())).isEqualTo(all);
    Figures none = figures(null, null, null);
    assertThat(Figures.parse(none.words())).isEqualTo(none);
    assertThat(Figures.parse("left out by Operator: no time")).isNull();
  }

  @Test
  void worseIsWhatIsClearlyMoreThanBefore() {
    Figures before = figures(0.5, 400.0, 15.0);
    assertThat(figures(1.4, 900.0, 15.0).worseThan(before))
        .containsExactly("p95 900 ms, before: 400 ms");
    assertThat(figures(1.6, 480.0, 24.0).worseThan(before))
        .containsExactly("errors 1.60 %, before: 0.50 %", "database connections 24, before: 15");
    assertThat(figures(0.5, 700.0, 21.0).worseThan(figures(0.5, 600.0, 18.0))).isEmpty();
  }

  @Test
  void withoutABeforeTheTargetsAloneCount() {
    assertThat(figures(0.9, 499.0, 20.0).worseThan(null)).isEmpty();
    assertThat(figures(1.1, 501.0, 21.0).worseThan(null))
        .containsExactly(
            "errors 1.10 %, before: not known",
            "p95 501 ms, before: not known", "database connections 21, before: not known");
  }

  @Test
  void whatIsNotToldIsNotKnown() {
    assertThat(new Figures(Duration.ofSeconds(60), 0, null, null, 7.0).unknown(null))
        .containsExactly("there were no requests");
    assertThat(figures(null, 20.0, 7.0).unknown(null)).containsExactly("errors are not told");
    assertThat(figures(0.0, null, 7.0).unknown(figures(0.0, 20.0, 7.0)))
        .containsExactly("p95 is not told any more");
    assertThat(figures(0.0, null, 7.0).unknown(figures(0.0, null, 7.0))).isEmpty();
  }
}
