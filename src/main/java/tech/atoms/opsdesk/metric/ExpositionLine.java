package tech.atoms.opsdesk.metric;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sample line: name, labels, value. A timestamp and an exemplar behind it are checked for their
 * shape and not used: the desk stamps samples with its own clock.
 *
 * @param series name and labels
 * @param value may be infinite or NaN
 */
record ExpositionLine(Series series, double value) {

  /** Reads a line; null where it is malformed. */
  static @Nullable ExpositionLine parse(String line) {
    return new Scanner(line).read();
  }

  private static final class Scanner {
    private final String line;
    private int at;

    Scanner(String line) {
      this.line = line;
    }

    @Nullable ExpositionLine read() {
      String name = name(true);
      if (name.isEmpty()) {
        return null;
      }
      Map<String, String> labels = new HashMap<>();
      if (peek() == '{' && !labels(labels)) {
        return null;
      }
      if (!blanks()) {
        return null;
      }
      Double value = number(word());
      if (value == null) {
        return null;
      }
      blanks();
      if (peek() != 0 && peek() != '#' && number(word()) == null) {
        return null;
      }
      blanks();
      return peek() == 0 || peek() == '#'
          ? new ExpositionLine(new Series(name, labels), value)
          : null;
    }

    private boolean labels(Map<String, String> labels) {
      at++;
      while (true) {
        blanks();
        if (peek() == '}') {
          at++;
          return true;
        }
        String name = name(false);
        blanks();
        if (name.isEmpty() || peek() != '=') {
          return false;
        }
        at++;
        blanks();
        String value = quoted();
        if (value == null || labels.put(name, value) != null) {
          return false;
        }
        blanks();
        if (peek() == ',') {
          at++;
        } else if (peek() != '}') {
          return false;
        }
      }
    }

    private @Nullable String quoted() {
      if (peek() != '"') {
        return null;
      }
      at++;
      StringBuilder text = new StringBuilder();
      while (at < line.length()) {
        char c = line.charAt(at++);
        if (c == '"') {
          return text.toString();
        }
        if (c == '\\' && at < line.length()) {
          char escaped = line.charAt(at++);
          switch (escaped) {
            case 'n' -> text.append('\n');
            case '\\', '"' -> text.append(escaped);
            default -> text.append('\\').append(escaped);
          }
        } else {
          text.append(c);
        }
      }
      return null;
    }

    private String name(boolean colon) {
      int start = at;
      while (at < line.length() && isName(line.charAt(at), at > start, colon)) {
        at++;
      }
      return line.substring(start, at);
    }

    private static boolean isName(char c, boolean later, boolean colon) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || c == '_'
          || (colon && c == ':')
          || (later && c >= '0' && c <= '9');
    }

    private String word() {
      int start = at;
      while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
        at++;
      }
      return line.substring(start, at);
    }

    private boolean blanks() {
      int start = at;
      while (peek() == ' ' || peek() == '\t') {
        at++;
      }
      return at > start;
    }

    private char peek() {
      return at < line.length() ? line.charAt(at) : 0;
    }

    private static @Nullable Double number(String word) {
      Double special =
          switch (word) {
            case "NaN", "nan" -> Double.NaN;
            case "+Inf", "Inf", "+inf", "inf" -> Double.POSITIVE_INFINITY;
            case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> null;
          };
      if (special != null) {
        return special;
      }
      // Java's parser would also take hexadecimal numbers and the suffixes d and f.
      for (int i = 0; i < word.length(); i++) {
        char c = word.charAt(i);
        if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
          return null;
        }
      }
      try {
        return Double.valueOf(word);
      } catch (NumberFormatException notANumber) {
        return null;
      }
    }
  }
}
