package tech.atoms.opsdesk.desktop.backups;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.keep.Ruling;
import tech.atoms.opsdesk.backup.store.Stored;

/**
 * A backup in the table.
 *
 * @param stored as it lies in its directory
 * @param taken when, as its manifest says; as its name says where nobody vouches for its manifest;
 *     null: neither tells
 * @param ruling how long it is kept; null: that is not worked out
 */
record BackupRow(Stored stored, @Nullable Instant taken, @Nullable Ruling ruling) {
  /** The newest first; those of which it is not known when they were taken come last. */
  static final Comparator<BackupRow> NEWEST_FIRST =
      Comparator.comparing(
              BackupRow::taken, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
          .thenComparing(BackupRow::id)
          .reversed();

  private static final Pattern NAMED = Pattern.compile("bk-(\\d{4}-\\d{2}-\\d{2}-\\d{4})(?:-.*)?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmm", Locale.ROOT);

  static BackupRow of(Stored stored) {
    return of(stored, null);
  }

  static BackupRow of(Stored stored, @Nullable Ruling ruling) {
    Manifest manifest = stored.manifest();
    Instant taken = manifest == null ? named(stored.id()) : manifest.at();
    return new BackupRow(stored, taken, ruling);
  }

  /** What it counts as; null: nobody vouches for that, or it is not worked out. */
  Ruling.@Nullable Tier tier() {
    return ruling == null || manifest() == null ? null : ruling.tier();
  }

  /** Whether the schedule took it. */
  boolean isScheduled() {
    Manifest manifest = manifest();
    return manifest != null && manifest.made().isScheduled();
  }

  private static @Nullable Instant named(String id) {
    Matcher matcher = NAMED.matcher(id);
    if (!matcher.matches()) {
      return null;
    }
    try {
      return LocalDateTime.parse(matcher.group(1), TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  String id() {
    return stored.id();
  }

  Stored.State state() {
    return stored.state();
  }

  @Nullable Manifest manifest() {
    return stored.manifest();
  }
}
