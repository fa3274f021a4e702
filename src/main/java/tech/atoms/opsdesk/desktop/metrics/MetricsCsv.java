package tech.atoms.opsdesk.desktop.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.SeriesData;
import tech.atoms.opsdesk.metric.Unit;

/**
 * Writes what the charts show as comma-separated values (RFC 4180), one line a point, times in UTC.
 */
final class MetricsCsv {
  private MetricsCsv() {}

  /**
   * Writes a file.
   *
   * @param charts what is shown
   * @param file where to; replaced where it exists
   * @return how many points were written
   */
  static long write(Map<ChartSpec, ChartData> charts, Path file) {
    long written = 0;
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("at_utc,metric,labels,unit,step_s,min,max,mean,count\r\n");
      for (ChartData chart : charts.values()) {
        for (SeriesData line : chart.lines()) {
          written += writeLine(out, line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written;
  }

  private static long writeLine(Writer out, SeriesData line) throws IOException {
    String unit =
        Metrics.named(line.series().metric()).map(m -> m.unit()).orElse(Unit.COUNT).symbol();
    String labels = line.series().labels().isEmpty() ? "" : line.series().labels().toString();
    for (Point p : line.points()) {
      out.write(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%s,%d,%s,%s,%s,%d\r\n",
              p.at(),
              line.series().metric(),
              quoted(labels),
              unit,
              line.step().toSeconds(),
              p.min(),
              p.max(),
              p.mean(),
              p.count()));
    }
    return line.points().size();
  }

  private static String quoted(String text) {
    return text.matches("[\\w {}=._-]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
