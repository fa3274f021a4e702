package tech.atoms.opsdesk.check.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Outcome;

class NamesTest {
  private static final String ONE = "76.76.21.21";
  private static final String OTHER = "10.0.0.66";
  private static final String SIX = "2606:4700::1";

  @Test
  void theSameAddressesPassAndOthersFail() {
    is(Outcome.PASS, Set.of(ONE), Set.of(ONE), Set.of());
    is(Outcome.FAIL, Set.of(OTHER), Set.of(ONE), Set.of());
    is(Outcome.FAIL, Set.of(ONE, OTHER), Set.of(ONE), Set.of());
    is(Outcome.UNKNOWN, Set.of(ONE), Set.of(), Set.of());
  }

  @Test
  void anAliasHasToBeSeen() {
    is(Outcome.PASS, Set.of(ONE), Set.of(), Set.of(ONE, "76.76.21.98"));
    is(Outcome.UNKNOWN, Set.of(OTHER), Set.of(ONE), Set.of(ONE));
    is(Outcome.PASS, Set.of(ONE), Set.of(ONE), Set.of("76.76.21.98"));
  }

  @Test
  void familiesAreComparedByThemselves() {
    is(Outcome.PASS, Set.of(ONE, SIX), Set.of(ONE), Set.of());
    is(Outcome.PASS, Set.of(SIX), Set.of(SIX), Set.of());
    is(Outcome.UNKNOWN, Set.of(SIX), Set.of(ONE), Set.of());
    is(Outcome.FAIL, Set.of(ONE, SIX), Set.of(ONE, "2606:4700::2"), Set.of());
  }

  private static void is(Outcome wanted, Set<String> here, Set<String> told, Set<String> aliased) {
    assertThat(Names.judge(here, told, aliased, new Evidence("x", "y")).outcome())
        .as("%s, told %s, aliased %s", here, told, aliased)
        .isEqualTo(wanted);
  }
}
