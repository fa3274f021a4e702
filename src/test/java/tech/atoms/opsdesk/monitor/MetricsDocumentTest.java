package tech.atoms.opsdesk.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Target;

class MetricsDocumentTest {

  @Test
  void theDocumentListsEveryMetricAsItIs() throws IOException {
    String table =
        Metrics.ALL.stream().map(MetricsDocumentTest::row).collect(Collectors.joining("\n"));
    Files.writeString(Path.of("target/metrics-table.md"), table);
    String document = Files.readString(Path.of("docs/metrics.md"));
    assertThat(document).contains(table);
    String computed = document.substring(document.indexOf("## How each is computed"));
    for (Metric metric : Metrics.ALL) {
      assertThat(computed).contains("`" + metric.name() + "`");
    }
  }

  private static String row(Metric metric) {
    Target target = metric.target();
    String goal = "–";
    if (target != null) {
      String sign = target.direction() == Target.Direction.BELOW ? "< " : "≥ ";
      goal =
          sign
              + (target.value() == Math.rint(target.value())
                  ? String.format(Locale.ROOT, "%.0f", target.value())
                  : String.valueOf(target.value()));
    }
    return "| `%s` | %s | %s | %s | %s | %s | %s |"
        .formatted(
            metric.name(),
            metric.title(),
            metric.unit().symbol().isEmpty() ? "–" : metric.unit().symbol(),
            metric.group().name().toLowerCase(Locale.ROOT),
            metric.source(),
            goal,
            target == null ? "–" : target.origin());
  }
}
