package tech.atoms.opsdesk.check.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;
import tech.atoms.opsdesk.provider.supabase.Supabase;

/** What the database's own platform keeps. Passive. */
public final class PlatformBackupChecks {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final Fact<PlatformBackups> told;

  /**
   * The checks.
   *
   * @param supabase whom to ask; null where the profile names none
   */
  public PlatformBackupChecks(@Nullable Supabase supabase) {
    told =
        Fact.of(
            "the platform's backups",
            Lane.PROVIDER,
            facts -> {
              if (supabase == null) {
                throw new Unanswerable(
                    new Problem(
                        "The database's platform cannot be asked",
                        "environment's supabase",
                        "the profile names no Supabase project",
                        "Add supabase to the environment in the profile"),
                    null);
              }
              return supabase.backups();
            });
  }

  /** All of them. */
  public List<Check> all() {
    return List.of(
        Check.over(
            CheckSpec.of("backup.point-in-time", "Recovery to a point in time", "BKP-02")
                .expecting("on, with a window")
                .by("pitr_enabled and the window of the project's backups", "Supabase")
                .every(INTERVAL)
                .validFor(LIFETIME)
                .build(),
            told,
            PlatformBackupChecks::pointInTime),
        Check.over(
            CheckSpec.of("backup.region", "Region of the platform's backups", "BKP-03")
                .expecting("a copy of each backup in another region")
                .by("region of the project's backups", "Supabase")
                .every(INTERVAL)
                .build(),
            told,
            PlatformBackupChecks::region));
  }

  static Answer pointInTime(PlatformBackups told) {
    if (!told.pitr()) {
      return Answer.fail("off; backups listed: " + told.backups().size());
    }
    Instant earliest = told.earliest();
    Instant latest = told.latest();
    if (told.reach().isEmpty()) {
      return Answer.unknown(
          "it is on, and how far back is not told: earliest " + earliest + ", latest " + latest);
    }
    return Answer.pass(
        "on, %d h back".formatted(told.reach().get().toHours()),
        new Evidence("window", earliest + " to " + latest));
  }

  static Answer region(PlatformBackups told) {
    return Answer.facts(
        told.region().isEmpty()
            ? "Supabase does not tell where its backups are"
            : "Supabase's own backups are in " + told.region() + ", with the database");
  }
}
