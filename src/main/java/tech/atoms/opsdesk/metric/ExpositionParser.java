package tech.atoms.opsdesk.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads OpenMetrics 1.0 and Prometheus 0.0.4 text. Never throws on any text: a line that cannot be
 * used is left out, counted and named.
 */
public final class ExpositionParser {
  /** Most characters that are read. */
  public static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  /** Most samples that are kept. */
  public static final int MOST_SAMPLES = 100_000;

  private static final int EXAMPLE = 80;

  private final Map<Series, Double> values = new LinkedHashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final Map<String, String> examples = new HashMap<>();
  private final boolean openMetrics;
  private boolean ended;

  private ExpositionParser(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  /**
   * Reads a text.
   *
   * @param text what the endpoint answered
   * @param openMetrics whether its media type says OpenMetrics, which must end with {@code # EOF}
   */
  public static Exposition parse(String text, boolean openMetrics) {
    return new ExpositionParser(openMetrics).read(text);
  }

  private Exposition read(String text) {
    int end = Math.min(text.length(), MOST_CHARACTERS);
    if (end < text.length()) {
      odd("text beyond 4 MiB", "");
    }
    int start = 0;
    while (start < end) {
      int stop = text.indexOf('\n', start);
      stop = stop < 0 || stop > end ? end : stop;
      line(text.substring(start, stop > start && text.charAt(stop - 1) == '\r' ? stop - 1 : stop));
      start = stop + 1;
    }
    List<Exposition.Oddity> oddities = new ArrayList<>();
    boolean complete = ended || !openMetrics;
    if (!complete) {
      odd("cut off: no # EOF at the end", "");
    }
    counts.forEach(
        (what, count) ->
            oddities.add(new Exposition.Oddity(what, count, examples.getOrDefault(what, ""))));
    return new Exposition(values, types, complete, oddities);
  }

  private void line(String line) {
    if (line.isBlank()) {
      return;
    }
    if (ended) {
      odd("text after # EOF", line);
    } else if (line.charAt(0) == '#') {
      comment(line);
    } else {
      sample(line);
    }
  }

  private void comment(String line) {
    if (line.equals("# EOF")) {
      ended = true;
      return;
    }
    String[] words = line.split("[ \t]+", 4);
    if (words.length >= 4 && words[1].equals("TYPE")) {
      types.putIfAbsent(words[2], words[3].strip());
    }
  }

  private void sample(String line) {
    ExpositionLine parsed = ExpositionLine.parse(line);
    if (parsed == null) {
      odd("malformed line", line);
      return;
    }
    Series series = parsed.series();
    double value = parsed.value();
    if (!Double.isFinite(value)) {
      odd("value that is not a number", line);
    } else if (value < 0 && isCounter(series.metric())) {
      odd("negative counter", line);
    } else if (values.containsKey(series)) {
      odd("duplicate sample", line);
    } else if (values.size() >= MOST_SAMPLES) {
      odd("sample beyond 100,000", line);
    } else {
      values.put(series, value);
    }
  }

  /** Whether a sample only ever grows: of a counter, or a histogram's bucket or count. */
  private boolean isCounter(String name) {
    String type = types.get(name);
    if (type != null) {
      return type.equals("counter");
    }
    int cut = name.lastIndexOf('_');
    if (cut < 0) {
      return false;
    }
    String suffix = name.substring(cut);
    String family = types.getOrDefault(name.substring(0, cut), "");
    return switch (suffix) {
      case "_total" -> family.equals("counter") || family.isEmpty();
      case "_bucket", "_count" -> family.equals("histogram") || family.equals("summary");
      default -> false;
    };
  }

  private void odd(String what, String line) {
    counts.merge(what, 1, Integer::sum);
    String clean = line.replaceAll("\\p{Cntrl}", " ");
    examples.putIfAbsent(
        what, clean.length() > EXAMPLE ? clean.substring(0, EXAMPLE) + "…" : clean);
  }
}
