package tech.atoms.opsdesk.check.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Holds a {@code vercel.json} against what the platform accepts. Pure. */
final class VercelRules {
  private static final Set<String> WITHOUT_ROUTES =
      Set.of("rewrites", "redirects", "headers", "cleanUrls", "trailingSlash");
  private static final Set<String> SECRETS =
      Set.of("WORKOS_API_KEY", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_JWT_SECRET");
  private static final int LEAST_MEMORY = 128;
  private static final int MOST_MEMORY = 10_240;
  private static final int LONGEST_RUN = 900;
  private static final int LONGEST_PATTERN = 1_000;

  private VercelRules() {}

  /**
   * What is wrong with a file, one line each with its line number.
   *
   * @param exists whether the checkout has a file
   */
  static List<String> mistakes(VercelFile file, Predicate<String> exists) {
    List<String> wrong = new ArrayList<>();
    JsonNode root = file.root();
    if (root.has("builds") && root.has("functions")) {
      wrong.add(
          at(file, "/functions")
              + "functions cannot be used together with builds (FUNCTIONS_AND_BUILDS)");
    }
    if (root.has("routes")) {
      WITHOUT_ROUTES.stream()
          .sorted()
          .filter(root::has)
          .forEach(
              name ->
                  wrong.add(at(file, "/" + name) + name + " cannot be used together with routes"));
    }
    new VercelParts(file, wrong).mistakes();
    lists(file, wrong);
    builds(file, exists, wrong);
    functions(file, wrong);
    routes(file, wrong);
    for (var one : root.path("env").properties()) {
      String pointer = "/env/" + one.getKey();
      if (!one.getValue().isTextual()) {
        wrong.add(at(file, pointer) + "variable " + one.getKey() + " should be a text");
      } else if (SECRETS.contains(one.getKey())) {
        wrong.add(at(file, pointer) + one.getKey() + " is a secret and stands in the file");
      }
    }
    return wrong;
  }

  private static void lists(VercelFile file, List<String> wrong) {
    for (String name :
        List.of("builds", "routes", "rewrites", "redirects", "headers", "regions", "crons")) {
      JsonNode list = file.root().path(name);
      if (!list.isMissingNode() && !list.isArray()) {
        wrong.add(at(file, "/" + name) + name + " should be a list");
      }
    }
    for (String name : List.of("env", "functions")) {
      JsonNode map = file.root().path(name);
      if (!map.isMissingNode() && !map.isObject()) {
        wrong.add(at(file, "/" + name) + name + " should be an object");
      }
    }
  }

  private static void builds(VercelFile file, Predicate<String> exists, List<String> wrong) {
    int index = 0;
    for (JsonNode build : file.root().path("builds")) {
      String pointer = "/builds/" + index++;
      String source = build.path("src").asText("");
      if (!build.path("use").isTextual()) {
        wrong.add(at(file, pointer) + "a build names no builder (use)");
      }
      boolean plain = source.matches("[A-Za-z0-9._/-]+");
      if (plain && !exists.test(source)) {
        wrong.add(at(file, pointer + "/src") + "there is no " + source + " to build");
      }
    }
  }

  private static void functions(VercelFile file, List<String> wrong) {
    for (var function : file.root().path("functions").properties()) {
      String pointer = "/functions/" + function.getKey().replace("~", "~0").replace("/", "~1");
      number(file, wrong, function.getValue(), pointer, "memory", LEAST_MEMORY, MOST_MEMORY);
      if (!function.getValue().path("maxDuration").asText("").equals("max")) {
        number(file, wrong, function.getValue(), pointer, "maxDuration", 1, LONGEST_RUN);
      }
    }
  }

  private static void number(
      VercelFile file,
      List<String> wrong,
      JsonNode of,
      String at,
      String name,
      int least,
      int most) {
    JsonNode value = of.path(name);
    if (!value.isMissingNode()
        && (!value.isInt() || value.asInt() < least || value.asInt() > most)) {
      wrong.add(
          at(file, at + "/" + name) + name + " should be a number from " + least + " to " + most);
    }
  }

  private static void routes(VercelFile file, List<String> wrong) {
    int index = 0;
    for (JsonNode route : file.root().path("routes")) {
      String pointer = "/routes/" + index++ + "/src";
      String source = route.path("src").asText("");
      if (!source.isEmpty() && compiled(source) == null) {
        wrong.add(at(file, pointer) + "'" + source + "' is no regular expression");
      }
    }
  }

  /**
   * Which of these paths no route leads anywhere; empty where the file has no routes.
   *
   * @param paths of requests, e.g. "/api/mcp"
   */
  static List<String> unreachable(VercelFile file, List<String> paths) {
    List<String> gone = new ArrayList<>();
    JsonNode routes = file.root().path("routes");
    if (!routes.isArray() || routes.isEmpty()) {
      return gone;
    }
    for (String path : paths) {
      boolean reached = false;
      String near = "";
      int index = 0;
      for (JsonNode route : routes) {
        int line = file.line("/routes/" + index++ + "/src");
        String source = route.path("src").asText("");
        Pattern pattern = source.isEmpty() ? null : compiled(source);
        if (pattern != null && route.has("dest")) {
          reached |= matches(pattern, path);
          if (near.isEmpty() && matches(pattern, path + "/x")) {
            near = "; '" + source + "' in line " + line + " matches only what is below it";
          }
        }
      }
      if (!reached) {
        gone.add(path + " is matched by no route" + near);
      }
    }
    return gone;
  }

  /** The platform anchors a route's pattern at both ends. */
  private static @Nullable Pattern compiled(String source) {
    if (source.length() > LONGEST_PATTERN) {
      return null;
    }
    try {
      return Pattern.compile(source);
    } catch (PatternSyntaxException | StackOverflowError e) {
      return null;
    }
  }

  private static boolean matches(Pattern pattern, String path) {
    try {
      return pattern.matcher(new Limited(path)).matches();
    } catch (TooLong | StackOverflowError e) {
      return false;
    }
  }

  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A text that may be looked at so many times: a hostile pattern would never end. */
  private static final class Limited implements CharSequence {
    private static final int MOST = 200_000;
    private final String text;
    private int looks;

    Limited(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST) {
        throw new TooLong();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static String at(VercelFile file, String pointer) {
    return "line " + file.line(pointer) + ": ";
  }
}
