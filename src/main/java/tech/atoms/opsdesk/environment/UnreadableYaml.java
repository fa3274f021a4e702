package tech.atoms.opsdesk.environment;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;
import tech.atoms.opsdesk.environment.YamlDocument.Place;

/**
 * A text that is no YAML. The parser's own words may quote the text, and with it a secret, so they
 * are replaced by ours.
 */
final class UnreadableYaml extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Place place;

  UnreadableYaml(Place place, String message) {
    super(message);
    this.place = place;
  }

  static UnreadableYaml of(String text, RuntimeException cause) {
    return switch (cause) {
      case MarkedYAMLException marked -> {
        Mark mark =
            marked.getProblemMark() == null ? marked.getContextMark() : marked.getProblemMark();
        yield new UnreadableYaml(
            mark == null ? Place.START : new Place(mark.getLine() + 1, mark.getColumn() + 1),
            words(marked.getProblem(), marked.getContext()));
      }
      case ReaderException unprintable ->
          new UnreadableYaml(
              placeOf(text, unprintable.getPosition()),
              "the character "
                  + String.format(Locale.ROOT, "U+%04X", unprintable.getCodePoint())
                  + " is not allowed in YAML; remove it");
      default -> new UnreadableYaml(Place.START, words(cause.getMessage(), null));
    };
  }

  Mistake mistake() {
    String message = getMessage();
    return new Mistake(
        place.line(), place.column(), "", message == null ? "this is not YAML" : message);
  }

  private static Place placeOf(String text, int position) {
    String before = text.substring(0, text.offsetByCodePoints(0, Math.max(0, position)));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Place(line, before.length() - before.lastIndexOf('\n'));
  }

  private static String words(@Nullable String problem, @Nullable String context) {
    String found = problem == null ? "" : problem;
    if (found.contains("'\\t") || found.contains("\\t(TAB)")) {
      return "a tab stands where only spaces may; indent with spaces";
    }
    if (found.startsWith("mapping values are not allowed")) {
      return "a colon stands where none may; check the indentation, or put the value in quotes";
    }
    if (found.startsWith("could not find expected ':'")) {
      return "a colon is missing after a key";
    }
    if (found.startsWith("expected <block end>")) {
      return "the indentation does not fit the lines above";
    }
    if (found.contains("expected ',' or")) {
      return "a comma or a closing bracket is missing";
    }
    if (found.contains("unexpected end of stream")) {
      return "a quotation mark is not closed";
    }
    if (found.startsWith("Number of aliases")) {
      return "aliases (*name) unfold into more than a profile can hold";
    }
    if (found.contains("alias")) {
      return "an alias (*name) has no anchor (&name); put a value that starts with * in quotes";
    }
    if (found.contains("but found another document")) {
      return "the file holds a second document (---); a profile is one";
    }
    if (found.contains("cannot start any token")) {
      return "a value starts with a character that needs quotes";
    }
    if (found.contains("escape")) {
      return "an unknown escape (\\) in double quotes; use single quotes or double the backslash";
    }
    if (found.contains("tag") || (context != null && context.contains("tag"))) {
      return "tags (!name) are not supported; put a value that starts with ! in quotes";
    }
    if (found.contains("Nesting Depth")) {
      return "it is nested deeper than a profile can be";
    }
    return "this is not YAML";
  }
}
