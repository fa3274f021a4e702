package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the monitored database is backed up.
 *
 * @param schemas that are dumped
 * @param recipients public keys of age that archives are encrypted for, {@code age1…}; whoever
 *     holds the secret key of one of them can read them, with and without the desk
 * @param identity the secret key of one recipient, {@code AGE-SECRET-KEY-1…}; null: backups are
 *     taken here, and verified and restored elsewhere
 * @param signingKey authenticates manifests
 * @param directory where backups are kept
 * @param maxAge a verified backup that is older is no evidence
 * @param profile the file that tells of it, which backups keep; null: none does
 * @param restore the role that owns the tables, with which backups are restored into the live
 *     database; null: nothing is restored there from here
 * @param schedule when one is taken without a person; null: never
 * @param keep how long they are kept
 * @param copies places that every backup is copied to; their names differ
 */
public record BackupSettings(
    List<String> schemas,
    List<String> recipients,
    @Nullable SecretRef identity,
    SecretRef signingKey,
    Path directory,
    Duration maxAge,
    @Nullable Path profile,
    DatabaseSettings.@Nullable Write restore,
    @Nullable DueTimes schedule,
    Keep keep,
    List<BackupCopy> copies) {
  /** The specification wants one a day. */
  public static final Duration USUAL_MAX_AGE = Duration.ofHours(24);

  /**
   * How long backups are kept.
   *
   * @param daily every verified one for so many days
   * @param monthly the newest verified one of each of the last so many months
   * @param atLeast the newest verified ones that stay whatever their age
   * @param removedPerRun no more go at once, unless a person says so
   */
  public record Keep(int daily, int monthly, int atLeast, int removedPerRun) {
    /** What the specification wants. */
    public static final Keep USUAL = new Keep(30, 12, 3, 2);
  }

  /** Settings of a database that nothing is restored into from here. */
  public BackupSettings(
      List<String> schemas,
      List<String> recipients,
      @Nullable SecretRef identity,
      SecretRef signingKey,
      Path directory,
      Duration maxAge) {
    this(
        schemas,
        recipients,
        identity,
        signingKey,
        directory,
        maxAge,
        null,
        null,
        null,
        Keep.USUAL,
        List.of());
  }

  /** The same, copied to these places. */
  public BackupSettings copiedTo(List<BackupCopy> places) {
    return new BackupSettings(
        schemas,
        recipients,
        identity,
        signingKey,
        directory,
        maxAge,
        profile,
        restore,
        schedule,
        keep,
        places);
  }

  /** Copies the lists. */
  public BackupSettings {
    schemas = List.copyOf(schemas);
    recipients = List.copyOf(recipients);
    copies = List.copyOf(copies);
  }
}
