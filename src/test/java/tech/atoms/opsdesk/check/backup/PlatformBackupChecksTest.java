package tech.atoms.opsdesk.check.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;

class PlatformBackupChecksTest {
  private static final Instant LATEST = Instant.parse("2026-11-30T12:00:00Z");

  private static PlatformBackups told(
      boolean pitr, @Nullable Instant earliest, @Nullable Instant latest, String region) {
    return new PlatformBackups(region, pitr, true, List.of(), earliest, latest);
  }

  @Test
  void onlyAWindowThatIsToldPasses() {
    Instant earliest = LATEST.minusSeconds(7 * 86_400);
    assertThat(PlatformBackupChecks.pointInTime(told(true, earliest, LATEST, "")).found())
        .isEqualTo("on, 168 h back");
    assertThat(PlatformBackupChecks.pointInTime(told(true, earliest, LATEST, "")).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(PlatformBackupChecks.pointInTime(told(true, null, LATEST, "")).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(PlatformBackupChecks.pointInTime(told(true, LATEST, earliest, "")).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(PlatformBackupChecks.pointInTime(told(false, earliest, LATEST, "")).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void aRegionIsAFactAndNeverAPass() {
    assertThat(PlatformBackupChecks.region(told(true, null, null, "eu-west-1")).found())
        .contains("eu-west-1");
    assertThat(PlatformBackupChecks.region(told(true, null, null, "")).outcome())
        .isEqualTo(Outcome.FACTS);
  }

  @Test
  void withoutAProjectNothingIsKnown() throws Exception {
    List<Finding> found =
        new CheckRun(InstantSource.system()).run(new PlatformBackupChecks(null).all(), one -> {});
    assertThat(found).hasSize(2).allMatch(one -> one.outcome() == Outcome.UNKNOWN);
  }
}
