package tech.atoms.opsdesk.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The deadline covers everything: what is written to a program, and what its children hold. */
@DisabledOnOs(OS.WINDOWS)
class ProgramsTest {
  private static final Duration DEADLINE = Duration.ofMillis(500);

  @Test
  void whatItReadsAndWritesIsWhole() {
    Programs.Ran ran = run("cat; echo done >&2", "a".repeat(300_000), Duration.ofSeconds(30));
    assertThat(ran.ok()).isTrue();
    assertThat(ran.output()).hasSize(300_000);
    assertThat(ran.error()).isEqualTo("done\n");
  }

  @Test
  void aProgramThatDoesNotReadIsEndedAtTheDeadline() {
    assertThat(run("sleep 60", "a".repeat(1_000_000), DEADLINE).exit()).isEqualTo(-1);
  }

  @Test
  void aChildThatLivesOnIsNotWaitedFor() {
    assertThat(run("sleep 60 & echo done", "", Duration.ofSeconds(30)).output())
        .isEqualTo("done\n");
  }

  private static Programs.Ran run(String script, String input, Duration deadline) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(40),
        () ->
            Programs.run(
                Path.of("/bin/sh"), List.of("-c", script), null, Map.of(), input, deadline));
  }
}
