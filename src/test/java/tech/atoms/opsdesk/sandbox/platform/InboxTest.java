package tech.atoms.opsdesk.sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is posted to the inbox can be read there. */
class InboxTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T09:00:00Z"));

  @Test
  void keepsTheNewestHundred(@TempDir Path directory) throws Exception {
    try (RunningPlatform platform = new RunningPlatform(directory, CLOCK, build -> {})) {
      for (int i = 0; i < 102; i++) {
        assertThat(platform.send("POST", "/sandbox/inbox", "{\"id\":\"" + i + "\"}").statusCode())
            .isEqualTo(200);
      }
      assertThat(platform.send("POST", "/sandbox/inbox", "[]").statusCode()).isEqualTo(400);
      JsonNode messages =
          new JsonMapper()
              .readTree(platform.send("GET", "/sandbox/inbox", null).body())
              .path("messages");
      assertThat(messages).hasSize(100);
      assertThat(messages.at("/0/message/id").asText()).isEqualTo("101");
      assertThat(messages.at("/0/receivedAt").asText()).isEqualTo("2026-11-22T09:00:00Z");
      assertThat(messages.at("/99/message/id").asText()).isEqualTo("2");
    }
  }
}
