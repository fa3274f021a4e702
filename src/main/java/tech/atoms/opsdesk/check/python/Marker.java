package tech.atoms.opsdesk.check.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * The condition of a requirement (PEP 508), e.g. {@code sys_platform == 'win32' and extra == 'x'}.
 */
public final class Marker {
  /** Where the server runs: the platform's Linux, with the specification's Python. */
  static final Map<String, String> PRODUCTION =
      Map.ofEntries(
          Map.entry("os_name", "posix"),
          Map.entry("sys_platform", "linux"),
          Map.entry("platform_machine", "x86_64"),
          Map.entry("platform_python_implementation", "CPython"),
          Map.entry("platform_release", ""),
          Map.entry("platform_system", "Linux"),
          Map.entry("platform_version", ""),
          Map.entry("python_version", "3.11"),
          Map.entry("python_full_version", "3.11.9"),
          Map.entry("implementation_name", "cpython"),
          Map.entry("implementation_version", "3.11.9"),
          Map.entry("extra", ""),
          Map.entry("extras", ""),
          Map.entry("dependency_groups", ""));

  private static final Set<String> VERSIONS =
      Set.of("python_version", "python_full_version", "implementation_version");
  private static final int DEEPEST = 50;
  private static final int LONGEST = 4_000;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<string>'[^']*'|\"[^\"]*\")|(?<op>===|==|!=|<=|>=|~=|<|>)"
              + "|(?<word>[A-Za-z_][A-Za-z0-9_.]*)|(?<paren>[()]))");

  /** A part of the condition. */
  private sealed interface Node {
    boolean holds(Map<String, String> world);
  }

  private record Both(Node left, Node right) implements Node {
    @Override
    public boolean holds(Map<String, String> world) {
      return left.holds(world) && right.holds(world);
    }
  }

  private record Either(Node left, Node right) implements Node {
    @Override
    public boolean holds(Map<String, String> world) {
      return left.holds(world) || right.holds(world);
    }
  }

  /** A word is a variable where {@code isVariable}. */
  private record Operand(String text, boolean isVariable) {
    String in(Map<String, String> world) {
      return isVariable ? world.getOrDefault(text, "") : text;
    }
  }

  private record Comparison(Operand left, String operator, Operand right) implements Node {
    @Override
    public boolean holds(Map<String, String> world) {
      String a = left.in(world);
      String b = right.in(world);
      boolean ofVersions = VERSIONS.contains(left.text()) || VERSIONS.contains(right.text());
      if (ofVersions && !operator.endsWith("in")) {
        try {
          return left.isVariable()
              ? Specifier.parse(operator + b).admits(Version.parse(a))
              : compare(operator, Version.parse(a).compareTo(Version.parse(b)));
        } catch (Malformed e) {
          // Compared as texts then, as pip does.
        }
      }
      return switch (operator) {
        case "in" -> b.contains(a);
        case "not in" -> !b.contains(a);
        default -> compare(operator, a.compareTo(b));
      };
    }

    private static boolean compare(String operator, int order) {
      return switch (operator) {
        case "==", "===" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
  }

  private record Token(String text, String kind) {}

  private final Node root;

  private Marker(Node root) {
    this.root = root;
  }

  /**
   * Reads a condition.
   *
   * @throws Malformed where it is none
   */
  public static Marker parse(String text) throws Malformed {
    if (text.length() > LONGEST) {
      throw new Malformed(0, "a condition of " + text.length() + " characters");
    }
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length() && !text.substring(at).isBlank()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new Malformed(0, "'" + text.substring(at).strip() + "' is no part of a condition");
      }
      for (String kind : List.of("string", "op", "word", "paren")) {
        String found = matcher.group(kind);
        if (found != null) {
          tokens.add(new Token(found, kind));
        }
      }
      at = matcher.end();
    }
    Reading reading = new Reading(tokens);
    Node root = reading.either(0);
    if (reading.at < tokens.size()) {
      throw new Malformed(0, "'" + tokens.get(reading.at).text() + "' does not belong there");
    }
    return new Marker(root);
  }

  /** Whether it holds where the server runs. */
  public boolean holdsInProduction() {
    return root.holds(PRODUCTION);
  }

  /** Whether it holds in a world: value by variable. */
  public boolean holds(Map<String, String> world) {
    return root.holds(world);
  }

  private static final class Reading {
    private final List<Token> tokens;
    private int at;

    Reading(List<Token> tokens) {
      this.tokens = tokens;
    }

    Node either(int depth) throws Malformed {
      Node node = both(depth);
      while (takes("or")) {
        node = new Either(node, both(depth));
      }
      return node;
    }

    private Node both(int depth) throws Malformed {
      Node node = one(depth);
      while (takes("and")) {
        node = new Both(node, one(depth));
      }
      return node;
    }

    private Node one(int depth) throws Malformed {
      if (depth > DEEPEST) {
        throw new Malformed(0, "a condition in more than " + DEEPEST + " brackets");
      }
      if (takes("(")) {
        Node node = either(depth + 1);
        if (!takes(")")) {
          throw new Malformed(0, "a bracket of a condition is not closed");
        }
        return node;
      }
      Operand left = operand();
      String operator = operator();
      Operand right = operand();
      if (!left.isVariable() && !right.isVariable()) {
        throw new Malformed(0, "a condition compares two texts");
      }
      return new Comparison(left, operator, right);
    }

    private Operand operand() throws Malformed {
      Token token = next("a name or a text in quotes");
      return switch (token.kind()) {
        case "string" -> new Operand(token.text().substring(1, token.text().length() - 1), false);
        case "word" -> {
          String name = token.text().replace('.', '_');
          if (!PRODUCTION.containsKey(name)) {
            throw new Malformed(0, "a condition asks for '" + token.text() + "', which is unknown");
          }
          yield new Operand(name, true);
        }
        default -> throw new Malformed(0, "'" + token.text() + "' does not belong there");
      };
    }

    private String operator() throws Malformed {
      Token token = next("a comparison");
      if (token.kind().equals("op") || token.text().equals("in")) {
        return token.text();
      }
      if (token.text().equals("not") && takes("in")) {
        return "not in";
      }
      throw new Malformed(0, "'" + token.text() + "' is no comparison");
    }

    private Token next(String wanted) throws Malformed {
      if (at >= tokens.size()) {
        throw new Malformed(0, "a condition ends where " + wanted + " should be");
      }
      return tokens.get(at++);
    }

    private boolean takes(String text) {
      boolean is =
          at < tokens.size()
              && tokens.get(at).text().equals(text)
              && !tokens.get(at).kind().equals("string");
      if (is) {
        at++;
      }
      return is;
    }
  }
}
