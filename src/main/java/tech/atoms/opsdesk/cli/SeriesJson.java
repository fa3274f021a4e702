package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Series;

/** One series as the answers of {@code metrics} write it. */
final class SeriesJson {
  private SeriesJson() {}

  /**
   * The members that other programs may rely on, and the metric's title, source and target.
   *
   * @param points pairs of instant and value, oldest first
   */
  static Map<String, Object> of(Metric metric, Series series, List<List<Object>> points) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", metric.name());
    json.put("title", metric.title());
    json.put("unit", metric.unit().symbol());
    json.put("source", metric.source());
    json.put("target", metric.target());
    json.put("labels", series.labels());
    json.put("points", points);
    return json;
  }
}
