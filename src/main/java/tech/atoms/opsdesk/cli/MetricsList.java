package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.Target;
import tech.atoms.opsdesk.metric.history.MemoryHistory;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Monitors;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;

/** {@code opsdesk metrics list}: the catalogue, with what is measured now. */
@Command(
    name = "list",
    description = {
      "Every metric with unit, target and the value measured now; read by one look at the",
      "environment. What is not provided has no value. Exit code 3 where a source of the profile",
      "could not be read."
    })
final class MetricsList extends EnvironmentCommand {
  private final InstantSource clock = InstantSource.system();

  @Override
  protected int execute() throws Exception {
    Environment environment = environment();
    Snapshot snapshot;
    try (Monitor monitor =
        Monitors.glance(environment, secrets(), new MemoryHistory(clock), clock)) {
      snapshot = Look.at(monitor);
    }
    List<Map<String, Object>> series = new ArrayList<>();
    boolean unknown = snapshot.latest().isEmpty();
    for (Metric metric : Metrics.ALL) {
      List<Sample> samples = samples(metric, snapshot);
      if (samples.isEmpty()) {
        String why = unread(metric, snapshot);
        unknown |= why != null;
        if (format == Format.text) {
          String word = why == null ? missing(metric, snapshot) : "unknown: " + why;
          say(String.format(Locale.ROOT, "%-26s %s", metric.name(), word));
        }
        Map<String, Object> none = SeriesJson.of(metric, Series.of(metric), List.of());
        if (why != null) {
          none.put("unknown", why);
        }
        series.add(none);
      }
      for (Sample sample : samples) {
        print(metric, value(metric, sample));
        series.add(
            SeriesJson.of(metric, sample.series(), List.of(List.of(sample.at(), sample.value()))));
      }
    }
    if (format == Format.json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment.name());
      answer.put("at", snapshot.at());
      answer.put("outcome", unknown ? "unknown" : "done");
      answer.put("series", series);
      json(answer);
    }
    return unknown ? ExitCode.UNDETERMINED : ExitCode.OK;
  }

  /** Why a metric's source could not be read; null where it was, or the profile has none. */
  private static @Nullable String unread(Metric metric, Snapshot snapshot) {
    SourceStatus source = snapshot.source(metric.source());
    if (source == null) {
      return null;
    }
    Problem problem = source.problem();
    DatabaseException rights = snapshot.sessionsMissing();
    if (problem == null
        && metric.source().equals(Metrics.SESSIONS)
        && rights != null
        && rights.kind() == DatabaseException.Kind.NO_RIGHTS) {
      problem = rights.problem();
    }
    return problem != null
        ? problem.what() + ", " + problem.why()
        : source.lastSuccess() == null ? "no answer in time" : null;
  }

  private static String missing(Metric metric, Snapshot snapshot) {
    return snapshot.source(metric.source()) == null ? "not in the profile" : "not provided";
  }

  private static List<Sample> samples(Metric metric, Snapshot snapshot) {
    return snapshot.latest().values().stream()
        .filter(s -> s.series().metric().equals(metric.name()))
        .sorted(Comparator.comparing(s -> s.series().toString()))
        .toList();
  }

  private void print(Metric metric, String value) {
    if (format != Format.text) {
      return;
    }
    Target target = metric.target();
    String goal =
        target == null
            ? ""
            : (target.direction() == Target.Direction.BELOW ? "< " : ">= ")
                + number(target.value());
    say(
        String.format(
            Locale.ROOT,
            "%-26s %-24s %-6s target %s",
            metric.name(),
            value,
            metric.unit().symbol(),
            goal.isEmpty() ? "none" : goal));
  }

  private static String value(Metric metric, Sample sample) {
    String labels = sample.series().equals(Series.of(metric)) ? "" : " " + sample.series().labels();
    return number(sample.value()) + labels;
  }

  private static String number(double value) {
    return Math.abs(value) >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
