package tech.atoms.opsdesk.check.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Sha256;

/**
 * What callers of a tool rely on: its parameters. Can be written as text, and read from it.
 *
 * @param hash of the whole schema, words for people aside
 * @param parameters by name
 */
record Shape(String hash, Map<String, Parameter> parameters) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int HASH = 12;
  private static final Set<String> WORDS =
      Set.of("description", "title", "examples", "example", "$comment");
  private static final Pattern LINE =
      Pattern.compile("(\\S+): (\\S+?)(, required)?(?:, one of (\\S+))?");
  private static final Pattern FIRST = Pattern.compile("schema ([0-9a-f]+)");

  /** Copies the map. */
  Shape {
    parameters = Map.copyOf(parameters);
  }

  /**
   * A parameter.
   *
   * @param types e.g. "string"; "any" where the schema does not say
   * @param required whether a call without it is refused
   * @param values the only ones allowed; empty: any of the types
   */
  record Parameter(Set<String> types, boolean required, Set<String> values) {
    /** Copies the sets, in order. */
    Parameter {
      types = new TreeSet<>(types);
      values = new TreeSet<>(values);
    }
  }

  /** Of a tool as it is listed; null where the text is no JSON. */
  static @Nullable Shape of(String definition) {
    JsonNode schema;
    try {
      schema = JSON.readTree(definition).path("inputSchema");
    } catch (JsonProcessingException e) {
      return null;
    }
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    Map<String, Parameter> parameters = new TreeMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            one ->
                parameters.put(
                    plain(one.getKey()),
                    new Parameter(
                        types(one.getValue()),
                        required.contains(one.getKey()),
                        values(one.getValue()))));
    return new Shape(hash(canonical(schema, false).toString()), parameters);
  }

  private static Set<String> types(JsonNode schema) {
    Set<String> types = new TreeSet<>();
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      types.add(plain(type.asText()));
    }
    type.forEach(one -> types.add(plain(one.asText())));
    for (String choice : List.of("anyOf", "oneOf")) {
      schema.path(choice).forEach(one -> types.addAll(types(one)));
    }
    if (types.isEmpty()) {
      types.add(schema.has("$ref") ? plain(schema.path("$ref").asText()) : "any");
    }
    return types;
  }

  private static Set<String> values(JsonNode schema) {
    Set<String> values = new TreeSet<>();
    schema.path("enum").forEach(one -> values.add(plain(one.asText())));
    if (schema.has("const")) {
      values.add(plain(schema.path("const").asText()));
    }
    return values;
  }

  /** Names and values stand in lines of text, divided by spaces and bars. */
  private static String plain(String text) {
    return text.isEmpty() ? "_" : text.replaceAll("[\\s|]", "_");
  }

  /** In order of names, without words; a parameter may be called "title". */
  private static JsonNode canonical(JsonNode node, boolean names) {
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(one -> array.add(canonical(one, false)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode sorted = JsonNodeFactory.instance.objectNode();
    Map<String, JsonNode> members = new TreeMap<>();
    node.properties().forEach(one -> members.put(one.getKey(), one.getValue()));
    members.forEach(
        (name, value) -> {
          if (names || !WORDS.contains(name)) {
            sorted.set(name, canonical(value, !names && name.equals("properties")));
          }
        });
    return sorted;
  }

  static String hash(String text) {
    return Sha256.hex(text).substring(0, HASH);
  }

  /** Lines for people, from which {@link #read} makes the shape again. */
  String text() {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(
                one -> {
                  Parameter it = one.getValue();
                  return one.getKey()
                      + ": "
                      + String.join("|", it.types())
                      + (it.required() ? ", required" : "")
                      + (it.values().isEmpty() ? "" : ", one of " + String.join("|", it.values()));
                })
            .collect(Collectors.joining("\n", "schema " + hash + "\n", ""))
            .strip();
  }

  /** The shape that a text tells; null where it was cut or is none. */
  static @Nullable Shape read(String text) {
    List<String> lines = text.lines().toList();
    Matcher first = FIRST.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!first.matches()) {
      return null;
    }
    Map<String, Parameter> parameters = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        return null;
      }
      String values = matcher.group(4);
      parameters.put(
          matcher.group(1),
          new Parameter(
              Set.of(matcher.group(2).split("\\|")),
              matcher.group(3) != null,
              values == null ? Set.of() : Set.of(values.split("\\|"))));
    }
    return new Shape(first.group(1), parameters);
  }

  /**
   * What differs from an earlier shape.
   *
   * @param broken what callers of the earlier one stumble over
   * @param added what they need not know
   */
  record Drift(List<String> broken, List<String> added) {}

  /**
   * Holds it against an earlier one.
   *
   * @param tool its name, for words
   */
  Drift since(Shape before, String tool) {
    List<String> broken = new ArrayList<>();
    List<String> added = new ArrayList<>();
    before.parameters.forEach(
        (name, old) -> {
          Parameter now = parameters.get(name);
          if (now == null) {
            broken.add(tool + "." + name + " removed");
          } else {
            compare(tool + "." + name, old, now, broken, added);
          }
        });
    parameters.forEach(
        (name, now) -> {
          if (!before.parameters.containsKey(name)) {
            (now.required() ? broken : added)
                .add(tool + "." + name + (now.required() ? " added, and required" : " added"));
          }
        });
    if (broken.isEmpty() && added.isEmpty() && !hash.equals(before.hash)) {
      added.add(tool + ": details of its schema changed");
    }
    broken.sort(null);
    added.sort(null);
    return new Drift(broken, added);
  }

  private static void compare(
      String name, Parameter old, Parameter now, List<String> broken, List<String> added) {
    if (now.required() && !old.required()) {
      broken.add(name + " is required now");
    } else if (old.required() && !now.required()) {
      added.add(name + " is optional now");
    }
    if (!now.types().equals(old.types())) {
      boolean wider = now.types().contains("any") || now.types().containsAll(old.types());
      (wider ? added : broken)
          .add(
              name
                  + " is "
                  + String.join("|", now.types())
                  + ", was "
                  + String.join("|", old.types()));
    }
    Set<String> gone = new TreeSet<>(old.values());
    gone.removeAll(now.values());
    if (!now.values().isEmpty() && (old.values().isEmpty() || !gone.isEmpty())) {
      broken.add(
          name
              + (old.values().isEmpty()
                  ? " takes " + String.join("|", now.values()) + " only"
                  : " does not take " + String.join("|", gone) + " any more"));
    } else if (!now.values().equals(old.values())) {
      added.add(name + " takes more values");
    }
  }
}
