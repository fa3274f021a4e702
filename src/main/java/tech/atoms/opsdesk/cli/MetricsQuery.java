package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;
import tech.atoms.opsdesk.metric.history.StoredHistory;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;

/** {@code opsdesk metrics query}: what was recorded of a metric. */
@Command(
    name = "query",
    description = {
      "The recorded points of a metric, all its series. Where nothing was recorded there is no",
      "point. Exit code 3 where the store cannot be read."
    })
final class MetricsQuery extends EnvironmentCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final InstantSource clock = InstantSource.system();

  @Parameters(paramLabel = "NAME", description = "A metric, see 'opsdesk metrics list'.")
  String name = "";

  @Option(
      names = "--since",
      paramLabel = "D",
      defaultValue = "1h",
      converter = Since.class,
      description = "How far back: 15m, 6h, 30d (default: ${DEFAULT-VALUE}).")
  Duration since = Duration.ofHours(1);

  @Option(
      names = "--points",
      defaultValue = "500",
      description = "Most points of a series (default: ${DEFAULT-VALUE}).")
  int points = 500;

  @Override
  protected int execute() throws Exception {
    Metric metric = Metrics.named(name).orElseThrow(this::unknownMetric);
    Environment environment = environment();
    try (Store store =
        Store.open(StoreSettings.of(profile().store(), Directories.data(), secrets()))) {
      if (store.awaitOpened(PATIENCE) != Store.State.UP) {
        Problem trouble = store.trouble();
        return fail(
            trouble == null
                ? new Problem(
                    "The store did not open in time",
                    store.where(),
                    "no answer within " + PATIENCE.toSeconds() + " s",
                    "Try again; the log holds the details")
                : trouble,
            ExitCode.UNDETERMINED);
      }
      try (StoredHistory history = new StoredHistory(store, environment.name(), clock)) {
        return tell(environment, metric, read(history, metric));
      }
    }
  }

  private List<SeriesData> read(StoredHistory history, Metric metric) {
    Instant now = clock.instant();
    return history.series().stream()
        .filter(series -> series.metric().equals(metric.name()))
        .sorted(Comparator.comparing(Series::toString))
        .map(series -> history.query(series, now.minus(since), now, Math.max(1, points)))
        .filter(data -> !data.points().isEmpty())
        .toList();
  }

  private int tell(Environment environment, Metric metric, List<SeriesData> all) throws Exception {
    if (format == Format.json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment.name());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("series", all.stream().map(data -> series(metric, data)).toList());
      json(answer);
      return ExitCode.OK;
    }
    if (all.isEmpty()) {
      say("Nothing was recorded of " + metric.name() + " in the last " + words(since));
    }
    for (SeriesData data : all) {
      say(
          data.series()
              + (metric.unit().symbol().isEmpty() ? "" : " in " + metric.unit().symbol())
              + ", step "
              + data.step().toSeconds()
              + " s");
      for (Point point : data.points()) {
        say(String.format(Locale.ROOT, "%s  %.3f", point.at(), point.mean()));
      }
    }
    return ExitCode.OK;
  }

  /** As it was written, in the largest unit that leaves nothing over: "1 h", "90 s". */
  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds % 86_400 == 0
        ? seconds / 86_400 + " d"
        : seconds % 3600 == 0
            ? seconds / 3600 + " h"
            : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  private static Map<String, Object> series(Metric metric, SeriesData data) {
    List<List<Object>> points = new ArrayList<>();
    data.points().forEach(point -> points.add(List.of(point.at(), point.mean())));
    Map<String, Object> json = SeriesJson.of(metric, data.series(), points);
    json.put("stepSeconds", data.step().toSeconds());
    return json;
  }

  private ProblemException unknownMetric() {
    return new ProblemException(
        new Problem(
            "There is no such metric",
            name,
            "the catalogue has " + Metrics.ALL.size() + " others",
            "See 'opsdesk metrics list'"));
  }

  /** Reads 90s, 15m, 6h, 30d. */
  static final class Since implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

    @Override
    public @Nullable Duration convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is not like 90s, 15m, 6h or 30d");
      }
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
  }
}
