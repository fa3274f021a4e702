package tech.atoms.opsdesk.desktop.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Ages and times in words. Times are UTC. */
public final class Ages {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Ages() {}

  /** A duration in its largest unit that counts: "42 s", "14 min", "3 h 20 min", "6 d 4 h". */
  public static String age(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    if (hours < 24) {
      return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
    return hours / 24 + " d" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
  }

  /** The age of something at {@code now}. */
  public static String age(Instant then, Instant now) {
    return age(Duration.between(then, now));
  }

  /** A clock time: with seconds within the hour, with the date when it was another day. */
  public static String at(Instant then, Instant now) {
    if (Duration.between(then, now).abs().compareTo(Duration.ofHours(1)) < 0) {
      return SECONDS.format(then);
    }
    return sameDay(then, now) ? MINUTES.format(then) : DAY.format(then);
  }

  /** A clock time to the minute, with the date when it was another day: "02:58", "18 Nov 14:02". */
  public static String minute(Instant then, Instant now) {
    return sameDay(then, now) ? MINUTES.format(then) : DAY.format(then);
  }

  /** "03:12:47". */
  public static String seconds(Instant then) {
    return SECONDS.format(then);
  }

  private static boolean sameDay(Instant a, Instant b) {
    return a.atZone(ZoneOffset.UTC).toLocalDate().equals(b.atZone(ZoneOffset.UTC).toLocalDate());
  }
}
