package tech.atoms.opsdesk.monitor;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Target;
import tech.atoms.opsdesk.metric.Unit;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.monitor.Rule.Hit;

/**
 * Rules that hold while a metric misses its target of specification 7.1, on two readings in a row.
 * Response times of the health endpoint and of listing tools are measured from here, one answer at
 * a time and with the way there, which may be across an ocean: they count where the quickest of the
 * last three takes ten times its target.
 */
final class TargetRules {
  static final List<Rule> ALL =
      List.of(
          answer("health-slow", null, Metrics.HEALTH_RESPONSE_TIME, Past::healthMillis),
          answer(
              "tools-list-slow",
              Kind.MCP_ENDPOINT,
              Metrics.TOOLS_LIST_RESPONSE_TIME,
              Past::toolsMillis),
          rule("tool-calls-slow", Kind.MCP_ENDPOINT, Metrics.TOOL_CALL_P95),
          rule("latency-over-target", null, Metrics.P95_RESPONSE_TIME),
          rule("errors-over-target", null, Metrics.ERROR_RATE),
          rule("server-errors-over-target", null, Metrics.ERROR_RATE_5XX),
          rule("timeouts-over-target", null, Metrics.TIMEOUT_RATE),
          rule("database-slow", Kind.DATABASE, Metrics.DATABASE_RESPONSE_TIME),
          rule("cache-below-target", Kind.CACHE, Metrics.CACHE_HIT_RATE),
          rule("cache-memory-over-target", Kind.CACHE, Metrics.CACHE_MEMORY),
          rule("cpu-over-target", null, Metrics.CPU_USAGE),
          rule("memory-over-target", null, Metrics.MEMORY_USAGE));

  /** How many times the target an answer that came a long way may take. */
  private static final int FAR = 10;

  private TargetRules() {}

  private static Rule rule(String name, @Nullable Kind component, Metric metric) {
    return new Rule(
        name,
        component,
        metric.source(),
        2,
        metric.title() + " misses its target (" + target(metric) + "). DEGRADED",
        facts -> missed(metric, facts.metric(metric)));
  }

  private static Rule answer(
      String name,
      @Nullable Kind component,
      Metric metric,
      Function<Past, @Nullable Double> quickest) {
    return new Rule(
        name,
        component,
        metric.source(),
        1,
        metric.title()
            + ": even the quickest of the last three answers, or of two where there are no more,"
            + " takes "
            + FAR
            + " times the target ("
            + target(metric)
            + ") or longer. DEGRADED",
        facts -> {
          SourceFacts source = facts.source(metric.source());
          return source == null || source.value() == null
              ? null
              : farMissed(metric, quickest.apply(facts.past()));
        });
  }

  private static @Nullable Hit farMissed(Metric metric, @Nullable Double value) {
    Target target = metric.target();
    return value == null || target == null || value < FAR * target.value()
        ? null
        : missed(metric, value);
  }

  private static @Nullable Hit missed(Metric metric, @Nullable Double value) {
    Target target = metric.target();
    return value == null || target == null || target.isMetBy(value)
        ? null
        : new Hit(
            State.DEGRADED,
            metric.title() + " " + amount(metric, value) + " (target " + target(metric) + ")");
  }

  private static String target(Metric metric) {
    Target target = metric.target();
    if (target == null) {
      return "none";
    }
    String sign = target.direction() == Target.Direction.BELOW ? "< " : "≥ ";
    return sign + amount(metric, target.value());
  }

  private static String amount(Metric metric, double value) {
    if (metric.unit() == Unit.BYTES) {
      return Words.megabytes(value) + " MB";
    }
    String symbol = metric.unit().symbol();
    return Words.number(value) + (symbol.isEmpty() ? "" : " " + symbol);
  }
}
