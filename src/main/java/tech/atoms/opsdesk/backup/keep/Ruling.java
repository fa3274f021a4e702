package tech.atoms.opsdesk.backup.keep;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a backup.
 *
 * @param held the backup
 * @param tier what it counts as
 * @param kept whether it stays
 * @param why it stays, or goes
 * @param until from then on nothing keeps it that keeps it now; null: that is no matter of time
 */
public record Ruling(Held held, Tier tier, boolean kept, String why, @Nullable Instant until) {
  /** What a backup counts as. */
  public enum Tier {
    /** The schedule took it. */
    DAILY,
    /** The newest verified one of a month that is over. */
    MONTHLY,
    /** A person took it. */
    MANUAL;

    /** As it is told. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The backup's name. */
  public String id() {
    return held.id();
  }
}
