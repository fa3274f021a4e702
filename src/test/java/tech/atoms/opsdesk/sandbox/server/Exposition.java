package tech.atoms.opsdesk.sandbox.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of OpenMetrics text 1.0: throws on whatever the format forbids and this server
 * could get wrong.
 */
final class Exposition {
  private static final Pattern META = Pattern.compile("# (TYPE|UNIT|HELP) ([a-z_][a-z0-9_]*) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_][a-z0-9_]*)(\\{((?:[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\",?)*)\\})?"
              + " (-?[0-9.eE+-]+|\\+Inf|NaN)");
  private static final Pattern LE = Pattern.compile("le=\"([^\"]*)\"");
  private static final Map<String, Set<String>> SUFFIXES =
      Map.of(
          "counter", Set.of("_total"),
          "gauge", Set.of(""),
          "histogram", Set.of("_bucket", "_count", "_sum"),
          "info", Set.of("_info"));

  final Map<String, String> types = new HashMap<>();
  final Map<String, String> units = new HashMap<>();
  final Map<String, Double> samples = new TreeMap<>();
  private final Set<String> families = new HashSet<>();
  private String family = "";

  private Exposition(String text) {
    require(text.endsWith("# EOF\n"), "ends with # EOF");
    require(!text.contains("\r"), "line ends are LF");
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length - 2; i++) {
      Matcher meta = META.matcher(lines[i]);
      Matcher sample = SAMPLE.matcher(lines[i]);
      if (meta.matches()) {
        meta(meta.group(1), meta.group(2), meta.group(3));
      } else {
        require(sample.matches(), "a sample: " + lines[i]);
        sample(sample.group(1), sample.group(3), sample.group(4), lines[i]);
      }
    }
    checkHistograms();
  }

  static Exposition parse(String text) {
    return new Exposition(text);
  }

  static Exposition of(RunningServer running) {
    var request =
        running
            .request("/metrics")
            .header("Accept", "application/openmetrics-text; version=1.0.0")
            .build();
    return parse(running.send(request).body());
  }

  /** The value of a sample as written, with its labels; 0 where it is absent. */
  double value(String sample) {
    return samples.getOrDefault(sample, 0.0);
  }

  private void meta(String kind, String name, String text) {
    if (kind.equals("TYPE")) {
      require(families.add(name), "no family twice: " + name);
      require(SUFFIXES.containsKey(text), "a known type: " + text);
      family = name;
      types.put(name, text);
    } else {
      require(name.equals(family), "not interleaved: " + name);
      if (kind.equals("UNIT")) {
        require(name.endsWith("_" + text), "the unit is the suffix: " + name + " " + text);
        units.put(name, text);
      }
    }
  }

  private void sample(String name, String labels, String value, String line) {
    require(name.startsWith(family) && !family.isEmpty(), "not interleaved: " + line);
    String suffix = name.substring(family.length());
    String type = String.valueOf(types.get(family));
    require(
        SUFFIXES.getOrDefault(type, Set.of()).contains(suffix),
        "a suffix of " + type + ": " + line);
    String key = labels == null || labels.isEmpty() ? name : name + "{" + labels + "}";
    double number = value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
    require(samples.put(key, number) == null, "no sample twice: " + line);
    require(!type.equals("counter") || number >= 0, "counters are not negative: " + line);
    if (suffix.equals("_bucket")) {
      Matcher le = LE.matcher(key);
      require(le.find(), "a bucket has le: " + line);
      require(le.group(1).equals("+Inf") || le.group(1).contains("."), "le is a float: " + line);
    }
  }

  private void checkHistograms() {
    samples.forEach(
        (key, value) -> {
          if (key.contains("le=\"+Inf\"")) {
            String labels = key.replaceAll(",?le=\"\\+Inf\"", "").replace("{}", "");
            String count = labels.replace("_bucket", "_count");
            require(value.equals(samples.get(count)), "+Inf is the count: " + key);
          }
        });
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError("OpenMetrics: " + rule);
    }
  }
}
