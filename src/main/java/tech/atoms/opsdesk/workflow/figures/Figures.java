package tech.atoms.opsdesk.workflow.figures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server has told of itself over a time.
 *
 * @param over the time
 * @param requests without those of monitors
 * @param errors share of requests that failed, in percent; null: not told, or there were none
 * @param p95 milliseconds within which 95 % were answered; null: not told, or there were none
 * @param connections to the database in use at the end; null: not told
 */
public record Figures(
    Duration over,
    long requests,
    @Nullable Double errors,
    @Nullable Double p95,
    @Nullable Double connections) {
  /** Fewer may be the desk's own, and say nothing of the people. */
  static final int LEAST = 20;

  /** From so many on a comparison is not left to chance. */
  static final int ENOUGH = 50;

  /** More failing requests than before by so many points are worse. */
  private static final double POINTS = 1;

  /** The specification's targets. */
  private static final double P95_TARGET = 500;

  private static final double CONNECTIONS_TARGET = 20;

  /** More than before by this factor, and beyond the target, is worse. */
  private static final double FACTOR = 1.5;

  private static final String UNKNOWN = "not told";
  private static final Pattern WORDS =
      Pattern.compile(
          "(\\d+) requests in (\\d+) s, errors (not told|\\S+)(?: %)?, p95 (not told|\\S+)(?: ms)?,"
              + " database connections (not told|\\S+)");

  /** In words, from which {@link #parse} reads it again. */
  public String words() {
    return "%d requests in %d s, errors %s, p95 %s, database connections %s"
        .formatted(
            requests,
            over.toSeconds(),
            errors == null ? UNKNOWN : String.format(Locale.ROOT, "%.2f %%", errors),
            p95 == null ? UNKNOWN : String.format(Locale.ROOT, "%.0f ms", p95),
            connections == null ? UNKNOWN : String.format(Locale.ROOT, "%.0f", connections));
  }

  /** Reads words that hold figures; null where they hold none. */
  public static @Nullable Figures parse(String words) {
    Matcher found = WORDS.matcher(words);
    return found.find()
        ? new Figures(
            Duration.ofSeconds(Long.parseLong(found.group(2))),
            Long.parseLong(found.group(1)),
            number(found.group(3)),
            number(found.group(4)),
            number(found.group(5)))
        : null;
  }

  private static @Nullable Double number(String text) {
    return text.equals(UNKNOWN) ? null : (Double) Double.parseDouble(text);
  }

  /**
   * What is worse than before, in words; empty where nothing is seen to be.
   *
   * @param before null: not known; the targets alone count then
   */
  public List<String> worseThan(@Nullable Figures before) {
    List<String> worse = new ArrayList<>();
    Double errorsBefore = before == null ? null : before.errors();
    if (errors != null && errors > (errorsBefore == null ? 0 : errorsBefore) + POINTS) {
      worse.add(compared("errors", errors, errorsBefore, "%.2f %%"));
    }
    beyond("p95", p95, before == null ? null : before.p95(), P95_TARGET, "%.0f ms", worse);
    beyond(
        "database connections",
        connections,
        before == null ? null : before.connections(),
        CONNECTIONS_TARGET,
        "%.0f",
        worse);
    return worse;
  }

  /**
   * What is not as it should be, whatever it was before, in words; empty where all is.
   *
   * @param before is told beside it; null: not known
   */
  public List<String> unwell(@Nullable Figures before) {
    List<String> unwell = new ArrayList<>();
    if (errors != null && errors > POINTS) {
      unwell.add(compared("errors", errors, before == null ? null : before.errors(), "%.2f %%"));
    }
    if (p95 != null && p95 > P95_TARGET) {
      unwell.add(compared("p95", p95, before == null ? null : before.p95(), "%.0f ms"));
    }
    if (connections != null && connections > CONNECTIONS_TARGET) {
      unwell.add(
          compared(
              "database connections",
              connections,
              before == null ? null : before.connections(),
              "%.0f"));
    }
    return unwell;
  }

  private static void beyond(
      String name,
      @Nullable Double now,
      @Nullable Double before,
      double target,
      String form,
      List<String> worse) {
    if (now != null && now > target && (before == null || now > before * FACTOR)) {
      worse.add(compared(name, now, before, form));
    }
  }

  private static String compared(String name, double now, @Nullable Double before, String form) {
    return name
        + " "
        + String.format(Locale.ROOT, form, now)
        + (before == null
            ? ", before: not known"
            : ", before: " + String.format(Locale.ROOT, form, before));
  }

  /** What cannot be judged though it could be before, in words; empty where all can. */
  public List<String> unknown(@Nullable Figures before) {
    List<String> missing = new ArrayList<>();
    if (requests == 0) {
      missing.add("there were no requests");
    } else if (requests < LEAST) {
      missing.add("there were only " + requests + " requests, fewer than " + LEAST);
    } else if (errors == null) {
      missing.add("errors are not told");
    }
    if (requests > 0 && p95 == null && before != null && before.p95() != null) {
      missing.add("p95 is not told any more");
    }
    return missing;
  }
}
