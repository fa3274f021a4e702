package tech.atoms.opsdesk.workflow.deploy;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.workflow.GateCheck;

/** One look at the world for a gate. */
final class Look {
  private Look() {}

  /** What a look says. */
  record Answer(GateCheck.State state, String detail) {
    static Answer of(boolean holds, String detail) {
      return new Answer(holds ? GateCheck.State.PASS : GateCheck.State.FAIL, detail);
    }
  }

  /** What a person says at a gate while a freeze holds, one sentence at the most. */
  static List<String> freezes(Evidence evidence, Environment environment, Instant now) {
    return evidence
        .guards()
        .freeze(environment.name(), now)
        .map(freeze -> List.of("Deploy despite the freeze: " + freeze.reason()))
        .orElse(List.of());
  }

  /** What does not hold, and forbids nothing, is said by a person. */
  static void passOrTick(GateCheck check, List<GateCheck> checks, List<String> said) {
    if (check.isPass()) {
      checks.add(check);
    } else {
      said.add("Deploy although this does not hold: " + check.name());
    }
  }

  /** Looks; what cannot be seen is unknown. */
  static GateCheck at(String name, Instant now, Supplier<Answer> look) {
    Answer answer;
    try {
      answer = look.get();
    } catch (ProblemException e) {
      answer = new Answer(GateCheck.State.UNKNOWN, e.problem().line());
    }
    return new GateCheck(name, answer.state(), answer.detail(), now);
  }
}
