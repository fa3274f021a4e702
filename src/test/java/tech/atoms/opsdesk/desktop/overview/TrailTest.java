package tech.atoms.opsdesk.desktop.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrailTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  private static final Duration HOLDS = Duration.ofSeconds(15);

  private final Trail trail = new Trail();

  private static Trail.Dot dot(int second) {
    return new Trail.Dot(START.plusSeconds(second), second, HOLDS);
  }

  @Test
  void whatWasMeasuredWhileTheScreenWasHiddenIsFilledIn() {
    trail.add(START, 0, HOLDS);
    trail.add(START.plusSeconds(5), 5, HOLDS);
    trail.add(START.plusSeconds(300), 300, HOLDS);
    trail.recorded(List.of(dot(0), dot(5), dot(100), dot(200)));
    assertThat(trail.dots()).containsExactly(dot(0), dot(5), dot(100), dot(200), dot(300));
  }

  @Test
  void whatIsKnownStaysWhereNothingIsRecorded() {
    trail.add(START, 0, HOLDS);
    trail.recorded(List.of());
    assertThat(trail.dots()).containsExactly(dot(0));
  }
}
