package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import tech.atoms.opsdesk.common.Problem;

/**
 * What a machine says at a gate.
 *
 * @param name e.g. "Staged build answers as v1.4.1"
 * @param state how it stands; only a pass opens the gate
 * @param detail what was seen
 * @param at when
 */
public record GateCheck(String name, State state, String detail, Instant at) {
  /** How a check stands. */
  public enum State {
    /** It holds. */
    PASS,
    /** It does not. */
    FAIL,
    /** That could not be found out. */
    UNKNOWN,
    /** It is being looked at. */
    RUNNING;

    /** As it is stored and told. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where machines can say nothing at all. */
  static GateCheck unknown(Problem problem, Instant now) {
    return new GateCheck("What machines can say", State.UNKNOWN, problem.line(), now);
  }

  /** Whether it holds. */
  @JsonIgnore
  public boolean isPass() {
    return state == State.PASS;
  }

  /** Itself as something that the gate waits for. */
  public String waits() {
    return name + " (" + state.word() + ")";
  }
}
