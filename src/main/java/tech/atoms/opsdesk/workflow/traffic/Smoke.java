package tech.atoms.opsdesk.workflow.traffic;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.server.Cors;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.McpCall;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.server.SignIn;

/**
 * Whether a server answers as it should: health, version, sign-in, cross-origin headers, the list
 * of tools, and one call that changes nothing. Blocks.
 */
public final class Smoke {
  private static final JsonMapper JSON = new JsonMapper();

  private Smoke() {}

  /**
   * One thing that was looked at.
   *
   * @param name e.g. "health"
   * @param state how it stands; unknown is no pass
   * @param words what was seen
   */
  public record Line(String name, State state, String words) {
    @Override
    public String toString() {
      return name + " " + words;
    }
  }

  /** How a thing stands. */
  public enum State {
    /** As it should be. */
    PASS,
    /** Not as it should be. */
    FAIL,
    /** That could not be seen; nothing speaks against it. */
    UNKNOWN
  }

  /**
   * Looks at everything, once.
   *
   * @param version what the server should tell; empty: anything
   */
  public static List<Line> of(ServerClient server, String version) {
    List<Line> lines = new ArrayList<>();
    try {
      Health health = server.health();
      boolean well = health.statusCode() == 200 && !health.saysUnhealthy();
      String word = health.word();
      lines.add(line("health", well, health.statusCode() + (word == null ? "" : " " + word)));
      lines.add(version(health, version));
    } catch (ProblemException e) {
      lines.add(line("health", false, e.problem().line()));
    }
    try {
      SignIn signIn = server.signIn();
      lines.add(
          line("sign-in", signIn.isEnforced(), signIn.statusWithoutToken() + " without a token"));
    } catch (ProblemException e) {
      lines.add(line("sign-in", false, e.problem().line()));
    }
    try {
      lines.add(cors(server.cors()));
    } catch (ProblemException e) {
      lines.add(line("CORS", false, e.problem().line()));
    }
    try {
      tools(server, lines);
    } catch (ProblemException e) {
      lines.add(line("tools", false, e.problem().line()));
    }
    return List.copyOf(lines);
  }

  /** Everything in one sentence. */
  public static String words(List<Line> lines) {
    return lines.stream().map(Line::toString).collect(Collectors.joining(", "));
  }

  /** Those that do not pass, in one sentence; empty where all do. */
  public static String failed(List<Line> lines) {
    return lines.stream()
        .filter(line -> line.state() == State.FAIL)
        .map(Line::toString)
        .collect(Collectors.joining(", "));
  }

  private static Line version(Health health, String wanted) {
    String told = health.version();
    if (told == null) {
      return new Line("version", State.UNKNOWN, "is not told");
    }
    return line("version", wanted.isEmpty() || bare(told).equals(bare(wanted)), told);
  }

  static String bare(String version) {
    return version.toLowerCase(Locale.ROOT).startsWith("v") ? version.substring(1) : version;
  }

  private static Line cors(Cors cors) {
    boolean told = cors.allowOrigin() != null;
    return cors.statusCode() >= 500
        ? line("CORS", false, Integer.toString(cors.statusCode()))
        : new Line(
            "CORS",
            told ? State.PASS : State.UNKNOWN,
            told ? "allows " + cors.allowOrigin() : cors.statusCode() + " without headers");
  }

  private static void tools(ServerClient server, List<Line> lines) {
    Mcp mcp = server.mcp();
    switch (mcp.outcome()) {
      case LISTED -> {
        lines.add(line("tools", !mcp.tools().isEmpty(), Integer.toString(mcp.tools().size())));
        lines.add(called(server, mcp));
      }
      case SIGN_IN_REQUIRED ->
          lines.add(new Line("tools", State.UNKNOWN, "not listed: the profile has no token"));
      case TOKEN_REFUSED -> lines.add(line("tools", false, "not listed: the token is refused"));
      case RATE_LIMITED ->
          lines.add(new Line("tools", State.UNKNOWN, "not listed: the desk is being limited"));
    }
  }

  /** Tools are not called by guessing: one that says of itself that it lists is. */
  private static Line called(ServerClient server, Mcp mcp) {
    for (String tool : mcp.tools()) {
      String operation = listing(mcp.definitions().get(tool));
      if (operation != null) {
        McpCall call = server.call(tool, Map.of("operation", operation));
        return line("call of " + tool, call.succeeded(), call.words());
      }
    }
    return new Line("call", State.UNKNOWN, "of no tool: none says that it lists");
  }

  private static @Nullable String listing(@Nullable String definition) {
    if (definition == null) {
      return null;
    }
    try {
      JsonNode schema = JSON.readTree(definition).path("inputSchema");
      JsonNode required = schema.path("required");
      if (required.size() != 1 || !required.get(0).asText().equals("operation")) {
        return null;
      }
      for (JsonNode one : schema.path("properties").path("operation").path("enum")) {
        if (one.asText().equals("list") || one.asText().startsWith("list_")) {
          return one.asText();
        }
      }
    } catch (JacksonException notJson) {
      // Then it says nothing.
    }
    return null;
  }

  private static Line line(String name, boolean passes, String words) {
    return new Line(name, passes ? State.PASS : State.FAIL, words);
  }
}
