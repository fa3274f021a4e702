package tech.atoms.opsdesk.checklist.template;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.CheckedYaml;
import tech.atoms.opsdesk.environment.Mistake;

/** Puts the files of a checklist together. For one thread. */
final class TemplateReader {
  private final Map<String, Draft> templates = new LinkedHashMap<>();
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Set<String> sections = new HashSet<>();

  /** A template as far as it is read. */
  private static final class Draft {
    private final String title;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    Draft(String title) {
      this.title = title;
    }
  }

  /** What a file says besides the items themselves, looked at when all of them are known. */
  private record Reference(JsonPointer at, Item item) {}

  /** Adds a file that fits the schema. */
  void add(CheckedYaml file) {
    List<Mistake> mistakes = new ArrayList<>();
    List<Reference> references = new ArrayList<>();
    JsonNode root = file.root();
    String name = root.path("template").asText();
    Draft template =
        templates.computeIfAbsent(name, key -> new Draft(root.path("title").asText(key)));
    JsonPointer all = JsonPointer.compile("/sections");
    int index = 0;
    for (JsonNode section : root.path("sections")) {
      JsonPointer at = all.appendIndex(index++);
      String id = section.path("id").asText();
      Section known = template.sections.get(id);
      if (known == null && !sections.add(id)) {
        mistakes.add(
            file.mistake(at.appendProperty("id"), "another template has a section of this id"));
        continue;
      }
      if (known != null && section.has("title")) {
        mistakes.add(
            file.mistake(
                at.appendProperty("title"), "the section has its title already; leave it out"));
      }
      String owner = section.path("owner").asText("operations");
      List<Group> groups = new ArrayList<>(known == null ? List.of() : known.groups());
      int group = 0;
      for (JsonNode node : section.path("groups")) {
        JsonPointer where = at.appendProperty("groups").appendIndex(group++);
        groups.add(
            new Group(
                node.path("title").asText(),
                node.path("heading").asText(""),
                items(file, where, node, name, id, owner, mistakes, references)));
      }
      template.sections.put(
          id,
          known == null
              ? new Section(
                  id,
                  name,
                  section.path("title").asText(id),
                  section.path("heading").asText(""),
                  groups)
              : new Section(id, name, known.title(), known.heading(), groups));
    }
    references.forEach(reference -> check(file, reference, mistakes));
    if (!mistakes.isEmpty()) {
      throw file.refused(mistakes);
    }
  }

  Checklist checklist() {
    return new Checklist(
        templates.entrySet().stream()
            .map(
                one ->
                    new Template(
                        one.getKey(),
                        one.getValue().title,
                        List.copyOf(one.getValue().sections.values())))
            .toList());
  }

  private List<Item> items(
      CheckedYaml file,
      JsonPointer group,
      JsonNode node,
      String template,
      String section,
      String owner,
      List<Mistake> mistakes,
      List<Reference> references) {
    List<Item> read = new ArrayList<>();
    int index = 0;
    for (JsonNode one : node.path("items")) {
      JsonPointer at = group.appendProperty("items").appendIndex(index++);
      Item item = item(one, template, section, owner);
      if (items.putIfAbsent(item.id(), item) != null) {
        mistakes.add(file.mistake(at.appendProperty("id"), "another item has this id"));
      }
      read.add(item);
      references.add(new Reference(at, item));
    }
    return read;
  }

  private static Item item(JsonNode node, String template, String section, String owner) {
    List<String> more = new ArrayList<>();
    node.path("more").forEach(line -> more.add(line.asText()));
    String validFor = node.path("validFor").asText("");
    String signedBy = node.path("signedBy").asText("");
    return new Item(
        node.path("id").asText(),
        template,
        section,
        node.path("text").asText(),
        more,
        kind(node.path("kind").asText()),
        node.path("asks").asText(""),
        node.path("awaits").asText(""),
        node.path("owner").asText(owner),
        validFor.isEmpty() ? null : duration(validFor),
        node.path("ofDeployment").asBoolean(false),
        signedBy.isEmpty() ? null : signedBy,
        parts(node.get("sums")),
        parts(node.get("covers")));
  }

  private static Kind kind(String word) {
    return Kind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Duration duration(String text) {
    long amount = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 'd' -> Duration.ofDays(amount);
      case 'h' -> Duration.ofHours(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static Parts parts(@Nullable JsonNode node) {
    return node == null
        ? Parts.NONE
        : new Parts(words(node, "sections"), words(node, "items"), words(node, "checks"));
  }

  private static List<String> words(JsonNode node, String key) {
    List<String> words = new ArrayList<>();
    node.path(key).forEach(word -> words.add(word.asText()));
    return words;
  }

  private void check(CheckedYaml file, Reference reference, List<Mistake> mistakes) {
    Item item = reference.item();
    JsonPointer at = reference.at();
    if (!item.sums().isEmpty() && item.kind() != Kind.ROLL_UP) {
      mistakes.add(file.mistake(at.appendProperty("sums"), "only a roll-up sums others up"));
    }
    if (!item.covers().isEmpty() && !item.isSignOff()) {
      mistakes.add(
          file.mistake(
              at.appendProperty("covers"), "only what is signed (signedBy) covers others"));
    }
    refer(file, at.appendProperty("sums"), item.sums(), mistakes);
    refer(file, at.appendProperty("covers"), item.covers(), mistakes);
    if (sumsItself(item, item, new HashSet<>())) {
      mistakes.add(file.mistake(at.appendProperty("sums"), "the roll-up would sum up itself"));
    }
  }

  private void refer(CheckedYaml file, JsonPointer at, Parts parts, List<Mistake> mistakes) {
    for (int i = 0; i < parts.items().size(); i++) {
      if (!items.containsKey(parts.items().get(i))) {
        mistakes.add(
            file.mistake(
                at.appendProperty("items").appendIndex(i), "there is no item of this id so far"));
      }
    }
    for (int i = 0; i < parts.sections().size(); i++) {
      if (!sections.contains(parts.sections().get(i))) {
        mistakes.add(
            file.mistake(
                at.appendProperty("sections").appendIndex(i),
                "there is no section of this id so far"));
      }
    }
  }

  private boolean sumsItself(Item from, Item wanted, Set<String> seen) {
    for (Item part : items.values()) {
      if (from.sums().has(part)
          && (part.equals(wanted) || (seen.add(part.id()) && sumsItself(part, wanted, seen)))) {
        return true;
      }
    }
    return false;
  }
}
