package tech.atoms.opsdesk.provider.supabase;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the platform keeps by itself.
 *
 * @param region where the project is; empty where it does not tell
 * @param pitr whether it can be put back to a point in time
 * @param wal whether its log is archived
 * @param backups as listed; none is usual where {@code pitr} holds
 * @param earliest the earliest time that it can be put back to; null where that is not told
 * @param latest the latest; where nothing is written it stands still, which is no alarm
 */
public record PlatformBackups(
    String region,
    boolean pitr,
    boolean wal,
    List<PlatformBackup> backups,
    @Nullable Instant earliest,
    @Nullable Instant latest) {

  /** Copies the list. */
  public PlatformBackups {
    backups = List.copyOf(backups);
  }

  /** The newest that the platform says is complete and whose time is known. */
  public Optional<Instant> newestCompleted() {
    return backups.stream()
        .filter(PlatformBackup::isCompleted)
        .map(PlatformBackup::at)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder());
  }

  /** How far back a recovery can go; empty where it is off, or the window is not told. */
  public Optional<Duration> reach() {
    return pitr && earliest != null && latest != null && !latest.isBefore(earliest)
        ? Optional.of(Duration.between(earliest, latest))
        : Optional.empty();
  }

  /** Why a time cannot be recovered to; empty where it can. */
  public String obstacle(Instant target) {
    if (!pitr) {
      return "point-in-time recovery is off for this project";
    }
    if (earliest == null || latest == null) {
      return "the platform does not tell how far back it can recover";
    }
    if (target.isBefore(earliest)) {
      return "the earliest time that can be recovered to is " + earliest;
    }
    return target.isAfter(latest) ? "the latest time that can be recovered to is " + latest : "";
  }
}
