package tech.atoms.opsdesk.sandbox.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The language in which events are asked for: {@code level:error AND NOT requestPath:*health*},
 * with OR, parentheses, numbers compared, and bare text that is looked for in the message.
 */
final class LogFilter {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:\"([^\"]*)\"|(!=|>=|<=|[():><])|([^\\s\"():><!]+))");
  private static final String MESSAGE = "message";

  private final List<Token> tokens = new ArrayList<>();
  private int next;

  private record Token(String text, boolean quoted) {
    boolean is(String word) {
      return !quoted && text.equals(word);
    }
  }

  private LogFilter(String text) {
    Matcher match = TOKEN.matcher(text);
    int at = 0;
    while (at < text.stripTrailing().length()) {
      if (!match.find(at) || match.start() != at) {
        throw wrong("unexpected text at position " + (at + 1));
      }
      String quoted = match.group(1);
      tokens.add(
          quoted == null
              ? new Token(match.group(2) == null ? match.group(3) : match.group(2), false)
              : new Token(quoted, true));
      at = match.end();
    }
  }

  /**
   * Reads a filter.
   *
   * @throws Question.BadRequest where it makes no sense
   */
  static Predicate<Map<String, ?>> of(String text) {
    LogFilter filter = new LogFilter(text);
    if (filter.tokens.isEmpty()) {
      return any -> true;
    }
    Predicate<Map<String, ?>> read = filter.either();
    if (filter.next < filter.tokens.size()) {
      throw wrong("unexpected " + filter.tokens.get(filter.next).text());
    }
    return read;
  }

  private Predicate<Map<String, ?>> either() {
    Predicate<Map<String, ?>> read = both();
    while (take("OR")) {
      read = read.or(both());
    }
    return read;
  }

  private Predicate<Map<String, ?>> both() {
    Predicate<Map<String, ?>> read = one();
    while (take("AND") || (next < tokens.size() && !peek("OR") && !peek(")"))) {
      read = read.and(one());
    }
    return read;
  }

  private Predicate<Map<String, ?>> one() {
    if (take("NOT")) {
      return one().negate();
    }
    if (take("(")) {
      Predicate<Map<String, ?>> read = either();
      require(")");
      return read;
    }
    String name = word();
    if (take(":")) {
      return values(name);
    }
    if (take("!=")) {
      return values(name).negate();
    }
    for (String comparison : List.of(">=", "<=", ">", "<")) {
      if (take(comparison)) {
        return compared(name, comparison, number(word()));
      }
    }
    return event ->
        text(event, MESSAGE).toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
  }

  private Predicate<Map<String, ?>> values(String name) {
    if (!take("(")) {
      return matching(name, word());
    }
    Predicate<Map<String, ?>> read = matching(name, word());
    while (take("OR")) {
      read = read.or(matching(name, word()));
    }
    require(")");
    return read;
  }

  private static Predicate<Map<String, ?>> matching(String name, String value) {
    if (value.equals("*")) {
      return event -> event.get(name) != null;
    }
    Pattern pattern =
        Pattern.compile(
            Pattern.compile("\\*")
                .splitAsStream(value + " ")
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    return event -> event.get(name) != null && pattern.matcher(text(event, name) + " ").matches();
  }

  private static Predicate<Map<String, ?>> compared(String name, String how, double with) {
    return event ->
        event.get(name) instanceof Number number
            && switch (how) {
              case ">=" -> number.doubleValue() >= with;
              case "<=" -> number.doubleValue() <= with;
              case ">" -> number.doubleValue() > with;
              default -> number.doubleValue() < with;
            };
  }

  private static String text(Map<String, ?> event, String name) {
    Object value = event.get(name);
    return value == null ? "" : value.toString();
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(text + " is no number");
    }
  }

  private boolean peek(String word) {
    return next < tokens.size() && tokens.get(next).is(word);
  }

  private boolean take(String word) {
    boolean there = peek(word);
    if (there) {
      next++;
    }
    return there;
  }

  private void require(String word) {
    if (!take(word)) {
      throw wrong(word + " is missing");
    }
  }

  private String word() {
    if (next == tokens.size()) {
      throw wrong("it ends too early");
    }
    return tokens.get(next++).text();
  }

  private static Question.BadRequest wrong(String why) {
    return new Question.BadRequest("Invalid filter: " + why);
  }
}
