package tech.atoms.opsdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;

/** Whatever a challenge holds, reading it ends, with an http URL or with none. */
class ChallengeTest {
  private static final List<String> PIECES =
      List.of(
          "Bearer ",
          "resource_metadata",
          "=",
          "\"",
          ",",
          " ",
          "https://x/y",
          "http://",
          "file:///etc/passwd",
          "[::1",
          "%zz",
          "\\",
          "\u0000",
          "\uD800",
          "realm=\"x\"",
          "resource_metadata=\"",
          "=".repeat(3_000),
          "resource_metadata = ".repeat(200),
          "a".repeat(3_000));

  @Test
  void theAddressIsReadQuotedOrNotAndAfterOtherParameters() {
    URI url = URI.create("https://mcp.example/.well-known/oauth-protected-resource");
    assertThat(Challenge.resourceMetadata("Bearer realm=\"x\", resource_metadata=\"" + url + "\""))
        .isEqualTo(url);
    assertThat(Challenge.resourceMetadata("Bearer resource_metadata=" + url + ", error=\"x\""))
        .isEqualTo(url);
    assertThat(Challenge.resourceMetadata("Bearer resource_metadata=\"file:///etc/passwd\""))
        .isNull();
    assertThat(Challenge.resourceMetadata(null)).isNull();
  }

  @Test
  void isReadWhateverItHolds() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            Cases.check(
                10_000,
                random -> {
                  String header =
                      String.join("", Cases.list(random, 0, 20, r -> Cases.one(r, PIECES)));
                  URI url = Challenge.resourceMetadata(header);
                  if (url != null) {
                    assertThat(url.getScheme()).startsWith("http");
                    assertThat(url.getHost()).isNotBlank();
                  }
                }));
  }
}
