package tech.atoms.opsdesk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long to leave a server alone, in every form that RFC 9110 (10.2.3) allows. */
class RetryAfterTest {
  private static final Instant CAME = Instant.parse("2026-11-22T10:00:00Z");

  /** The header, the server's own time, seconds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|                             |7",
        " 0 |                           |0",
        "Sun, 22 Nov 2026 10:01:30 GMT  ||90",
        "Sunday, 22-Nov-26 10:01:30 GMT ||90",
        "Sun, 22 Nov 2026 11:01:30 GMT  |Sun, 22 Nov 2026 11:00:00 GMT|90",
        "Sun, 22 Nov 2026 09:59:00 GMT  ||0",
        "Fri, 31 Dec 9999 23:59:59 GMT  ||",
        "9999999                        ||",
        "-1                             ||",
        "soon                           ||",
        "                               ||"
      })
  void isToldInSecondsOrAsAnInstant(
      @Nullable String told, @Nullable String date, @Nullable Long seconds) {
    Map<String, String> headers = new HashMap<>();
    if (told != null) {
      headers.put("retry-after", told);
    }
    if (date != null) {
      headers.put("date", date);
    }
    Answer answer =
        new Answer(429, URI.create("http://x/"), List.of(), headers, "", CAME, Duration.ZERO);
    assertThat(answer.retryAfter()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }
}
