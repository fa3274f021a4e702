package tech.atoms.opsdesk.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.Cases;

class ExpositionParserTest {

  @Test
  void readsOpenMetrics() {
    Exposition read =
        ExpositionParser.parse(
            """
            # TYPE http_requests counter
            # HELP http_requests Requests.
            http_requests_total{route="/a",status="200"} 12 1520879607.789 # {trace_id="x"} 0.67
            http_requests_total{route="/a \\"b\\" \\\\ \\n",status="500"} 1.5e1
            # TYPE up gauge
            up -1
            # EOF
            """,
            true);
    assertThat(read.complete()).isTrue();
    assertThat(read.oddities()).isEmpty();
    assertThat(read.sum("http_requests_total")).isEqualTo(27);
    assertThat(read.sum("up")).isEqualTo(-1);
    assertThat(read.values())
        .containsEntry(
            new Series("http_requests_total", Map.of("route", "/a \"b\" \\ \n", "status", "500")),
            15.0);
  }

  @Test
  void readsTheOlderFormatWithItsMillisecondsAndNoEnd() {
    Exposition read =
        ExpositionParser.parse(
            String.join(
                "\r\n",
                "# a remark",
                "# TYPE x_total counter",
                "x_total 3 1520879607789",
                "",
                "y{a=\"1\",} +Inf"),
            false);
    assertThat(read.complete()).isTrue();
    assertThat(read.sum("x_total")).isEqualTo(3);
    assertThat(read.sum("y")).isNull();
    assertThat(read.oddities())
        .containsExactly(
            new Exposition.Oddity("value that is not a number", 1, "y{a=\"1\",} +Inf"));
  }

  @ParameterizedTest
  @CsvSource({
    "'x_total -1',negative counter",
    "'x_total NaN',value that is not a number",
    "'x_total 1\nx_total 2',duplicate sample",
    "'x_total{a=\"1} 2',malformed line",
    "'x_total{a=\"1\",a=\"2\"} 2',malformed line",
    "'x_total',malformed line",
    "'x_total 0x10',malformed line",
    "'x_total 1d',malformed line",
    "'{} 1',malformed line",
    "'# EOF\nx_total 1',text after # EOF"
  })
  void whatCannotBeUsedIsCountedAndNamed(String text, String what) {
    Exposition read = ExpositionParser.parse(text, false);
    assertThat(read.oddities()).extracting(Exposition.Oddity::what).containsExactly(what);
  }

  @Test
  void textThatWasCutOffIsSaid() {
    assertThat(ExpositionParser.parse("x_total 1\n", true).complete()).isFalse();
  }

  @Test
  void samplesBeyondTheLimitAreDropped() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= ExpositionParser.MOST_SAMPLES; i++) {
      text.append("x{i=\"").append(i).append("\"} 1\n");
    }
    Exposition read = ExpositionParser.parse(text.toString(), false);
    assertThat(read.values()).hasSize(ExpositionParser.MOST_SAMPLES);
    assertThat(read.oddities().getFirst().what()).isEqualTo("sample beyond 100,000");
  }

  @Test
  void neverThrowsAndNeverKeepsWhatIsNoNumber() {
    String characters = "x_total{}=\"\\,# \n\r\t0123456789.+-eENaInfTYPcoutrgE:é\u0000";
    Cases.check(
        5000,
        random -> {
          Exposition read = ExpositionParser.parse(Cases.text(random, characters, 200), true);
          assertThat(read.values().values()).allMatch(v -> Double.isFinite(v));
        });
  }

  @Test
  void readsBackWhatWasWritten() {
    List<Double> odd =
        List.of(
            0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE);
    Cases.check(
        5000,
        random ->
            readsBack(
                Cases.text(random, "ab\\\"\n{},= é#", 20),
                random.nextInt(8) == 0
                    ? Cases.one(random, odd)
                    : Double.longBitsToDouble(random.nextLong())));
  }

  private static void readsBack(String label, double value) {
    String escaped = label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    Exposition read = ExpositionParser.parse("x{l=\"" + escaped + "\"} " + value + "\n", false);
    if (Double.isFinite(value)) {
      assertThat(read.values()).containsEntry(new Series("x", Map.of("l", label)), value);
    }
  }
}
