package tech.atoms.opsdesk.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A notice as Slack's incoming webhooks take it, within Slack's limits: 150 characters in a header,
 * 3,000 in a section, 10 fields of 2,000. What people wrote is escaped, so that it cannot mention a
 * channel or look like a link.
 */
final class SlackText {
  private static final int MOST_IN_HEADER = 150;
  private static final int MOST_IN_SECTION = 3_000;
  private static final int MOST_IN_FIELD = 2_000;
  private static final int MOST_FIELDS = 10;
  private static final JsonMapper JSON = new JsonMapper();

  private SlackText() {}

  static String of(Sending sending) {
    Notice notice = sending.notice();
    List<Object> blocks = new ArrayList<>();
    // A header is plain text: nothing in it is markup, and escapes would show.
    blocks.add(
        Map.of(
            "type",
            "header",
            "text",
            Map.of(
                "type",
                "plain_text",
                "text",
                cut(notice.mood().sign() + " " + notice.headline(), MOST_IN_HEADER, false))));
    String changes = changes(notice);
    if (!changes.isEmpty()) {
      blocks.add(section(changes));
    }
    List<Map<String, String>> fields = new ArrayList<>();
    for (Notice.Fact fact : notice.facts()) {
      if (fields.size() == MOST_FIELDS) {
        blocks.add(fields(fields));
        fields = new ArrayList<>();
      }
      String label = "*" + cut(fact.label(), 100, true) + "*\n";
      fields.add(text(label + cut(fact.text(), MOST_IN_FIELD - label.length(), true)));
    }
    if (!fields.isEmpty()) {
      blocks.add(fields(fields));
    }
    List<Map<String, String>> small = new ArrayList<>();
    if (sending.again()) {
      small.add(text(Sending.AGAIN));
    }
    small.add(text("Atoms Ops Desk · " + notice.at() + " · " + cut(sending.key(), 200, true)));
    blocks.add(Map.of("type", "context", "elements", small));
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("text", cut(notice.mood().sign() + " " + notice.headline(), MOST_IN_SECTION, true));
    payload.put("blocks", blocks);
    payload.put("unfurl_links", false);
    payload.put("unfurl_media", false);
    try {
      return JSON.writeValueAsString(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String changes(Notice notice) {
    StringBuilder text = new StringBuilder();
    int left = notice.changes().size();
    for (Notice.Change change : notice.changes()) {
      String line =
          "• %s: %s → %s (%s)\n"
              .formatted(
                  cut(change.what(), 300, true),
                  cut(change.before(), 300, true),
                  cut(change.after(), 300, true),
                  cut(change.state(), 100, true));
      String more = "… and " + left + " more";
      if (text.length() + line.length() + more.length() > MOST_IN_SECTION) {
        return text.append(more).toString();
      }
      text.append(line);
      left--;
    }
    return text.toString();
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", text(text));
  }

  private static Map<String, Object> fields(List<Map<String, String>> fields) {
    return Map.of("type", "section", "fields", List.copyOf(fields));
  }

  private static Map<String, String> text(String text) {
    return Map.of("type", "mrkdwn", "text", text);
  }

  /** The text escaped where asked, at most so long; neither an escape nor a character is halved. */
  static String cut(String text, int most, boolean escape) {
    StringBuilder cut = new StringBuilder();
    int end = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      String one =
          switch (point) {
            case '&' -> escape ? "&amp;" : "&";
            case '<' -> escape ? "&lt;" : "<";
            case '>' -> escape ? "&gt;" : ">";
            default -> Character.toString(point);
          };
      if (cut.length() + one.length() > most) {
        return cut.substring(0, end) + "…";
      }
      cut.append(one);
      // Where it could be cut and still take the sign that it was.
      if (cut.length() < most) {
        end = cut.length();
      }
      at += Character.charCount(point);
    }
    return cut.toString();
  }
}
