package tech.atoms.opsdesk.check.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * A file of environment variables as python-dotenv reads it: comments, {@code export}, quotes,
 * values over several lines. Nothing is expanded.
 *
 * @param entries in order; a name may stand there twice
 */
public record EnvFile(List<Entry> entries) {
  private static final Pattern NAME =
      Pattern.compile("(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]{0,200})[ \\t]*=[ \\t]*");

  /** Copies the list. */
  public EnvFile {
    entries = List.copyOf(entries);
  }

  /**
   * A variable that is set.
   *
   * @param name of the variable
   * @param value without quotes
   * @param line where it begins, from 1
   */
  public record Entry(String name, String value, int line) {
    /** Hides the value. */
    @Override
    public String toString() {
      return name + ", line " + line;
    }
  }

  /**
   * Reads a file.
   *
   * @throws Malformed where a line sets nothing, or a quote is not closed
   */
  public static EnvFile parse(String text) throws Malformed {
    return new EnvFile(new Reading(text.replace("\uFEFF", "").replaceAll("\r\n?", "\n")).all());
  }

  private static final class Reading {
    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private int at;
    private int line = 1;

    Reading(String text) {
      this.text = text;
    }

    List<Entry> all() throws Malformed {
      Matcher name = NAME.matcher(text);
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '\n') {
          line++;
          at++;
        } else if (c == ' ' || c == '\t') {
          at++;
        } else if (c == '#') {
          at = endOfLine();
        } else {
          name.region(at, endOfLine());
          if (!name.lookingAt()) {
            throw new Malformed(line, "a line should be NAME=value; no name is read here");
          }
          int begun = line;
          at = name.end();
          entries.add(new Entry(name.group(1), value(), begun));
        }
      }
      return entries;
    }

    private int endOfLine() {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }

    private String value() throws Malformed {
      char quote = at < text.length() ? text.charAt(at) : '\n';
      if (quote == '"' || quote == '\'') {
        return quoted(quote);
      }
      int end = endOfLine();
      String value = text.substring(at, end);
      at = end;
      Matcher comment = COMMENT.matcher(value);
      return (comment.find() ? value.substring(0, comment.start()) : value).strip();
    }

    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#");

    private String quoted(char quote) throws Malformed {
      int begun = line;
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == quote) {
          at++;
          nothingMore(begun);
          return value.toString();
        }
        if (c == '\n') {
          line++;
        }
        if (c == '\\' && at + 1 < text.length()) {
          char next = text.charAt(at + 1);
          if (quote == '"' || next == '\'' || next == '\\') {
            at++;
            if (next == '\n') {
              line++;
            }
            value.append(
                quote == '\''
                    ? String.valueOf(next)
                    : switch (next) {
                      case 'n' -> "\n";
                      case 'r' -> "\r";
                      case 't' -> "\t";
                      case '"', '\\', '$', '\'', '`' -> String.valueOf(next);
                      default -> "\\" + next;
                    });
            continue;
          }
        }
        value.append(c);
      }
      throw new Malformed(begun, "a quote is not closed");
    }

    private void nothingMore(int begun) throws Malformed {
      int end = endOfLine();
      String rest = text.substring(at, end).strip();
      if (!rest.isEmpty() && !rest.startsWith("#")) {
        throw new Malformed(line == begun ? begun : line, "something follows a closing quote");
      }
      at = end;
    }
  }
}
