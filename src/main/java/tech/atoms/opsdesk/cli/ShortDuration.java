package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d} and ISO-8601 ({@code PT30S}). */
final class ShortDuration implements ITypeConverter<Duration> {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,6})([smhd])");

  @Override
  public Duration convert(String text) {
    Duration duration = parse(text.strip().toLowerCase(Locale.ROOT));
    if (duration.isZero() || duration.isNegative()) {
      throw wrong(text);
    }
    return duration;
  }

  private static Duration parse(String text) {
    Matcher match = SHORT.matcher(text);
    if (!match.matches()) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw wrong(text);
      }
    }
    long number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'" + text + "' is no duration; write 30s, 5m, 2h or ISO-8601 like PT30S");
  }
}
