package tech.atoms.opsdesk.desktop.backups;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.keep.Ruling;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Figure;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;
import tech.atoms.opsdesk.metric.Unit;

/** Backups in words. */
final class Texts {
  /** What is not known of a backup for whose manifest nobody vouches. */
  static final String NONE = "–";

  private static final DateTimeFormatter KEPT_DAY = utc("dd MMM");
  private static final DateTimeFormatter KEPT_YEAR = utc("dd MMM uuuu");
  private static final DateTimeFormatter KEPT_MONTH = utc("MMM uuuu");

  /** A day within so long is told without its year. */
  private static final Duration NEAR = Duration.ofDays(330);

  private static final int WHY = 34;
  private static final int SHA = 4;
  private static final DateTimeFormatter THIS_YEAR =
      DateTimeFormatter.ofPattern("dd MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter OTHER_YEAR =
      DateTimeFormatter.ofPattern("dd MMM uuuu HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Texts() {}

  private static DateTimeFormatter utc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** A state in a sentence. */
  static String word(Stored.State state) {
    return switch (state) {
      case VERIFIED -> "verified";
      case TAKEN -> "not verified";
      case FAILED -> "failed";
    };
  }

  static Look look(Stored.State state) {
    return switch (state) {
      case VERIFIED -> Look.VERIFIED;
      case TAKEN -> Look.WARNING;
      case FAILED -> Look.FAILED;
    };
  }

  /** When it was taken; its name where that is not known. */
  static String taken(BackupRow row, Instant now) {
    Instant taken = row.taken();
    return taken == null ? row.id() : time(taken, now);
  }

  /** A date and a time, with the year where it is another one. */
  static String time(Instant at, Instant now) {
    return (isSameYear(at, now) ? THIS_YEAR : OTHER_YEAR).format(at);
  }

  private static boolean isSameYear(Instant at, Instant now) {
    return at.atZone(ZoneOffset.UTC).getYear() == now.atZone(ZoneOffset.UTC).getYear();
  }

  /** What is known of one for which nobody vouches is quiet. */
  static Words takenCell(BackupRow row, Instant now) {
    String text = taken(row, now);
    return row.manifest() == null ? Words.quiet(text) : Words.plain(text);
  }

  static Words by(BackupRow row) {
    Manifest manifest = row.manifest();
    return Words.quiet(manifest == null ? NONE : manifest.made().by());
  }

  static Words size(BackupRow row) {
    Manifest manifest = row.manifest();
    return manifest == null ? Words.quiet(NONE) : Words.plain(bytes(manifest.archive().bytes()));
  }

  static String bytes(long bytes) {
    return Figure.of(Unit.BYTES, (double) bytes).text();
  }

  static Words rows(BackupRow row) {
    Manifest manifest = row.manifest();
    if (manifest == null) {
      return Words.quiet(NONE);
    }
    Content content = manifest.content();
    return Words.plain(content.tables().size() + " / " + number(content.rows()));
  }

  static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /** How it was held against the proof; the date of that only where it was another day's. */
  static Words checked(BackupRow row) {
    Proof proof = row.stored().proof();
    Instant taken = row.taken();
    return switch (row.state()) {
      case VERIFIED ->
          Words.state(
              Look.VERIFIED,
              "Verified"
                  + (proof == null || taken == null ? "" : " " + Ages.minute(proof.at(), taken)));
      case TAKEN -> Words.state(Look.WARNING, "Not verified");
      case FAILED -> Words.state(Look.FAILED, "Failed: " + shortened(row.stored().problem()));
    };
  }

  /** What it counts as for how long it is kept. */
  static Words tier(BackupRow row) {
    Ruling.Tier tier = row.tier();
    return tier == null ? Words.quiet(NONE) : Words.plain(capital(tier.word()));
  }

  /** Until when it is kept: a day, or the last month of one that stands for a month. */
  static Words keptTo(BackupRow row, Instant now) {
    Ruling ruling = row.ruling();
    if (ruling == null || row.manifest() == null) {
      return Words.quiet(NONE);
    }
    if (!ruling.kept()) {
      return Words.state(Look.WARNING, "Goes next");
    }
    if (!ruling.held().pinned().isEmpty()) {
      return Words.plain("Pinned");
    }
    Instant until = ruling.until();
    if (until == null) {
      return Words.quiet(ruling.held().leased().isEmpty() ? "No end yet" : "In use");
    }
    return Words.plain(
        ruling.tier() == Ruling.Tier.MONTHLY
            ? KEPT_MONTH.format(until.minus(Duration.ofHours(1)))
            : (until.isBefore(now.plus(NEAR)) ? KEPT_DAY : KEPT_YEAR).format(until));
  }

  static Words encrypted(BackupRow row) {
    return Words.quiet(row.manifest() == null ? NONE : "age");
  }

  /**
   * The first words of a reason: a state takes the room it needs, and a column has only so much.
   */
  private static String shortened(String why) {
    if (why.length() <= WHY) {
      return why;
    }
    int end = why.lastIndexOf(' ', WHY);
    return why.substring(0, end < 0 ? WHY : end) + " …";
  }

  /** The ends of a digest, e.g. "8c1f…e02a". */
  static String sha(String digest) {
    return digest.length() <= 2 * SHA
        ? digest
        : digest.substring(0, SHA) + "…" + digest.substring(digest.length() - SHA);
  }

  /** How long ago; what is later than now was told by a clock that goes ahead. */
  static String ago(Instant then, Instant now) {
    return isAhead(then, now) ? "ahead of now" : Ages.age(then, now) + " ago";
  }

  /** Whether something is later than now, by more than two clocks may differ. */
  static boolean isAhead(Instant then, Instant now) {
    return then.isAfter(now.plus(Duration.ofMinutes(5)));
  }

  /** With its first letter a capital. */
  static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  static String took(long millis) {
    return millis < 1000 ? millis + " ms" : Ages.age(Duration.ofMillis(millis));
  }
}
