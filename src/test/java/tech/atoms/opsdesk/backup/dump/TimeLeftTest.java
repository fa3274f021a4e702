package tech.atoms.opsdesk.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long it still takes, in words. */
class TimeLeftTest {
  @ParameterizedTest
  @CsvSource({
    "25, 100, 10, ', about 30 s left'",
    "99, 100, 10, ', about 1 s left'",
    "25, 100, 60, ', about 3 min left'",
    "3, 100, 2, ', about 65 s left'",
    "50, 100, 1, ''",
    "1, 100, 10, ''",
    "100, 100, 10, ''",
    "120, 100, 10, ''",
    "5, 0, 10, ''",
    "0, 100, 10, ''"
  })
  void itIsToldFromHowFarItCameAndNotTooSoon(long done, long of, long seconds, String words) {
    assertThat(TimeLeft.words(done, of, Duration.ofSeconds(seconds))).isEqualTo(words);
  }
}
