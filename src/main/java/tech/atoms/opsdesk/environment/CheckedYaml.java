package tech.atoms.opsdesk.environment;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * A YAML text of ours that fits its JSON Schema; mistakes are told as those of a profile are, with
 * line and column. For one thread.
 */
public final class CheckedYaml {
  private static final int SHOWN = 20;
  private final String what;
  private final String name;
  private final YamlDocument document;

  private CheckedYaml(String what, String name, YamlDocument document) {
    this.what = what;
    this.name = name;
    this.document = document;
  }

  /**
   * Reads a text.
   *
   * @param what for people, e.g. "The checklist file"
   * @param name the file, for people
   * @param text what stands in it
   * @param schema the schema's absolute name on the class path
   * @throws ProblemException with every mistake
   */
  public static CheckedYaml parse(String what, String name, String text, String schema) {
    YamlDocument document;
    try {
      document = YamlDocument.parse(text);
    } catch (UnreadableYaml e) {
      throw refused(what, name, List.of(e.mistake()));
    }
    List<Mistake> mistakes = new ArrayList<>(document.mistakes());
    mistakes.addAll(new SchemaCheck(schema).check(document));
    if (!mistakes.isEmpty()) {
      throw refused(what, name, mistakes);
    }
    return new CheckedYaml(what, name, document);
  }

  /** The text as a tree. */
  public JsonNode root() {
    return document.root();
  }

  /** A mistake that no schema can find, at a value. */
  public Mistake mistake(JsonPointer at, String message) {
    return document.mistakeAt(document.valueAt(at), at, message);
  }

  /** Refuses the text for mistakes that no schema can find; at least one. */
  public ProblemException refused(List<Mistake> mistakes) {
    return refused(what, name, mistakes);
  }

  private static ProblemException refused(String what, String name, List<Mistake> mistakes) {
    List<Mistake> sorted =
        mistakes.stream()
            .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
            .toList();
    Mistake first = sorted.getFirst();
    String why = sorted.stream().limit(SHOWN).map(Mistake::text).collect(Collectors.joining("; "));
    return new ProblemException(
        new Problem(
            what + (sorted.size() == 1 ? " has 1 mistake" : " has " + sorted.size() + " mistakes"),
            name + ":" + first.line() + ":" + first.column(),
            sorted.size() > SHOWN ? why + "; and " + (sorted.size() - SHOWN) + " more" : why,
            "Correct the file"));
  }
}
