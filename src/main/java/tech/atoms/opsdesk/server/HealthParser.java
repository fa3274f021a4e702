package tech.atoms.opsdesk.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.HttpFailure;

/** Reads what a health endpoint answers, as leniently as is honest. */
final class HealthParser {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z _-]{0,30}");
  private static final int MOST_ENTRIES = 64;
  private static final int LONGEST = 64;

  private HealthParser() {}

  /**
   * Reads an answer.
   *
   * @param answer of any status
   * @param at when it came
   * @throws HttpFailure where a successful answer is neither a JSON object nor a plain word, or is
   *     empty
   */
  static Health parse(Answer answer, Instant at) {
    Fields fields = new Fields();
    JsonNode json = json(answer.body());
    if (json != null && json.isObject()) {
      fields.read(json);
    } else if (json != null && json.isTextual()) {
      fields.word = cut(json.asText());
    } else if (WORD.matcher(answer.body().strip()).matches()) {
      fields.word = answer.body().strip();
    } else if (answer.status() == 200 && answer.body().isBlank()) {
      throw empty(answer);
    } else if (answer.isSuccess() && !answer.body().isBlank()) {
      throw unreadable(answer, json != null);
    }
    return new Health(
        at,
        answer.took(),
        answer.status(),
        answer.redirects(),
        fields.word,
        fields.timestamp,
        fields.version,
        fields.checks,
        fields.metrics,
        answer.headers(),
        fields.oddities);
  }

  private static HttpFailure empty(Answer answer) {
    return new HttpFailure(
        HttpFailure.Kind.CONTENT,
        new Problem(
            "The health endpoint answered nothing",
            answer.url().toString(),
            "status 200 with an empty body",
            "Check the health path in the profile, and what a proxy in between answers"),
        null);
  }

  private static HttpFailure unreadable(Answer answer, boolean json) {
    boolean html =
        answer.mediaType().equals("text/html") || answer.body().stripLeading().startsWith("<");
    return new HttpFailure(
        HttpFailure.Kind.CONTENT,
        new Problem(
            html
                ? "The health endpoint answered a web page"
                : json
                    ? "The health endpoint answered other JSON"
                    : "The health endpoint answered invalid JSON",
            answer.url().toString(),
            html
                ? "HTML where JSON is expected"
                : (json ? "neither an object nor a word: " : "the text is not JSON: ")
                    + start(answer.body()),
            "Check the health path in the profile, and what a proxy in between answers"),
        null);
  }

  private static String start(String body) {
    String line = body.strip().replaceAll("\\p{Cntrl}+", " ");
    return "\"" + (line.length() > 40 ? line.substring(0, 40) + "…" : line) + "\"";
  }

  private static @Nullable JsonNode json(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  private static String cut(String text) {
    String clean = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
  }

  /** What has been found so far. */
  private static final class Fields {
    private @Nullable String word;
    private @Nullable Instant timestamp;
    private @Nullable String version;
    private final Map<String, String> checks = new LinkedHashMap<>();
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final List<String> oddities = new ArrayList<>();

    void read(JsonNode json) {
      word = text(json.get("status"));
      version = text(json.get("version"));
      timestamp = time(json.get("timestamp"));
      for (Map.Entry<String, JsonNode> entry : entries(json.get("checks"), "checks")) {
        JsonNode value = entry.getValue();
        String found = text(value.isObject() ? value.get("status") : value);
        if (found != null) {
          checks.put(cut(entry.getKey()), found);
        }
      }
      for (Map.Entry<String, JsonNode> entry : entries(json.get("metrics"), "metrics")) {
        number(cut(entry.getKey()), entry.getValue());
      }
    }

    private Iterable<Map.Entry<String, JsonNode>> entries(@Nullable JsonNode node, String name) {
      if (node == null || node.isNull()) {
        return List.of();
      }
      if (!node.isObject()) {
        oddities.add(name + " is not an object");
        return List.of();
      }
      if (node.size() > MOST_ENTRIES) {
        oddities.add(name + " holds " + node.size() + " entries; " + MOST_ENTRIES + " are read");
      }
      return node.properties().stream().limit(MOST_ENTRIES).toList();
    }

    private void number(String name, JsonNode value) {
      if (value.isNull()) {
        return;
      }
      double number = value.asDouble(Double.NaN);
      if (!Double.isFinite(number)) {
        oddities.add("metrics." + name + " is not a number");
      } else if (number < 0) {
        oddities.add("metrics." + name + " is negative: " + value.asText());
      } else {
        metrics.put(name, number);
      }
    }

    private @Nullable Instant time(@Nullable JsonNode node) {
      if (node == null || node.isNull()) {
        return null;
      }
      try {
        if (node.isNumber()) {
          double seconds = node.asDouble();
          // Above this, seconds would lie beyond the year 5000: milliseconds.
          return Instant.ofEpochMilli((long) (seconds > 1e11 ? seconds : seconds * 1000));
        }
        String text = node.asText().strip().replace(' ', 'T');
        return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
            ? OffsetDateTime.parse(text).toInstant()
            // Python's utcnow().isoformat() writes no zone and means UTC.
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        oddities.add("timestamp is not a time: " + cut(node.asText()));
        return null;
      }
    }

    private static @Nullable String text(@Nullable JsonNode node) {
      return node == null || !node.isValueNode() || node.isNull() || node.asText().isBlank()
          ? null
          : cut(node.asText());
    }
  }
}
