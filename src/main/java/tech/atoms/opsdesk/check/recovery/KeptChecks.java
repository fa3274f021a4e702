package tech.atoms.opsdesk.check.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.BackupSettings;

/** Whether backups are taken every day, and how far back they reach. */
final class KeptChecks {
  private static final Duration YOUNG = Duration.ofHours(26);
  private static final int DAYS = 30;
  private static final int MONTHS = 12;

  private final Fact<Catalogue> opened;
  private final Fact<List<Stored>> backups;
  private final Duration interval;
  private final InstantSource clock;

  KeptChecks(
      Fact<Catalogue> opened, Fact<List<Stored>> backups, Duration interval, InstantSource clock) {
    this.opened = opened;
    this.backups = backups;
    this.interval = interval;
    this.clock = clock;
  }

  List<Check> all() {
    return List.of(
        Check.of(
            CheckSpec.of("recovery.daily", "Daily backups", "BKP-01")
                .expecting("the newest is younger than 26 h, and the next has its time")
                .by("the catalogue of backups, and the profile's schedule", RecoveryChecks.SOURCE)
                .every(interval)
                .build(),
            facts -> daily(facts.get(opened).settings(), facts.get(backups))),
        Check.of(
            CheckSpec.of("recovery.retention", "Backups of 30 days", "BKP-04")
                .expecting("verified ones are kept for 30 days, and reach as far back")
                .by(
                    "the catalogue of backups, and the profile's backup.keep",
                    RecoveryChecks.SOURCE)
                .every(interval)
                .build(),
            facts -> retention(facts.get(opened).settings(), facts.get(backups))),
        Check.of(
            CheckSpec.of("recovery.archives", "Backups of 12 months", "BKP-05")
                .expecting("a verified one of each of the last 12 months")
                .by("the catalogue of backups", RecoveryChecks.SOURCE)
                .every(interval)
                .build(),
            facts -> archives(facts.get(backups))));
  }

  private Answer daily(BackupSettings settings, List<Stored> all) {
    Manifest newest =
        all.stream()
            .map(Stored::manifest)
            .filter(java.util.Objects::nonNull)
            .findFirst()
            .orElseThrow(KeptChecks::none);
    Duration age = Duration.between(newest.at(), clock.instant());
    String found =
        "the newest, %s, is %d h old, by %s"
            .formatted(newest.id(), age.toHours(), newest.made().by());
    if (age.compareTo(YOUNG) >= 0) {
      return Answer.fail(found);
    }
    return settings.schedule() == null
        ? Answer.unknown(
            found
                + "; the profile has no schedule, so that nobody knows whether one is taken every"
                + " day")
        : Answer.pass(found + "; due " + settings.schedule().words());
  }

  private Answer retention(BackupSettings settings, List<Stored> all) {
    int kept = settings.keep().daily();
    if (kept < DAYS) {
      return Answer.fail("backup.keep.daily is " + kept);
    }
    Instant oldest = verified(all).stream().min(Instant::compareTo).orElseThrow(KeptChecks::none);
    Instant now = clock.instant();
    // One that is of 30 days ago has gone, or goes within this day.
    long reaches = Duration.between(oldest, now).toDays() + 1;
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    long days =
        verified(all).stream()
            .map(at -> at.atZone(ZoneOffset.UTC).toLocalDate())
            .filter(day -> day.isAfter(today.minusDays(DAYS)))
            .distinct()
            .count();
    String found = "%d of the last %d days have a verified one".formatted(days, DAYS);
    return reaches >= DAYS
        ? Answer.pass("they reach back to " + day(oldest) + "; " + found)
        : Answer.unknown("the first is of " + day(oldest) + ", " + reaches + " days; " + found);
  }

  private Answer archives(List<Stored> all) {
    YearMonth current = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    List<YearMonth> months =
        verified(all).stream()
            .map(at -> YearMonth.from(at.atZone(ZoneOffset.UTC)))
            .filter(month -> month.isBefore(current))
            .filter(month -> !month.isBefore(current.minusMonths(MONTHS)))
            .distinct()
            .sorted()
            .toList();
    Instant first = verified(all).stream().min(Instant::compareTo).orElseThrow(KeptChecks::none);
    return Answer.facts(
        "%d of the last %d months have a verified one; the first is of %s"
            .formatted(months.size(), MONTHS, day(first)),
        new Evidence(
            RecoveryChecks.SOURCE,
            months.stream().map(YearMonth::toString).collect(Collectors.joining("\n"))));
  }

  private static List<Instant> verified(List<Stored> all) {
    return all.stream()
        .filter(one -> one.state() == Stored.State.VERIFIED)
        .map(Stored::manifest)
        .filter(java.util.Objects::nonNull)
        .map(Manifest::at)
        .toList();
  }

  private static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static Unanswerable none() {
    return new Unanswerable(
        new Problem(
            "No backup was verified yet",
            RecoveryChecks.SOURCE,
            "the catalogue has none",
            "opsdesk backup create"),
        null);
  }
}
