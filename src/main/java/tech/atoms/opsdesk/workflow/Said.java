package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * What a person said at a gate.
 *
 * @param step id of the gate's step
 * @param kind what it is
 * @param text the sentence ticked, the text typed, the role approved for, or the bypass's reason
 * @param by the person's name
 * @param login that person's account
 * @param at when
 */
public record Said(String step, Kind kind, String text, String by, String login, Instant at) {
  /** What was said. */
  public enum Kind {
    /** A sentence was confirmed. */
    TICK,
    /** The confirmation was typed. */
    TYPED,
    /** The plan was agreed to. */
    APPROVAL,
    /** The approvals are done without, for a reason. */
    BYPASS;

    /** As it is stored and told. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
