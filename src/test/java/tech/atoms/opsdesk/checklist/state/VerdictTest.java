package tech.atoms.opsdesk.checklist.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static Verdict of(State... states) {
    return new Verdict(
        false,
        null,
        Stream.of(states).map(one -> new Blocker("A-01", "text", one, "why", "security")).toList());
  }

  /** What a person has yet to look at, and what is too old, is told apart from what is wrong. */
  @Test
  void whatStandsInTheWayIsCountedByKind() {
    assertThat(of(State.FAIL, State.UNKNOWN, State.AWAITING, State.AWAITING, State.STALE).parts())
        .containsExactly("2 blockers", "2 need a person", "1 stale");
    assertThat(of(State.FAIL, State.AWAITING).parts())
        .containsExactly("1 blocker", "1 needs a person");
    assertThat(of().parts()).isEqualTo(List.of());
  }
}
