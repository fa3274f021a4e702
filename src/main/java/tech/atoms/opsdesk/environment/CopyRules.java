package tech.atoms.opsdesk.environment;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Loopback;

/**
 * The rules of the places that backups are copied to: each is of one kind and has a name of its
 * own, and none is the directory itself. Looks only at what has the right type.
 */
final class CopyRules {
  private static final String DIRECTORY = "directory";
  private static final String S3 = "s3";

  private final YamlDocument document;
  private final JsonPointer backup;
  private final List<Mistake> mistakes = new ArrayList<>();

  private CopyRules(YamlDocument document, JsonPointer backup) {
    this.document = document;
    this.backup = backup;
  }

  static List<Mistake> check(YamlDocument document, JsonPointer backup) {
    CopyRules rules = new CopyRules(document, backup);
    rules.run();
    return rules.mistakes;
  }

  private void run() {
    JsonPointer copies = backup.appendProperty("copies");
    Map<String, Integer> names = new HashMap<>();
    Map<String, Integer> directories = new HashMap<>();
    JsonPointer own = backup.appendProperty(DIRECTORY);
    String first = text(own);
    if (first != null) {
      directories.put(first, document.valueAt(own).line());
    }
    for (int i = 0; i < document.root().at(copies).size(); i++) {
      JsonPointer at = copies.appendIndex(i);
      unique(at.appendProperty("name"), names, "the copy on line %d has the same name");
      unique(
          at.appendProperty(DIRECTORY),
          directories,
          "line %d names the same directory; a copy there is none");
      kind(at);
      endpoint(at.appendProperty(S3).appendProperty("endpoint"));
    }
  }

  private void unique(JsonPointer at, Map<String, Integer> known, String message) {
    String text = text(at);
    if (text == null) {
      return;
    }
    Integer earlier = known.putIfAbsent(text, document.valueAt(at).line());
    if (earlier != null) {
      mistake(at, message.formatted(earlier));
    }
  }

  private void kind(JsonPointer at) {
    JsonNode copy = document.root().at(at);
    if (!copy.isObject()) {
      return;
    }
    boolean directory = copy.has(DIRECTORY);
    if (directory == copy.has(S3)) {
      mistakes.add(
          document.mistakeAt(
              document.keyAt(at),
              at,
              directory
                  ? "a copy is kept in one place: `directory` or `s3`, not both"
                  : "the key `directory` or `s3` is missing: it says where the copy is kept"));
    }
  }

  /** Names and lengths of what is kept are nobody's business on the way. */
  private void endpoint(JsonPointer at) {
    String url = text(at);
    if (url == null || !url.startsWith("http://")) {
      return;
    }
    try {
      String host = URI.create(url).getHost();
      if (host != null && !Loopback.is(host)) {
        mistake(
            at,
            "storage is asked in the clear on this machine alone (127.0.0.1, localhost); use"
                + " https://");
      }
    } catch (IllegalArgumentException e) {
      // Told as no URL by the rules of every URL.
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
