package tech.atoms.opsdesk.backup.keep;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.DueTimes;

/**
 * Whether the time may be believed before anything is removed for its age. One wrong clock would
 * make everything old.
 */
public final class Clocks {
  /** The newest backup is no older where one is taken every day. */
  private static final Duration EXPECTED = Duration.ofHours(26);

  /** How late the next one may be. */
  private static final Duration LATE = Duration.ofHours(2);

  /** The server's clock and this machine's differ by no more. */
  private static final Duration DIFFER = Duration.ofHours(1);

  private Clocks() {}

  /**
   * Why nothing may be removed; empty where the time is as expected.
   *
   * @param all backups that there are
   * @param schedule when they are due; null: by hand alone
   * @param server the time by the database server's clock
   * @param here the time by this machine's
   */
  public static Optional<String> refusal(
      List<Held> all, @Nullable DueTimes schedule, Instant server, Instant here) {
    if (Duration.between(server, here).abs().compareTo(DIFFER) > 0) {
      return Optional.of(
          "the database server's clock says %s, this machine's %s: one of them is wrong"
              .formatted(second(server), second(here)));
    }
    Optional<Held> newest =
        all.stream().filter(one -> one.at() != null).max(Comparator.comparing(Clocks::at));
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Instant at = at(newest.get());
    if (server.isBefore(at)) {
      return Optional.of(
          "the database server's clock says %s, and the newest backup, %s, is of %s: the clock was"
                  .formatted(second(server), newest.get().id(), second(at))
              + " set back, or was ahead then");
    }
    Instant daily = at.plus(EXPECTED);
    Instant due = schedule == null ? daily : schedule.next(at);
    Instant late = due.isBefore(Instant.MAX) ? due.plus(LATE) : due;
    if (server.isAfter(late.isAfter(daily) ? late : daily)) {
      return Optional.of(
          "the newest backup, %s, is of %s, and the database server's clock says %s: the clock is"
                  .formatted(newest.get().id(), second(at), second(server))
              + " ahead, or no backups are taken any more");
    }
    return Optional.empty();
  }

  private static Instant at(Held one) {
    Instant at = one.at();
    return at == null ? Instant.MIN : at;
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
