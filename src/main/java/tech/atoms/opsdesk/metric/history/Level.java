package tech.atoms.opsdesk.metric.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** The three grains in which the store keeps a series. */
enum Level {
  /** Samples as they came, at best every 5 s. */
  RAW("sample", Duration.ofSeconds(5), Duration.ofDays(2)),
  /** One row a minute. */
  MINUTE("rollup_minute", Duration.ofMinutes(1), Duration.ofDays(30)),
  /** One row an hour; 13 months with the longest of them. */
  HOUR("rollup_hour", Duration.ofHours(1), Duration.ofDays(397));

  private static final int RAW_PARTITION_HOURS = 6;

  private final String table;
  private final Duration step;
  private final Duration kept;

  Level(String table, Duration step, Duration kept) {
    this.table = table;
    this.step = step;
    this.kept = kept;
  }

  /** Name of the partitioned table. */
  String table() {
    return table;
  }

  /** Distance of two rows of a series. */
  Duration step() {
    return step;
  }

  /** How long rows are kept at least. */
  Duration kept() {
    return kept;
  }

  /** Start of the partition that holds an instant. */
  Instant partitionStart(Instant at) {
    ZonedDateTime time = at.atZone(ZoneOffset.UTC);
    return switch (this) {
      case RAW ->
          time.truncatedTo(ChronoUnit.DAYS)
              .plusHours(time.getHour() / RAW_PARTITION_HOURS * (long) RAW_PARTITION_HOURS)
              .toInstant();
      case MINUTE -> time.truncatedTo(ChronoUnit.DAYS).toInstant();
      case HOUR -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
    };
  }

  /** End, exclusive, of the partition that starts at an instant. */
  Instant partitionEnd(Instant start) {
    return switch (this) {
      case RAW -> start.plus(Duration.ofHours(RAW_PARTITION_HOURS));
      case MINUTE -> start.plus(Duration.ofDays(1));
      case HOUR -> start.atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
    };
  }
}
