package tech.atoms.opsdesk.checklist.state;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * An exception: the item need not hold until a day is over.
 *
 * @param item which
 * @param reason why
 * @param approver who approved
 * @param until the last day, UTC
 * @param by who recorded it
 * @param login that person's account
 * @param at when
 */
public record Waiver(
    String item,
    String reason,
    String approver,
    LocalDate until,
    String by,
    String login,
    Instant at) {

  /** The first instant at which it counts no more. */
  public Instant ends() {
    return until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Whether it counts at an instant. */
  public boolean holds(Instant now) {
    return now.isBefore(ends());
  }
}
