package tech.atoms.opsdesk.provider.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as the platform tells them: seconds, ISO, PostgreSQL's own form, or something else. */
final class Times {
  /** Below it, seconds since 1970; from it on, milliseconds. */
  private static final long MILLIS = 100_000_000_000L;

  private static final Pattern NUMBER = Pattern.compile("\\d{9,13}");
  private static final Pattern HOURS_ONLY = Pattern.compile("[+-]\\d{2}$");

  private Times() {}

  /** A point in time; null where it is none, or is told in a way that is not understood. */
  static @Nullable Instant read(JsonNode told) {
    if (told.isNumber()) {
      return ofNumber(told.asLong());
    }
    String text = told.isTextual() ? told.asText().strip() : "";
    if (NUMBER.matcher(text).matches()) {
      return ofNumber(Long.parseLong(text));
    }
    // "2026-11-21 03:12:00+00" as PostgreSQL writes it.
    String iso = text.replaceFirst(" UTC$", "Z").replaceFirst(" ", "T").toUpperCase(Locale.ROOT);
    if (iso.contains(":") && HOURS_ONLY.matcher(iso).find()) {
      iso += ":00";
    }
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeException noOffset) {
      return local(iso);
    }
  }

  private static @Nullable Instant local(String iso) {
    try {
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException other) {
      return null;
    }
  }

  private static @Nullable Instant ofNumber(long number) {
    if (number <= 0) {
      return null;
    }
    return number < MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
  }
}
