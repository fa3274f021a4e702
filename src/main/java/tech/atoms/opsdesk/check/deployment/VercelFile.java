package tech.atoms.opsdesk.check.deployment;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * A {@code vercel.json}, with the line of each of its parts.
 *
 * @param root its object
 * @param lines line by JSON pointer, e.g. "/routes/1/src"
 */
public record VercelFile(JsonNode root, Map<String, Integer> lines) {
  private static final int LONGEST = 256 * 1024;
  private static final int DEEPEST = 32;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Copies the map. */
  public VercelFile {
    lines = Map.copyOf(lines);
  }

  /**
   * Reads the file.
   *
   * @throws Malformed where it is no JSON object
   */
  public static VercelFile parse(String text) throws Malformed {
    if (text.length() > LONGEST) {
      throw new Malformed(0, "it is longer than 256 KiB");
    }
    try {
      Map<String, Integer> lines = lines(text);
      JsonNode root = JSON.readTree(text);
      if (root == null || !root.isObject()) {
        throw new Malformed(1, "it is no JSON object");
      }
      return new VercelFile(root, lines);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
      throw new Malformed(line, "no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Malformed(0, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Integer> lines(String text) throws IOException, Malformed {
    Map<String, Integer> lines = new HashMap<>();
    int depth = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > DEEPEST) {
          throw new Malformed(line, "it is nested deeper than " + DEEPEST + " levels");
        }
        if (token != JsonToken.FIELD_NAME) {
          lines.putIfAbsent(parser.getParsingContext().pathAsPointer().toString(), line);
        }
      }
    }
    return lines;
  }

  /** The line of a part, from 1; that of the nearest part around it where it has none. */
  public int line(String pointer) {
    String at = pointer;
    while (!at.isEmpty()) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return 1;
  }

  /** The variables that it sets for what runs. */
  public Map<String, String> env() {
    Map<String, String> env = new LinkedHashMap<>();
    for (var one : root.path("env").properties()) {
      env.put(one.getKey(), one.getValue().asText(""));
    }
    return env;
  }
}
