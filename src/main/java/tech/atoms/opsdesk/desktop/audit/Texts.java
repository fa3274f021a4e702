package tech.atoms.opsdesk.desktop.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.desktop.control.Look;

/** Words of the Audit log. */
final class Texts {
  private static final DateTimeFormatter TIME = format("d MMM HH:mm:ss");
  private static final DateTimeFormatter WHOLE = format("d MMMM yyyy, HH:mm:ss.SSSSSS 'UTC'");
  private static final DateTimeFormatter DAY = format("d MMM");

  private Texts() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  static String number(long value) {
    return String.format(Locale.ENGLISH, "%,d", value);
  }

  /** "1 row", "1,208 rows". */
  static String rows(long count) {
    return number(count) + (count == 1 ? " row" : " rows");
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** To the microsecond, as it is kept. */
  static String whole(Instant at) {
    return WHOLE.format(at);
  }

  static String day(Instant at) {
    return DAY.format(at);
  }

  static Look look(Entry.Outcome outcome) {
    return switch (outcome) {
      case DONE -> Look.HEALTHY;
      case REFUSED -> Look.WARNING;
      case FAILED -> Look.FAILED;
    };
  }

  static String word(Entry.Outcome outcome) {
    return switch (outcome) {
      case DONE -> "Done";
      case REFUSED -> "Refused";
      case FAILED -> "Failed";
    };
  }

  /** With a capital at its beginning and a full stop at its end. */
  static String sentence(String text) {
    return text.isEmpty()
        ? ""
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1)
            + (text.endsWith(".") ? "" : ".");
  }

  static String orNone(String text) {
    return text.isEmpty() ? "–" : text;
  }
}
