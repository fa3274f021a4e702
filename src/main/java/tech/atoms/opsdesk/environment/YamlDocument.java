package tech.atoms.opsdesk.environment;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML text as JSON, with the place of every key and value. Aliases are expanded up to a limit,
 * so a small file cannot grow into a large tree.
 */
final class YamlDocument {
  private static final int MOST_NODES = 20_000;
  private static final int DEEPEST = 40;
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{1,15}\\.[0-9]{1,15}");
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

  /** Line and column, from 1. */
  record Place(int line, int column) {
    static final Place START = new Place(1, 1);
  }

  private final Map<JsonPointer, Place> keys = new HashMap<>();
  private final Map<JsonPointer, Place> values = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private JsonNode root = JsonNodeFactory.instance.nullNode();
  private int nodes;

  private YamlDocument() {}

  /**
   * Parses a text. Mistakes that leave the tree readable are in {@link #mistakes}.
   *
   * @throws UnreadableYaml where there is no tree
   */
  static YamlDocument parse(String text) {
    YamlDocument document = new YamlDocument();
    Node node = compose(text);
    if (node != null) {
      document.root = document.convert(node, JsonPointer.empty(), 0);
    }
    return document;
  }

  private static @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(ProfileFile.MOST_BYTES);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (RuntimeException e) {
      throw UnreadableYaml.of(text, e);
    }
  }

  JsonNode root() {
    return root;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  /** Where a value stands; its nearest parent's place when it is missing. */
  Place valueAt(JsonPointer pointer) {
    return nearest(values, pointer);
  }

  /** Where a key stands; the value's place for a member of a list. */
  Place keyAt(JsonPointer pointer) {
    Place key = keys.get(pointer);
    return key == null ? valueAt(pointer) : key;
  }

  private static Place nearest(Map<JsonPointer, Place> places, JsonPointer pointer) {
    for (JsonPointer at = pointer; at != null; at = at.head()) {
      Place place = places.get(at);
      if (place != null) {
        return place;
      }
    }
    return Place.START;
  }

  /** A pointer as people write it; keys that are no plain words are left out. */
  static String path(JsonPointer pointer) {
    StringBuilder path = new StringBuilder();
    for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
      String name = at.getMatchingProperty();
      if (at.mayMatchElement()) {
        path.append('[').append(at.getMatchingIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(shown(name).orElse("…"));
      }
    }
    return path.toString();
  }

  /** A key that may be shown; empty where it is no plain word and could be anything. */
  static Optional<String> shown(String key) {
    return PLAIN_KEY.matcher(key).matches() ? Optional.of(key) : Optional.empty();
  }

  Mistake mistakeAt(Place place, JsonPointer pointer, String message) {
    return new Mistake(place.line(), place.column(), path(pointer), message);
  }

  private JsonNode convert(Node node, JsonPointer at, int depth) {
    Place place = place(node.getStartMark());
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      throw new UnreadableYaml(place, "aliases (*name) unfold into more than a profile can hold");
    }
    values.put(at, place);
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, at, depth);
      case SequenceNode sequence -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(convert(item, at.appendIndex(array.size()), depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar, at, place);
      default -> throw new UnreadableYaml(place, "this is not supported in a profile");
    };
  }

  private ObjectNode mapping(MappingNode mapping, JsonPointer at, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      Place place = place(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new UnreadableYaml(place, "a key must be a word");
      }
      JsonPointer child = at.appendProperty(key.getValue());
      if (key.getTag().equals(Tag.MERGE)) {
        throw new UnreadableYaml(
            place, "merge keys (<<) are not supported; repeat the lines, or use an alias (*name)");
      }
      Place earlier = keys.putIfAbsent(child, place);
      if (earlier != null) {
        mistakes.add(
            mistakeAt(
                place,
                child,
                "the key stands twice, first on line " + earlier.line() + "; remove one"));
        continue;
      }
      object.set(key.getValue(), convert(tuple.getValueNode(), child, depth + 1));
    }
    return object;
  }

  private JsonNode scalar(ScalarNode scalar, JsonPointer at, Place place) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    String value = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return json.nullNode();
    }
    if (tag.equals(Tag.INT) && INTEGER.matcher(value).matches()) {
      return json.numberNode(Long.parseLong(value));
    }
    if (tag.equals(Tag.FLOAT) && DECIMAL.matcher(value).matches()) {
      return json.numberNode(Double.parseDouble(value));
    }
    if (tag.equals(Tag.BOOL)) {
      String lower = value.toLowerCase(Locale.ROOT);
      if (lower.equals("true") || lower.equals("false")) {
        return json.booleanNode(lower.equals("true"));
      }
    }
    if (!tag.startsWith(Tag.PREFIX) || tag.equals(Tag.BINARY)) {
      mistakes.add(
          mistakeAt(
              place,
              at,
              "tags (!name) are not supported; put a value that starts with ! in quotes"));
    }
    return json.textNode(value);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
