package tech.atoms.opsdesk.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  @Test
  void aCheckThatNeverAnswersIsGivenUpAndTheOthersCount() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Fact<String> stuck =
        Fact.of(
            "stuck",
            Lane.PROBE,
            facts -> {
              boolean open = false;
              while (!open) {
                try {
                  open = never.await(1, TimeUnit.HOURS);
                } catch (InterruptedException goesOn) {
                  // Like a program or a pattern that does not hear an interrupt.
                }
              }
              return "";
            });
    List<Finding> findings =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                new CheckRun(InstantSource.system(), Earlier.NOTHING, null, Duration.ofMillis(300))
                    .run(
                        List.of(
                            Check.over(CheckSpec.of("stuck", "Stuck").build(), stuck, Answer::pass),
                            Check.of(
                                CheckSpec.of("holds", "Holds").build(),
                                facts -> Answer.pass("yes")),
                            Check.of(
                                CheckSpec.of("last", "Last").last().build(),
                                facts -> Answer.pass("yes"))),
                        one -> {}));
    never.countDown();
    assertThat(findings)
        .extracting(Finding::outcome)
        .containsExactly(Outcome.UNKNOWN, Outcome.PASS, Outcome.PASS);
    assertThat(findings.getFirst().found()).isEqualTo("no answer within 300 ms");
  }
}
