package tech.atoms.opsdesk.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckRunTest {
  @Test
  void aCheckThatBreaksTakesNoOtherWithIt() throws Exception {
    Fact<String> deep =
        Fact.of(
            "deep",
            Lane.NONE,
            facts -> {
              throw new StackOverflowError();
            });
    List<Finding> findings =
        new CheckRun(InstantSource.system())
            .run(
                List.of(
                    Check.over(CheckSpec.of("over", "Over").build(), deep, Answer::pass),
                    Check.of(
                        CheckSpec.of("misses", "Misses").build(),
                        facts -> {
                          throw new NoClassDefFoundError("gone");
                        }),
                    Check.of(CheckSpec.of("holds", "Holds").build(), facts -> Answer.pass("yes"))),
                one -> {});
    assertThat(findings)
        .extracting(Finding::outcome)
        .containsExactly(Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.PASS);
    assertThat(findings.getFirst().found()).startsWith("the check itself failed");
  }
}
