package tech.atoms.opsdesk.environment;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks a document against a JSON Schema of ours, e.g. the profile's, and says what is wrong in
 * words, with what is allowed. A value is quoted only where it is close to an allowed one.
 */
final class SchemaCheck {
  static final String RESOURCE = "/schema/profile.schema.json";
  private static final String LITERAL =
      "a secret must be a reference: env:NAME, file:PATH or keyring:NAME. A literal does not belong"
          + " in a profile: put it into a file only you may read, e.g. secrets/NAME beside the"
          + " profile (chmod 600), and write file:secrets/NAME; then change the secret, because it"
          + " has been in this file";

  private final JsonNode schemaNode;
  private final Schema schema;

  /** Against the profile's. */
  SchemaCheck() {
    this(RESOURCE);
  }

  /**
   * Against another one.
   *
   * @param resource absolute name on the class path
   */
  SchemaCheck(String resource) {
    try (InputStream in = SchemaCheck.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      schemaNode = new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schemaNode);
  }

  List<Mistake> check(YamlDocument document) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Error error : schema.validate(document.root())) {
      Mistake mistake = mistake(document, error);
      if (mistakes.stream().noneMatch(mistake::equals)) {
        mistakes.add(mistake);
      }
    }
    return mistakes;
  }

  private Mistake mistake(YamlDocument document, Error error) {
    JsonPointer at = pointer(error.getInstanceLocation());
    JsonPointer location = pointer(error.getSchemaLocation().getFragment());
    JsonNode rule = schemaNode.at(location.head());
    JsonNode value = document.root().at(at);
    String property = error.getProperty();
    return switch (error.getKeyword()) {
      case "additionalProperties" -> {
        String key = property == null ? "" : property;
        JsonPointer child = at.appendProperty(key);
        yield document.mistakeAt(document.keyAt(child), child, unknownKey(key, rule));
      }
      case "required" ->
          document.mistakeAt(
              document.keyAt(at),
              at,
              "the key `" + property + "` is missing" + hint(rule, property));
      case "type" -> document.mistakeAt(document.valueAt(at), at, wrongType(location, rule, value));
      case "enum" -> document.mistakeAt(document.valueAt(at), at, notOneOf(rule, value));
      case "minimum", "maximum" ->
          document.mistakeAt(
              document.valueAt(at),
              at,
              "must be a whole number from " + rule.get("minimum") + " to " + rule.get("maximum"));
      case "minItems" ->
          document.mistakeAt(document.keyAt(at), at, "the list is empty; it needs at least 1");
      case "uniqueItems" -> document.mistakeAt(document.valueAt(at), at, "an entry stands twice");
      case "pattern", "minLength", "maxLength" ->
          document.mistakeAt(
              document.valueAt(at),
              at,
              isSecret(location) ? LITERAL : "must be " + rule.path("description").asText());
      default -> document.mistakeAt(document.valueAt(at), at, "is more than fits here");
    };
  }

  private static boolean isSecret(JsonPointer location) {
    return location.toString().startsWith("/$defs/secret/");
  }

  private static String unknownKey(String key, JsonNode rule) {
    List<String> allowed = new ArrayList<>();
    rule.path("properties").fieldNames().forEachRemaining(allowed::add);
    String name = YamlDocument.shown(key).map(k -> "unknown key `" + k + "`").orElse("unknown key");
    String meant =
        YamlDocument.shown(key)
            .flatMap(k -> Nearest.to(k, allowed))
            .map(k -> "; did you mean `" + k + "`?")
            .orElse(";");
    return name + meant + " allowed: " + String.join(", ", allowed);
  }

  private String hint(JsonNode rule, @Nullable String property) {
    JsonNode wanted = rule.path("properties").path(property == null ? "" : property);
    JsonNode resolved =
        wanted.has("$ref")
            ? schemaNode.at(JsonPointer.compile(wanted.get("$ref").asText().substring(1)))
            : wanted;
    if (resolved.has("enum")) {
      return ": " + words(resolved.get("enum"));
    }
    return resolved.path("type").asText().equals("string")
        ? ": " + resolved.path("description").asText()
        : "";
  }

  private static String wrongType(JsonPointer location, JsonNode rule, JsonNode value) {
    if (value.isNull()) {
      return "has no value; give it one or remove the line";
    }
    String wanted = rule.path("type").asText();
    if (wanted.equals("string") && value.isValueNode()) {
      if (isSecret(location)) {
        return LITERAL;
      }
      // A number where a pattern is wanted needs more than quotes, e.g. 5 instead of 5s.
      return rule.has("pattern") && !matches(rule, value)
          ? "must be " + rule.path("description").asText()
          : "must be text; put it in quotes";
    }
    return "must be " + name(wanted) + ", not " + kind(value);
  }

  private static boolean matches(JsonNode rule, JsonNode value) {
    return Pattern.compile(rule.path("pattern").asText()).matcher(value.asText()).find();
  }

  private static String notOneOf(JsonNode rule, JsonNode value) {
    if (value.isNull()) {
      return "has no value; allowed: " + words(rule.get("enum"));
    }
    List<String> allowed = new ArrayList<>();
    rule.get("enum").forEach(word -> allowed.add(word.asText()));
    String meant =
        Nearest.to(shortened(value.asText()), allowed)
            .map(word -> "; did you mean `" + word + "`?")
            .orElse(";");
    return "is not an allowed value" + meant + " allowed: " + String.join(", ", allowed);
  }

  private static String shortened(String value) {
    return value.substring(0, Math.min(value.length(), 40));
  }

  private static String words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(word -> words.add(word.asText()));
    return words.stream().collect(Collectors.joining(", "));
  }

  private static String name(String type) {
    return switch (type) {
      case "string" -> "text";
      case "integer", "number" -> "a whole number";
      case "boolean" -> "true or false";
      case "array" -> "a list (lines that start with - )";
      default -> "a group of keys (key: value lines, indented)";
    };
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "a group of keys";
      case NUMBER -> value.isIntegralNumber() ? "a number" : "a number with a fraction";
      case BOOLEAN -> "true or false";
      default -> "text";
    };
  }

  private static JsonPointer pointer(NodePath path) {
    JsonPointer pointer = JsonPointer.empty();
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      pointer =
          element instanceof Integer index
              ? pointer.appendIndex(index)
              : pointer.appendProperty(String.valueOf(element));
    }
    return pointer;
  }
}
