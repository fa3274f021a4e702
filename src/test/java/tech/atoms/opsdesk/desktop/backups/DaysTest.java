package tech.atoms.opsdesk.desktop.backups;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.Shelf;
import tech.atoms.opsdesk.backup.keep.Held;
import tech.atoms.opsdesk.backup.keep.Retention;
import tech.atoms.opsdesk.backup.keep.Ruling;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.DueTimes;

/** The calendar's days and months. */
class DaysTest {
  private static final Instant NOW = Instant.parse("2026-11-30T00:10:00Z");

  private static BackupRow taken(String at) {
    return row(at, null);
  }

  private static BackupRow verified(String at) {
    return row(at, new Proof("bk", Instant.parse(at), "Operator", "here", "15", 3, 900));
  }

  private static BackupRow broken(String id) {
    return BackupRow.of(new Stored(id, Path.of("b"), null, null, "it has no manifest"));
  }

  private static BackupRow row(String at, @Nullable Proof proof) {
    Manifest manifest = Shelf.manifest("bk-" + at, "shop", Instant.parse(at));
    return BackupRow.of(new Stored("bk-" + at, Path.of("b"), manifest, proof, ""));
  }

  @Test
  void aDayIsThatOfUtcAndStandsAsItsBestBackup() {
    List<Days.Day> days =
        Days.daily(
            List.of(
                taken("2026-11-30T00:05:00Z"),
                taken("2026-11-29T23:59:59Z"),
                verified("2026-11-29T02:00:00Z"),
                broken("bk-2026-11-29-0300-dead"),
                broken("bk-2026-11-28-0300-dead")),
            NOW);
    assertThat(days).hasSize(30);
    assertThat(days.stream().map(Days.Day::label)).startsWith("1", "2").endsWith("29", "30");
    assertThat(days.stream().skip(27).map(Days.Day::words))
        .containsExactly(
            "28 Nov 2026: 1 failed",
            "29 Nov 2026: 1 verified, 1 not verified, 1 failed",
            "30 Nov 2026: 1 not verified");
    assertThat(days.stream().skip(26).map(Days.Day::state))
        .containsExactly(null, Stored.State.FAILED, Stored.State.VERIFIED, Stored.State.TAKEN);
    assertThat(days.getFirst().words()).isEqualTo("1 Nov 2026: no backup");
    assertThat(Days.summary(days)).isEqualTo("1 verified, 1 not verified, 1 failed, 27 without");
  }

  @Test
  void whatIsOlderCountsForItsMonthAndWhatIsTooOldForNone() {
    List<BackupRow> rows =
        List.of(
            verified("2026-10-01T00:00:00Z"),
            taken("2025-12-01T00:00:00Z"),
            verified("2025-11-30T23:59:59Z"));
    List<Days.Day> months = Days.monthly(rows, NOW);
    assertThat(months.stream().map(Days.Day::label)).startsWith("Dec", "Jan").endsWith("Nov");
    assertThat(months.getFirst().words()).isEqualTo("Dec 2025: 1 not verified");
    assertThat(months.get(10).words()).isEqualTo("Oct 2026: 1 verified");
    assertThat(Days.summary(months)).isEqualTo("1 verified, 1 not verified, 9 without");
    List<Days.Day> days = Days.daily(rows, NOW);
    assertThat(Days.summary(days)).isEqualTo("none");
    assertThat(days.getLast().words()).isEqualTo("30 Nov 2026: no backup yet");
  }

  @Test
  void theNewestComesFirstAndWhatTellsNoTimeLast() {
    BackupRow odd = broken("zz-not-a-backup");
    BackupRow broken = broken("bk-2026-11-29-0300-dead");
    BackupRow old = taken("2026-11-28T00:00:00Z");
    BackupRow impossible = broken("bk-2026-13-45-9999-dead");
    assertThat(Stream.of(impossible, old, odd, broken).sorted(BackupRow.NEWEST_FIRST).toList())
        .containsExactly(broken, old, odd, impossible);
    assertThat(Texts.taken(odd, NOW)).isEqualTo("zz-not-a-backup");
    assertThat(Texts.taken(broken, NOW)).isEqualTo("29 Nov 03:00");
    assertThat(Texts.taken(taken("2025-12-01T04:00:00Z"), NOW)).isEqualTo("01 Dec 2025 04:00");
  }

  private static BackupRow ruled(String at, boolean scheduled, String pinned, Instant now) {
    Instant taken = Instant.parse(at);
    Held held = new Held("bk-" + at, taken, true, scheduled, pinned, "");
    List<Held> all = new ArrayList<>(List.of(held));
    for (int i = 1; i < 4; i++) {
      all.add(new Held("new" + i, now.minusSeconds(i), true, true, "", ""));
    }
    Ruling ruling =
        Retention.of(all, BackupSettings.Keep.USUAL, now).rulings().stream()
            .filter(one -> one.held().equals(held))
            .findFirst()
            .orElseThrow();
    return BackupRow.of(verified(at).stored(), ruling);
  }

  @Test
  void aClassAndHowLongItIsKeptAreTold() {
    BackupRow daily = ruled("2026-11-19T20:00:00Z", true, "", NOW);
    assertThat(Texts.tier(daily).text()).isEqualTo("Daily");
    assertThat(Texts.keptTo(daily, NOW).text()).isEqualTo("19 Dec");
    BackupRow manual = ruled("2026-11-19T14:22:00Z", false, "before 2.0", NOW);
    assertThat(Texts.tier(manual).text()).isEqualTo("Manual");
    assertThat(Texts.keptTo(manual, NOW).text()).isEqualTo("Pinned");
    BackupRow monthly = ruled("2026-10-31T20:00:00Z", true, "", NOW);
    assertThat(Texts.tier(monthly).text()).isEqualTo("Monthly");
    assertThat(Texts.keptTo(monthly, NOW).text()).isEqualTo("Oct 2027");
    BackupRow old = ruled("2024-10-31T20:00:00Z", true, "", NOW);
    assertThat(Texts.keptTo(old, NOW).text()).isEqualTo("Goes next");
    BackupRow failed = broken("bk-2026-11-29-0300-dead");
    assertThat(Texts.tier(failed).text() + Texts.keptTo(failed, NOW).text()).isEqualTo("––");
  }

  @Test
  void whatIsStillToComeIsPlannedWhereItHasATime() {
    DueTimes daily = DueTimes.parse("0 20 * * *");
    List<BackupRow> rows = List.of(verified("2026-11-29T20:00:00Z"));
    assertThat(Days.daily(rows, daily, NOW).getLast().words())
        .isEqualTo("30 Nov 2026: no backup yet, planned");
    assertThat(Days.daily(rows, NOW).getLast().planned()).isFalse();
    Instant late = Instant.parse("2026-11-30T20:00:01Z");
    assertThat(Days.daily(rows, daily, late).getLast().planned()).isFalse();
    List<Days.Day> months = Days.monthly(rows, daily, NOW);
    assertThat(months.getLast().words()).isEqualTo("Nov 2026: 1 verified so far");
    assertThat(months.stream().filter(Days.Day::planned)).hasSize(1);
    assertThat(Days.summary(months)).isEqualTo("none");
  }
}
