package tech.atoms.opsdesk.environment;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Loopback;

/**
 * The rules of an environment's channels: which keys a kind takes, and that whoever hears of
 * something is a channel. Looks only at what has the right type.
 */
final class ChannelRules {
  private static final List<String> EVERY = List.of("name", "kind", "caFile");
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "slack", List.of("url"),
          "webhook", List.of("url"),
          "email", List.of("host", "from", "to"));
  private static final Map<String, List<String>> ALLOWED =
      Map.of(
          "slack", List.of(),
          "webhook", List.of("token"),
          "email", List.of("port", "security", "user", "password"));

  private final YamlDocument document;
  private final JsonPointer environment;
  private final List<Mistake> mistakes = new ArrayList<>();

  private ChannelRules(YamlDocument document, JsonPointer environment) {
    this.document = document;
    this.environment = environment;
  }

  static List<Mistake> check(YamlDocument document, JsonPointer environment) {
    ChannelRules rules = new ChannelRules(document, environment);
    rules.run();
    return rules.mistakes;
  }

  private void run() {
    JsonPointer channels = environment.appendProperty("channels");
    Map<String, Integer> lines = new HashMap<>();
    int count = document.root().at(channels).size();
    for (int i = 0; i < count; i++) {
      JsonPointer at = channels.appendIndex(i);
      name(at.appendProperty("name"), lines);
      keys(at);
      security(at);
      user(at);
    }
    JsonPointer runs = environment.appendProperty("notify").appendProperty("runs");
    for (int i = 0; i < document.root().at(runs).size(); i++) {
      JsonPointer at = runs.appendIndex(i);
      String name = text(at);
      if (name != null && !lines.containsKey(name)) {
        mistake(
            at,
            lines.isEmpty()
                ? "the environment has no such channel; it has no `channels`"
                : "the environment has no such channel; it has "
                    + String.join(", ", lines.keySet().stream().sorted().toList()));
      }
    }
  }

  private void name(JsonPointer at, Map<String, Integer> lines) {
    String name = text(at);
    if (name == null) {
      return;
    }
    Integer earlier = lines.putIfAbsent(name, document.valueAt(at).line());
    if (earlier != null) {
      mistake(at, "the channel on line " + earlier + " has the same name");
    }
  }

  private void keys(JsonPointer at) {
    String kind = text(at.appendProperty("kind"));
    List<String> needed = kind == null ? null : NEEDED.get(kind);
    List<String> allowed = kind == null ? null : ALLOWED.get(kind);
    JsonNode channel = document.root().at(at);
    if (needed == null || allowed == null || !channel.isObject()) {
      return;
    }
    for (String key : needed) {
      if (channel.path(key).isMissingNode()) {
        mistakes.add(
            document.mistakeAt(
                document.keyAt(at),
                at,
                "the key `" + key + "` is missing: a channel of kind " + kind + " needs it"));
      }
    }
    List<String> all = new ArrayList<>(EVERY);
    all.addAll(needed);
    all.addAll(allowed);
    for (Map.Entry<String, JsonNode> member : channel.properties()) {
      String key = member.getKey();
      boolean ofAnother =
          NEEDED.values().stream().anyMatch(keys -> keys.contains(key))
              || ALLOWED.values().stream().anyMatch(keys -> keys.contains(key));
      if (ofAnother && !all.contains(key)) {
        JsonPointer child = at.appendProperty(key);
        mistakes.add(
            document.mistakeAt(
                document.keyAt(child),
                child,
                "a channel of kind " + kind + " takes: " + String.join(", ", all)));
      }
    }
  }

  private void security(JsonPointer at) {
    JsonPointer security = at.appendProperty("security");
    String host = text(at.appendProperty("host"));
    if ("none".equals(text(security)) && host != null && !Loopback.is(host)) {
      mistake(
          security,
          "mail is sent in the clear to this machine alone (127.0.0.1, localhost); use starttls or"
              + " tls");
    }
  }

  private void user(JsonPointer at) {
    boolean user = text(at.appendProperty("user")) != null;
    boolean password = text(at.appendProperty("password")) != null;
    if (user != password) {
      mistake(
          at.appendProperty(user ? "user" : "password"),
          user ? "the key `password` is missing beside it" : "the key `user` is missing beside it");
    }
  }

  private @Nullable String text(JsonPointer at) {
    JsonNode node = document.root().at(at);
    return node.isTextual() ? node.asText() : null;
  }

  private void mistake(JsonPointer at, String message) {
    mistakes.add(document.mistakeAt(document.valueAt(at), at, message));
  }
}
