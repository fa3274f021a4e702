package tech.atoms.opsdesk.check.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * What {@code pyproject.toml} says about a project.
 *
 * @param name in its normal form; empty where there is none
 * @param requiresPython which Pythons it runs on; null: not said
 * @param dependencies packages that it wants
 */
public record ProjectFile(
    String name, @Nullable Specifier requiresPython, List<Requirement> dependencies) {

  /** Copies the list. */
  public ProjectFile {
    dependencies = List.copyOf(dependencies);
  }

  /**
   * Reads the file.
   *
   * @throws Malformed where it is no TOML, or names something that is no requirement
   */
  public static ProjectFile parse(String text) throws Malformed {
    JsonNode project = Toml.parse(text).path("project");
    List<Requirement> dependencies = new ArrayList<>();
    for (JsonNode one : project.path("dependencies")) {
      dependencies.add(at(text, one.asText(), () -> Requirement.parse(one.asText())));
    }
    String python = project.path("requires-python").asText("");
    return new ProjectFile(
        Requirement.normal(project.path("name").asText("")),
        python.isEmpty() ? null : at(text, python, () -> Specifier.parse(python)),
        dependencies);
  }

  private interface Part<T> {
    T parse() throws Malformed;
  }

  /** The line is where the text stands first. */
  private static <T> T at(String text, String part, Part<T> parser) throws Malformed {
    try {
      return parser.parse();
    } catch (Malformed e) {
      int index = part.isBlank() ? -1 : text.indexOf(part);
      int line =
          index < 0 ? 0 : (int) text.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
      throw new Malformed(line, String.valueOf(e.getMessage()));
    }
  }
}
