package tech.atoms.opsdesk.desktop.backups;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;

/**
 * How far back a recovery goes, in words.
 *
 * @param value e.g. "7 days back"
 * @param look how it stands
 * @param words e.g. "WAL 38 s behind"
 */
record RecoveryWords(String value, Look look, String words) {
  private static final Duration DAY = Duration.ofDays(1);

  static RecoveryWords of(RecoveryModel model, Instant now) {
    PlatformBackups told = model.told();
    Instant read = model.lastRead();
    if (told == null || read == null) {
      return new RecoveryWords(
          Texts.NONE, Look.NO_DATA, model.problem() == null ? "Reading…" : "Not known");
    }
    RecoveryWords words = of(told, read);
    return model.problem() == null
        ? words
        : new RecoveryWords(
            words.value(), Look.NO_DATA, "Not known since " + Ages.minute(read, now));
  }

  private static RecoveryWords of(PlatformBackups told, Instant read) {
    if (!told.pitr()) {
      return new RecoveryWords("Off", Look.WARNING, "Not to a point in time");
    }
    Duration reach = told.reach().orElse(null);
    @Nullable Instant latest = told.latest();
    if (reach == null || latest == null) {
      return new RecoveryWords("On", Look.NO_DATA, "How far back is not known");
    }
    // It stands still where nothing is written, which is no alarm.
    return new RecoveryWords(
        back(reach), Look.HEALTHY, "WAL " + Ages.age(latest, read) + " behind");
  }

  /** The platform's windows are whole days, less what is not archived yet. */
  private static String back(Duration reach) {
    long days = Math.round(reach.toMinutes() / (double) DAY.toMinutes());
    return reach.compareTo(DAY) < 0
        ? Ages.age(reach) + " back"
        : days + (days == 1 ? " day back" : " days back");
  }
}
