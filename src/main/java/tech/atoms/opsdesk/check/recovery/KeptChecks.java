package tech.atoms.opsdesk.check.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Few;
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
                .expecting(
                    "the newest verified one is younger than 26 h, and the next has its time")
                .by("the catalogue of backups, and the profile's schedule", RecoveryChecks.SOURCE)
                .every(interval)
                .build(),
            facts -> daily(facts.get(opened).settings(), facts.get(backups))),
        Check.of(
            CheckSpec.of("recovery.retention", "Backups of 30 days", "BKP-04")
                .expecting(
                    "they are kept for 30 days, and each day before today has a verified one")
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
    Instant now = clock.instant();
    Manifest newest =
        verified(all)
            .filter(one -> !one.at().isAfter(now.plus(Catalogue.AHEAD)))
            .max(Comparator.comparing(Manifest::at))
            .orElseThrow(KeptChecks::none);
    Duration age = Duration.between(newest.at(), now);
    String found =
        "the newest verified one, %s, is %d h old, by %s"
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
    LocalDate oldest = day(first(all));
    LocalDate today = day(clock.instant());
    Set<LocalDate> days =
        verified(all).map(one -> day(one.at())).collect(Collectors.toCollection(TreeSet::new));
    // That of 30 days ago has gone, or goes within this day; that of today may be yet to come.
    List<LocalDate> missing =
        today.minusDays(DAYS - 1).datesUntil(today).filter(day -> !days.contains(day)).toList();
    if (missing.isEmpty()) {
      return Answer.pass("they reach back to " + oldest + ", and no day is missing");
    }
    return Answer.unknown(
        "the first is of %s; %d of the %d days before today have no verified one: %s"
            .formatted(
                oldest,
                missing.size(),
                DAYS - 1,
                Few.of(missing.stream().map(LocalDate::toString).toList())));
  }

  private Answer archives(List<Stored> all) {
    YearMonth current = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    List<YearMonth> months =
        verified(all)
            .map(one -> YearMonth.from(one.at().atZone(ZoneOffset.UTC)))
            .filter(month -> month.isBefore(current))
            .filter(month -> !month.isBefore(current.minusMonths(MONTHS)))
            .distinct()
            .sorted()
            .toList();
    Instant first = first(all);
    return Answer.facts(
        "%d of the last %d months have a verified one; the first is of %s"
            .formatted(months.size(), MONTHS, day(first)),
        new Evidence(
            RecoveryChecks.SOURCE,
            months.stream().map(YearMonth::toString).collect(Collectors.joining("\n"))));
  }

  private static Instant first(List<Stored> all) {
    return verified(all)
        .map(Manifest::at)
        .min(Comparator.naturalOrder())
        .orElseThrow(KeptChecks::none);
  }

  /** What the verified ones hold. */
  static Stream<Manifest> verified(List<Stored> all) {
    return all.stream()
        .filter(one -> one.state() == Stored.State.VERIFIED)
        .map(Stored::manifest)
        .filter(Objects::nonNull);
  }

  private static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  static Unanswerable none() {
    return new Unanswerable(
        new Problem(
            "No backup was verified yet",
            RecoveryChecks.SOURCE,
            "the catalogue has none",
            "opsdesk backup create"),
        null);
  }
}
