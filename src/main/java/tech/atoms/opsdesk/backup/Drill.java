package tech.atoms.opsdesk.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The record of a restore drill: that a backup was brought back to life once, how long that took,
 * and how much would have been lost.
 *
 * @param run of the desk that made it
 * @param backup its id
 * @param taken when the backup was taken, by the server's clock
 * @param at when the drill was over
 * @param by who had it done
 * @param host on which machine
 * @param recoveryMillis from the beginning until queries were answered: the recovery time achieved
 * @param lostSeconds from the backup until the drill began: the recovery point achieved
 * @param rows that were restored and compared
 * @param looks what was looked at in the restored database
 */
public record Drill(
    String run,
    String backup,
    Instant taken,
    Instant at,
    String by,
    String host,
    long recoveryMillis,
    long lostSeconds,
    long rows,
    List<Look> looks) {
  /** So long a drill counts as evidence. */
  public static final Duration COUNTS = Duration.ofDays(90);

  /** Copies the list. */
  public Drill {
    looks = List.copyOf(looks);
  }

  /**
   * Something that was looked at.
   *
   * @param what in words
   * @param passed whether it was as it should be
   * @param detail what was seen
   */
  public record Look(String what, boolean passed, String detail) {}

  /** What was not as it should be. */
  public List<Look> failed() {
    return looks.stream().filter(one -> !one.passed()).toList();
  }

  /** Whether all was as it should be. */
  public boolean passed() {
    return failed().isEmpty();
  }

  /** Until when it counts. */
  public Instant until() {
    return at.plus(COUNTS);
  }
}
