package tech.atoms.opsdesk.desktop.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.Target;
import tech.atoms.opsdesk.metric.Unit;

/**
 * Which charts the screen has: the well-known ones joined where they belong together, all else one
 * by one.
 */
final class MetricCharts {
  private static final int MOST_TOOLS = 5;
  private static final String ERROR_RATE_TITLE = "Error rate";

  /** Places in the chart colours of the tokens. */
  private static final int BLUE = 0;

  private static final int VIOLET = 1;
  private static final int TEAL = 2;
  private static final int PINK = 3;

  private MetricCharts() {}

  /**
   * The charts for what has been recorded; a chart of which no line ever was is left out.
   *
   * @param recorded every series there is
   */
  static List<ChartSpec> of(Set<Series> recorded) {
    List<ChartSpec> charts = new ArrayList<>();
    charts.add(
        large(
            "Latency",
            Metrics.P95_RESPONSE_TIME,
            line(Metrics.P50_RESPONSE_TIME, "p50", TEAL),
            line(Metrics.P95_RESPONSE_TIME, "p95", BLUE),
            line(Metrics.P99_RESPONSE_TIME, "p99", VIOLET)));
    charts.add(
        new ChartSpec(
            ERROR_RATE_TITLE,
            Unit.PERCENT,
            Metric.Group.APPLICATION,
            errors(recorded),
            List.of(target(Metrics.ERROR_RATE), new ChartSpec.Bound("alert", 1, true, null)),
            true,
            OptionalDouble.empty()));
    charts.add(
        new ChartSpec(
            "DB connections",
            Unit.COUNT,
            Metric.Group.APPLICATION,
            List.of(line(Metrics.DATABASE_CONNECTIONS, "in use")),
            List.of(new ChartSpec.Bound("limit", 20, false, Series.of(Metrics.MAX_CONNECTIONS))),
            true,
            OptionalDouble.empty()));
    charts.add(large("Request rate", Metrics.REQUEST_RATE, line(Metrics.REQUEST_RATE, "all")));
    charts.add(
        new ChartSpec(
            "Cache hit rate",
            Unit.PERCENT,
            Metric.Group.APPLICATION,
            List.of(line(Metrics.CACHE_HIT_RATE, "hits")),
            List.of(new ChartSpec.Bound("alert", 70, true, null)),
            true,
            OptionalDouble.of(100)));
    charts.add(
        large(
            "Active sessions", Metrics.ACTIVE_SESSIONS, line(Metrics.ACTIVE_SESSIONS, "sessions")));
    charts.add(
        new ChartSpec(
            "Tool calls",
            Unit.PER_MINUTE,
            Metric.Group.BUSINESS,
            tools(recorded),
            List.of(),
            false,
            OptionalDouble.empty()));

    Set<String> covered =
        // In other charts: as the limit, and as the sum of both kinds of errors.
        new LinkedHashSet<>(Set.of(Metrics.MAX_CONNECTIONS.name(), Metrics.ERROR_RATE.name()));
    charts.forEach(chart -> chart.lines().forEach(line -> covered.add(line.series().metric())));
    for (Metric metric : Metrics.ALL) {
      if (!covered.contains(metric.name())) {
        charts.add(small(metric));
      }
    }
    return charts.stream()
        .filter(chart -> chart.lines().stream().anyMatch(line -> recorded.contains(line.series())))
        .toList();
  }

  /** Whether a metric is to be seen in a chart: as a line, as a limit, or in its parts. */
  static boolean shows(ChartSpec chart, String metric) {
    boolean errors =
        metric.equals(Metrics.ERROR_RATE.name()) && chart.title().equals(ERROR_RATE_TITLE);
    return errors
        || chart.lines().stream().anyMatch(line -> line.series().metric().equals(metric))
        || chart.bounds().stream()
            .anyMatch(bound -> bound.from() != null && bound.from().metric().equals(metric));
  }

  /** By kind; all together only where the kinds are not told. */
  private static List<ChartSpec.Line> errors(Set<Series> recorded) {
    List<ChartSpec.Line> kinds =
        List.of(
            line(Metrics.ERROR_RATE_4XX, "4xx", VIOLET), line(Metrics.ERROR_RATE_5XX, "5xx", PINK));
    return kinds.stream().anyMatch(kind -> recorded.contains(kind.series()))
        ? kinds
        : List.of(line(Metrics.ERROR_RATE, "all"));
  }

  private static List<ChartSpec.Line> tools(Set<Series> recorded) {
    List<Series> tools =
        recorded.stream()
            .filter(series -> series.metric().equals(Metrics.TOOL_CALLS.name()))
            .filter(series -> series.labels().containsKey("tool"))
            .sorted(Comparator.comparing(MetricCharts::tool))
            .limit(MOST_TOOLS)
            .toList();
    List<ChartSpec.Line> lines = new ArrayList<>();
    for (Series series : tools) {
      lines.add(new ChartSpec.Line(series, tool(series), lines.size()));
    }
    return lines;
  }

  private static String tool(Series series) {
    return series.labels().getOrDefault("tool", "").replace("_tool", "");
  }

  private static ChartSpec large(String title, Metric of, ChartSpec.Line... lines) {
    List<ChartSpec.Bound> bounds = of.target() == null ? List.of() : List.of(target(of));
    return new ChartSpec(
        title, of.unit(), of.group(), List.of(lines), bounds, true, OptionalDouble.empty());
  }

  private static ChartSpec small(Metric metric) {
    List<ChartSpec.Bound> bounds = metric.target() == null ? List.of() : List.of(target(metric));
    return new ChartSpec(
        metric.title(),
        metric.unit(),
        metric.group(),
        List.of(line(metric, metric.title())),
        bounds,
        false,
        OptionalDouble.empty());
  }

  private static ChartSpec.Line line(Metric metric, String label) {
    return line(metric, label, BLUE);
  }

  private static ChartSpec.Line line(Metric metric, String label, int color) {
    return new ChartSpec.Line(Series.of(metric), label, color);
  }

  private static ChartSpec.Bound target(Metric metric) {
    Target target = java.util.Objects.requireNonNull(metric.target());
    return new ChartSpec.Bound("target", target.value(), false, null);
  }
}
