package tech.atoms.opsdesk.environment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a backup is due, and what a profile says of a schedule that is none. */
class DueTimesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T03:14:20Z");

  private static String profile(String backup) {
    return ProfilesTest.SMALLEST
        + "    backup:\n      directory: backups\n      signingKey: env:KEY\n"
        + "      recipients: [age1"
        + "q".repeat(58)
        + "]\n"
        + backup;
  }

  private static BackupSettings settings(String backup) {
    return requireNonNull(ProfilesTest.parse(profile(backup)).environments().getFirst().backup());
  }

  @Test
  void nextAndLastAreInUtcAndTheMinuteItselfIsDue() {
    DueTimes times = DueTimes.parse("0 20 * * *");
    assertThat(times.next(NOW)).isEqualTo("2026-11-20T20:00:00Z");
    assertThat(times.last(NOW)).contains(Instant.parse("2026-11-19T20:00:00Z"));
    Instant due = Instant.parse("2026-11-19T20:00:00Z");
    assertThat(times.last(due)).contains(due);
    assertThat(times.last(due.plusMillis(1))).contains(due);
    assertThat(times.last(due.minusMillis(1))).contains(due.minus(Duration.ofDays(1)));
    assertThat(times.next(due)).isEqualTo("2026-11-20T20:00:00Z");
    assertThat(times.gapAfter(due)).isEqualTo(Duration.ofDays(1));
    assertThat(times.words()).isEqualTo("20:00 UTC, daily");
    assertThat(DueTimes.parse("*/30 * * * 1-5").words()).isEqualTo("cron */30 * * * 1-5, UTC");
    assertThat(DueTimes.parse("0 5 29 2 *").next(NOW)).isEqualTo("2028-02-29T05:00:00Z");
  }

  @Test
  void aProfileSaysWhenAndHowLongAndLeavesOutWhatIsUsual() {
    assertThat(settings("").schedule()).isNull();
    assertThat(settings("").keep()).isEqualTo(new BackupSettings.Keep(30, 12, 3, 2));
    BackupSettings given =
        settings("      schedule: \"30 4 * * *\"\n      keep: {daily: 7, removedPerRun: 1}\n");
    assertThat(given.schedule()).isEqualTo(DueTimes.parse("30 4 * * *"));
    assertThat(given.keep()).isEqualTo(new BackupSettings.Keep(7, 12, 3, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 20 * *",
        "0 20 * * * *",
        "60 20 * * *",
        "0 24 * * *",
        "every day at eight",
        "0 0 30 2 *",
        "@daily tonight"
      })
  void aScheduleThatIsNoneIsToldWithItsPlace(String schedule) {
    List<String> mistakes =
        ProfilesTest.mistakes(profile("      schedule: \"" + schedule + "\"\n"));
    assertThat(mistakes)
        .singleElement()
        .asString()
        .contains("environments[0].backup.schedule: the schedule ")
        .doesNotContain("Cause");
  }
}
