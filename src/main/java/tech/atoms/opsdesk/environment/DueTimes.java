package tech.atoms.opsdesk.environment;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When something is due, as the five fields of cron say it, in UTC. Immutable. */
public final class DueTimes {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final String FRAME = "Failed to parse cron expression.";
  private static final Pattern DAILY = Pattern.compile("(\\d{1,2}) (\\d{1,2}) \\* \\* \\*");

  private final String text;
  private final ExecutionTime times;

  private DueTimes(String text, ExecutionTime times) {
    this.text = text;
    this.times = times;
  }

  /**
   * Reads them.
   *
   * @param text minute, hour, day of the month, month, day of the week, e.g. "0 20 * * *"
   * @throws IllegalArgumentException where it is no such text, or names no time that ever comes;
   *     the message says why, and goes on after "the schedule"
   */
  public static DueTimes parse(String text) {
    String plain = text.strip().replaceAll("\\s+", " ");
    if (plain.split(" ").length != 5) {
      throw new IllegalArgumentException(
          "has "
              + plain.split(" ").length
              + " fields; cron has five: minute, hour, day of the"
              + " month, month, day of the week");
    }
    Cron cron;
    try {
      cron = PARSER.parse(plain).validate();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is none that cron knows: " + said(e), e);
    }
    DueTimes times = new DueTimes(plain, ExecutionTime.forCron(cron));
    // A leap year's 29 February is the rarest day that comes.
    ZonedDateTime any = ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    if (times.times.nextExecution(any).isEmpty()) {
      throw new IllegalArgumentException("names a time that never comes");
    }
    return times;
  }

  /** The library's words, without its own frame around them. */
  private static String said(IllegalArgumentException e) {
    String words = String.valueOf(e.getMessage());
    return words.startsWith(FRAME) ? words.substring(FRAME.length()).strip() : words;
  }

  /** The first one after a time. */
  public Instant next(Instant after) {
    return times
        .nextExecution(after.atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toInstant)
        .orElse(Instant.MAX);
  }

  /** The newest one that is not after a time; empty where there was none. */
  public Optional<Instant> last(Instant until) {
    ZonedDateTime at = until.atZone(ZoneOffset.UTC);
    return times.isMatch(at) && at.getSecond() == 0 && at.getNano() == 0
        ? Optional.of(until)
        : times.lastExecution(at).map(ZonedDateTime::toInstant);
  }

  /** How long it is from one due time to the next one after it. */
  public Duration gapAfter(Instant due) {
    Instant first = next(due);
    return first.equals(Instant.MAX) ? Duration.ZERO : Duration.between(due, first);
  }

  /** In few words, e.g. "20:00 UTC, daily"; as it stands in the profile where there are none. */
  public String words() {
    Matcher daily = DAILY.matcher(text);
    return daily.matches()
        ? "%02d:%02d UTC, daily"
            .formatted(Integer.parseInt(daily.group(2)), Integer.parseInt(daily.group(1)))
        : "cron " + text + ", UTC";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DueTimes that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it stands in the profile. */
  @Override
  public String toString() {
    return text;
  }
}
