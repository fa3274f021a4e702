package tech.atoms.opsdesk.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tech.atoms.opsdesk.common.Masking;

/**
 * Something that somebody did, or tried to. Secrets are masked when it is written.
 *
 * @param at when, to the microsecond
 * @param environment in which environment; empty: in none
 * @param actor the person's name
 * @param login the person's account
 * @param action e.g. "checklist.tick"
 * @param subject what it was done to, e.g. {@code SEC-15}
 * @param outcome what came of it
 * @param detail one line, e.g. the reason; may be empty
 */
public record Entry(
    Instant at,
    String environment,
    String actor,
    String login,
    String action,
    String subject,
    Outcome outcome,
    String detail) {

  /** What came of an action. */
  public enum Outcome {
    /** It was done. */
    DONE("done"),
    /** It was not allowed, or came too late; nothing was changed. */
    REFUSED("refused"),
    /** It was tried and did not succeed. */
    FAILED("failed");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** As it is stored. */
    @JsonValue
    public String word() {
      return word;
    }
  }

  /** PostgreSQL keeps microseconds. */
  public Entry {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * As it is written: without secrets, and without the character that PostgreSQL cannot keep. What
   * is read is left as it is, or it would no longer match its hash.
   */
  Entry masked() {
    return new Entry(
        at,
        clean(environment),
        clean(actor),
        clean(login),
        clean(action),
        clean(subject),
        outcome,
        clean(detail));
  }

  private static String clean(String text) {
    return Masking.mask(text).replace('\0', ' ');
  }

  /** The same, with another end. */
  public Entry ending(Outcome other, String why) {
    return new Entry(at, environment, actor, login, action, subject, other, why);
  }
}
