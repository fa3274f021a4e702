package tech.atoms.opsdesk.environment;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a profile that a JSON Schema cannot express. Looks only at what has the right type,
 * so that it can run beside the schema and every mistake is told at once.
 */
final class ProfileRules {
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(10);
  static final Duration SHORTEST_WARM = Duration.ofSeconds(30);
  static final Duration LONGEST_WARM = Duration.ofMinutes(60);

  private final YamlDocument document;
  private final List<Mistake> mistakes = new ArrayList<>();

  private ProfileRules(YamlDocument document) {
    this.document = document;
  }

  static List<Mistake> check(YamlDocument document) {
    ProfileRules rules = new ProfileRules(document);
    rules.run();
    return rules.mistakes;
  }

  private void run() {
    JsonPointer environments = JsonPointer.compile("/environments");
    Map<String, Integer> names = new HashMap<>();
    int count = document.root().path("environments").size();
    for (int i = 0; i < count; i++) {
      JsonPointer at = environments.appendIndex(i);
      uniqueName(at.appendProperty("name"), names);
      for (String url : List.of("baseUrl", "publicUrl", "plainUrl")) {
        httpUrl(at.appendProperty("server").appendProperty(url), false);
      }
      httpUrl(at.appendProperty("platform").appendProperty("apiUrl"), true);
      httpUrl(at.appendProperty("supabase").appendProperty("apiUrl"), true);
      database(at.appendProperty("database"));
      interval(at.appendProperty("samplingInterval"), SHORTEST, LONGEST, "1s to 10m");
      interval(
          at.appendProperty("policy").appendProperty("keepWarm").appendProperty("interval"),
          SHORTEST_WARM,
          LONGEST_WARM,
          "30s to 60m");
      copies(at.appendProperty("backup"));
      schedule(at.appendProperty("backup").appendProperty("schedule"));
      mistakes.addAll(ChannelRules.check(document, at));
    }
    JsonPointer store = JsonPointer.compile("/store");
    database(store);
    JsonPointer write = store.appendProperty("write");
    if (!document.root().at(write).isMissingNode()) {
      add(write, "the store has one credential alone, its `user` and `password`; remove `write`");
    }
  }

  private void copies(JsonPointer backup) {
    JsonPointer copies = backup.appendProperty("copies");
    for (int i = 0; i < document.root().at(copies).size(); i++) {
      httpUrl(copies.appendIndex(i).appendProperty("s3").appendProperty("endpoint"), false);
    }
    mistakes.addAll(CopyRules.check(document, backup));
  }

  private void uniqueName(JsonPointer at, Map<String, Integer> names) {
    String name = text(at);
    if (name == null) {
      return;
    }
    int line = document.valueAt(at).line();
    Integer earlier = names.putIfAbsent(name.toLowerCase(java.util.Locale.ROOT), line);
    if (earlier != null) {
      add(
          at,
          "the environment on line "
              + earlier
              + " has the same name; names differ by more than capitals");
    }
  }

  private void httpUrl(JsonPointer at, boolean pathAllowed) {
    String url = text(at);
    if (url == null || !(url.startsWith("http://") || url.startsWith("https://"))) {
      return;
    }
    String rest = url.substring(url.indexOf("://") + 3);
    if (rest.contains("@")) {
      add(
          at,
          "the URL holds a user or a password; remove it: a token goes into `token:`, as a"
              + " reference such as env:NAME or file:PATH");
      return;
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      add(at, "is not a URL: a character in it must be percent-encoded");
      return;
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      add(at, "is not a URL: host and port are not of the form host or host:port");
    } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      add(at, "the URL must end before ? and #");
    } else if (!pathAllowed && !uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      add(at, "must end after host and port; paths go into healthPath, metricsPath and mcpPath");
    }
  }

  private void database(JsonPointer at) {
    JsonPointer urlAt = at.appendProperty("url");
    String url = text(urlAt);
    if (url == null || !url.matches("(?s)(jdbc:postgresql|postgresql|postgres)://.*")) {
      return;
    }
    DatabaseUrl parsed;
    try {
      parsed = DatabaseUrl.parse(url);
    } catch (IllegalArgumentException e) {
      add(urlAt, "the URL " + e.getMessage());
      return;
    }
    SslMode inUrl = parsed.sslMode();
    if (inUrl == null) {
      return;
    }
    JsonNode line = document.root().at(at.appendProperty("sslmode"));
    if (line.isMissingNode()) {
      if (inUrl != SslMode.VERIFY_FULL) {
        add(
            urlAt,
            "the URL asks for sslmode="
                + inUrl.word()
                + "; what is weaker than verify-full needs a line of its own, `sslmode: "
                + inUrl.word()
                + "`, where it is seen");
      }
    } else if (!line.asText().equals(inUrl.word())) {
      add(
          urlAt,
          "the URL asks for sslmode="
              + inUrl.word()
              + ", the line `sslmode:` for another; remove it from the URL");
    }
  }

  private void schedule(JsonPointer at) {
    String text = text(at);
    if (text != null) {
      try {
        DueTimes.parse(text);
      } catch (IllegalArgumentException e) {
        add(at, "the schedule " + e.getMessage());
      }
    }
  }

  private void interval(JsonPointer at, Duration shortest, Duration longest, String range) {
    String text = text(at);
    if (text == null || !text.matches("[1-9][0-9]{0,2}[sm]")) {
      return;
    }
    Duration interval = interval(text);
    if (interval.compareTo(shortest) < 0 || interval.compareTo(longest) > 0) {
      add(at, "must be from " + range);
    }
  }

  /** The duration of e.g. {@code 5s}; the schema has checked its shape. */
  static Duration interval(String text) {
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return text.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }

  private @Nullable String text(JsonPointer at) {
    JsonNode node = document.root().at(at);
    return node.isTextual() ? node.asText() : null;
  }

  private void add(JsonPointer at, String message) {
    mistakes.add(document.mistakeAt(document.valueAt(at), at, message));
  }
}
