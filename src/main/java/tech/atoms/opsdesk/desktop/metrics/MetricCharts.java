package tech.atoms.opsdesk.desktop.metrics;

import java.util.ArrayList;
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
            line(Metrics.P50_RESPONSE_TIME, "p50"),
            line(Metrics.P95_RESPONSE_TIME, "p95"),
            line(Metrics.P99_RESPONSE_TIME, "p99")));
    charts.add(
        new ChartSpec(
            "Error rate",
            Unit.PERCENT,
            Metric.Group.APPLICATION,
            List.of(
                line(Metrics.ERROR_RATE, "all"),
                line(Metrics.ERROR_RATE_4XX, "4xx"),
                line(Metrics.ERROR_RATE_5XX, "5xx")),
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

    Set<String> covered = new LinkedHashSet<>(Set.of(Metrics.MAX_CONNECTIONS.name()));
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

  private static List<ChartSpec.Line> tools(Set<Series> recorded) {
    return recorded.stream()
        .filter(series -> series.metric().equals(Metrics.TOOL_CALLS.name()))
        .filter(series -> series.labels().containsKey("tool"))
        .map(
            series ->
                new ChartSpec.Line(
                    series, series.labels().getOrDefault("tool", "").replace("_tool", "")))
        .sorted(java.util.Comparator.comparing(ChartSpec.Line::label))
        .limit(MOST_TOOLS)
        .toList();
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
    return new ChartSpec.Line(Series.of(metric), label);
  }

  private static ChartSpec.Bound target(Metric metric) {
    Target target = java.util.Objects.requireNonNull(metric.target());
    return new ChartSpec.Bound("target", target.value(), false, null);
  }
}
