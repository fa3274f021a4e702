package tech.atoms.opsdesk.sandbox.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private final Rhythm rhythm = new Rhythm(Duration.ofMinutes(20), 0.35);

  @Test
  void risesFromNightToNoonAndFallsAgain() {
    Instant midnight = Instant.EPOCH;
    assertThat(rhythm.share(midnight)).isEqualTo(0.35, within(1e-9));
    assertThat(rhythm.share(midnight.plus(Duration.ofMinutes(10)))).isEqualTo(1, within(1e-9));
    assertThat(rhythm.share(midnight.plus(Duration.ofMinutes(5))))
        .isEqualTo(rhythm.share(midnight.plus(Duration.ofMinutes(15))), within(1e-9))
        .isBetween(0.6, 0.8);
    assertThat(rhythm.share(midnight.plus(Duration.ofMinutes(40)))).isEqualTo(0.35, within(1e-9));
  }
}
