package tech.atoms.opsdesk.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each kind of channel is sent, and the limits of it. */
class PayloadTest {
  private static final String KEY = "run-1a2b3c4d-17-ops";
  private final JsonMapper json = new JsonMapper();

  @Test
  void slackIsToldWithATextAndBlocksAndNobodyCanBeMentioned() throws Exception {
    String text = SlackText.of(new Sending(TestNotices.run("1a2b3c4d"), KEY, false));
    JsonNode payload = json.readTree(text);
    assertThat(payload.path("text").asText())
        .isEqualTo("✅ production: Roll back from v1.5.0 to v1.4.2: done");
    assertThat(payload.at("/blocks/0/text/text").asText())
        .isEqualTo("✅ production: Roll back from v1.5.0 to v1.4.2: done");
    assertThat(payload.at("/blocks/1/text/text").asText())
        .isEqualTo("• Point production to v1.4.2: v1.5.0 → v1.4.2 (done)\n");
    assertThat(payload.at("/blocks/2/fields/1/text").asText())
        .isEqualTo("*Why*\nerrors &amp; &lt;!channel&gt; * _x_");
    assertThat(payload.at("/blocks/3/elements/0/text").asText()).contains(KEY);
    assertThat(payload.path("unfurl_links").asBoolean(true)).isFalse();
    assertThat(text).doesNotContain("<!channel>", Sending.AGAIN);
    assertThat(SlackText.of(new Sending(TestNotices.run("1"), KEY, true))).contains(Sending.AGAIN);
  }

  @Test
  void slacksLimitsHoldWhateverIsWritten() throws Exception {
    List<Notice.Change> changes = new ArrayList<>();
    List<Notice.Fact> facts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      changes.add(new Notice.Change("<step " + i + ">", "a".repeat(900), "&".repeat(900), "done"));
      facts.add(new Notice.Fact("f" + i, "Fact " + i, "😀<".repeat(3_000)));
    }
    Notice notice =
        new Notice(
            "run",
            "1",
            "shop",
            "t&".repeat(400),
            Notice.Mood.BAD,
            "paused",
            TestNotices.AT,
            changes,
            facts);
    JsonNode payload = json.readTree(SlackText.of(new Sending(notice, KEY, true)));
    assertThat(payload.path("text").asText()).hasSizeLessThanOrEqualTo(3_000);
    assertThat(payload.path("blocks").size()).isBetween(3, 50);
    for (JsonNode block : payload.path("blocks")) {
      int most = block.path("type").asText().equals("header") ? 150 : 3_000;
      String text = block.path("text").path("text").asText();
      assertThat(text.length()).isLessThanOrEqualTo(most);
      assertThat(block.path("fields").size()).isLessThanOrEqualTo(10);
      for (JsonNode field : block.path("fields")) {
        String one = field.path("text").asText();
        assertThat(one).hasSizeLessThanOrEqualTo(2_000).endsWith("…");
        assertThat(one.replace("&lt;", "")).doesNotContain("&", "<");
        assertThat(one.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)).isTrue();
      }
    }
    assertThat(payload.at("/blocks/1/text/text").asText()).contains("… and ", " more");
  }

  @Test
  void aTextThatFitsIsLeftWhole() {
    assertThat(SlackText.cut("abc", 3, true)).isEqualTo("abc");
    assertThat(SlackText.cut("abcd", 3, true)).isEqualTo("ab…");
    assertThat(SlackText.cut("a&b", 6, true)).isEqualTo("a…");
    assertThat(SlackText.cut("a&b", 7, true)).isEqualTo("a&amp;b");
  }

  @Test
  void programsAreToldEverythingByName() throws Exception {
    JsonNode payload =
        json.readTree(WebhookJson.of(new Sending(TestNotices.run("1a2b3c4d"), KEY, true)));
    assertThat(payload.path("kind").asText()).isEqualTo("run");
    assertThat(payload.path("id").asText()).isEqualTo("1a2b3c4d");
    assertThat(payload.path("idempotencyKey").asText()).isEqualTo(KEY);
    assertThat(payload.path("mayBeRepeated").asBoolean()).isTrue();
    assertThat(payload.path("at").asText()).isEqualTo("2026-11-22T09:00:00Z");
    assertThat(payload.at("/changes/0/after").asText()).isEqualTo("v1.4.2");
    assertThat(payload.at("/facts/reason").asText()).isEqualTo("errors & <!channel> * _x_");
    assertThat(payload.path("mood").asText()).isEqualTo("good");
  }

  @Test
  void theSubjectOfAMailIsOneLine() {
    Notice notice =
        new Notice(
            "run",
            "1",
            "shop",
            "a\r\nBcc: x@y.z",
            Notice.Mood.OPEN,
            "paused",
            TestNotices.AT,
            List.of(),
            List.of());
    assertThat(MailText.subject(notice)).isEqualTo("[shop] a Bcc: x@y.z: paused");
    assertThat(MailText.body(new Sending(TestNotices.run("1"), KEY, true)))
        .contains(
            "- Point production to v1.4.2: v1.5.0 -> v1.4.2 (done)",
            "Who: Olga <olga@example.com>",
            Sending.AGAIN,
            KEY);
  }
}
