package tech.atoms.opsdesk.check.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.environment.Secret;

/**
 * Gives tools that only read what an attacker would: quotes, a command, a path. None of it changes,
 * delays or loads anything, nor lifts a limit of rows, even where it is let through. Active.
 */
final class InjectionProbe {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Matches nothing of anybody's. */
  private static final String HONEST = "opsdesk-probe-7c1e";

  /** True behind an equals sign as behind LIKE '%…%', and leaves what follows as it is. */
  private static final List<String> HOSTILE =
      List.of(
          HONEST + "'",
          HONEST + "' OR '1' LIKE '1",
          HONEST + "\\' OR 1=1 OR '",
          HONEST + "\"; $(id) | id `id`",
          "../../../../../../../../etc/passwd");

  /** Tools of the Atoms server that only read; of others, their own word counts. */
  private static final Set<String> READERS = Set.of("query_tool");

  private static final int MOST_TRIED = 8;
  private static final int MOST_PAIRS = 3;
  private static final int MOST_REFUSED = 4;
  private static final int MOST_REQUESTS =
      1 + MOST_TRIED + MOST_PAIRS * (HOSTILE.size() + 1) + MOST_REFUSED;

  private static final Pattern LEAK =
      Pattern.compile(
          "(?i)SQLSTATE|syntax error at or near|unterminated quoted|psycopg|asyncpg|sqlalchemy"
              + "|org\\.postgresql|sqlite3\\.|ORA-\\d{5}|PGRST\\d{3}");
  private static final Pattern PASSED = Pattern.compile("root:[^:\\n]*:0:0:|uid=\\d+\\(");

  private final McpPoster mcp;

  /** The probe of an endpoint. */
  InjectionProbe(McpPoster mcp) {
    this.mcp = mcp;
  }

  /** A parameter to try, with what else the call needs. */
  private record Place(String tool, ObjectNode others, String parameter) {
    String name() {
      StringBuilder name = new StringBuilder(tool);
      others.properties().forEach(one -> name.append(' ').append(one.getValue().asText()));
      return name.append(", ").append(parameter).toString();
    }
  }

  /** What a call came to. */
  private record Called(int status, boolean refused, int rows, String text) {}

  /** What was found so far. */
  private static final class Found {
    private final List<String> bad = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();
    private int sent;
  }

  Check check() {
    return Check.of(
        CheckSpec.of("security.injection", "Hostile arguments of tools")
            .active(MOST_REQUESTS)
            .expecting("refused, or no more than an honest call gives, and no word of the database")
            .by(
                "tools/call of tools that only read, with quotes, a command and a path for a text",
                "server")
            .ofDeployment()
            .validFor(Duration.ofDays(30))
            .build(),
        this::probe);
  }

  private Answer probe(Facts facts) {
    Secret token = mcp.token();
    if (token == null) {
      return Answer.unknown(LimitProbes.NO_TOKEN);
    }
    var listed = mcp.post(token, request("tools/list", JSON.createObjectNode()), Map.of());
    JsonNode tools = message(listed.body()).path("result").path("tools");
    if (!listed.isSuccess() || !tools.isArray()) {
      return Answer.unknown("tools/list was answered " + listed.status());
    }
    List<Place> places = places(tools);
    if (places.isEmpty()) {
      return Answer.notApplicable("no tool says that it only reads and takes a text");
    }
    Found found = new Found();
    int pairs = 0;
    int refused = 0;
    for (Place place : places.subList(0, Math.min(MOST_TRIED, places.size()))) {
      Called honest = call(token, place, HONEST, found);
      if (honest.status() != 200) {
        return stopped(honest, found);
      }
      if (!honest.refused() && pairs < MOST_PAIRS) {
        pairs++;
        Called stop = compare(token, place, honest, found);
        if (stop != null) {
          return stopped(stop, found);
        }
      } else if (honest.refused() && refused < MOST_REFUSED) {
        refused++;
        Called hostile = call(token, place, HOSTILE.get(1), found);
        look(place, HOSTILE.get(1), hostile, found);
      }
    }
    Evidence evidence = new Evidence("calls", found.lines.toString().stripTrailing());
    if (!found.bad.isEmpty()) {
      return Answer.fail(String.join("; ", found.bad), evidence);
    }
    return pairs == 0
        ? Answer.unknown("no honest call succeeded, so none can be compared", evidence)
        : Answer.pass(
            found.sent + " calls: nothing more than an honest one gives, nothing leaked", evidence);
  }

  private static Answer stopped(Called last, Found found) {
    Evidence evidence = new Evidence("calls", found.lines.toString().stripTrailing());
    return found.bad.isEmpty()
        ? Answer.unknown("status " + last.status() + " after " + found.sent + " calls", evidence)
        : Answer.fail(String.join("; ", found.bad), evidence);
  }

  /** Null where every call was answered. */
  private @Nullable Called compare(Secret token, Place place, Called honest, Found found) {
    for (String hostile : HOSTILE) {
      Called called = call(token, place, hostile, found);
      look(place, hostile, called, found);
      if (called.status() == 429 || called.status() == 401) {
        return called;
      }
      if (called.rows() > honest.rows()) {
        // Others add rows too.
        Called again = call(token, place, HONEST, found);
        if (called.rows() > again.rows()) {
          found.bad.add(
              "%s: %d rows for %s, %d for an honest text"
                  .formatted(place.name(), called.rows(), hostile, again.rows()));
        }
        return null;
      }
    }
    return null;
  }

  private static void look(Place place, String hostile, Called called, Found found) {
    String text = called.text().replace(hostile, "");
    String why =
        PASSED.matcher(text).find()
            ? "it was carried out"
            : LEAK.matcher(text).find()
                ? "the answer tells of the database"
                : LimitProbes.TRACE.matcher(text).find()
                    ? "the answer holds a stack trace"
                    : called.status() >= 500 ? "status " + called.status() : "";
    if (!why.isEmpty()) {
      found.bad.add(place.name() + ": " + why);
    }
  }

  private Called call(Secret token, Place place, String text, Found found) {
    ObjectNode params = JSON.createObjectNode();
    params.put("name", place.tool());
    ObjectNode arguments = place.others().deepCopy();
    arguments.put(place.parameter(), text);
    params.set("arguments", arguments);
    var answer = mcp.post(token, request("tools/call", params), Map.of());
    JsonNode message = message(answer.body());
    JsonNode result = message.path("result");
    boolean refused = !message.has("result") || result.path("isError").asBoolean();
    Called called = new Called(answer.status(), refused, refused ? 0 : rows(result), answer.body());
    found.sent++;
    found
        .lines
        .append(place.name())
        .append(" = ")
        .append(text)
        .append(": ")
        .append(
            answer.status() != 200
                ? "status " + answer.status()
                : refused ? "refused" : called.rows() + " rows")
        .append('\n');
    return called;
  }

  /** Elements of all lists of an answer. */
  private static int rows(JsonNode result) {
    JsonNode data = result.path("structuredContent");
    if (data.isMissingNode()) {
      int rows = 0;
      for (JsonNode content : result.path("content")) {
        rows += elements(message(content.path("text").asText()));
      }
      return rows;
    }
    return elements(data);
  }

  private static int elements(JsonNode node) {
    int elements = node.isArray() ? node.size() : 0;
    for (JsonNode one : node) {
      elements += elements(one);
    }
    return elements;
  }

  /** Texts of tools that only read, with each choice of what else must be said. */
  private static List<Place> places(JsonNode tools) {
    List<Place> places = new ArrayList<>();
    for (JsonNode tool : tools) {
      String name = tool.path("name").asText();
      if (!READERS.contains(name) && !tool.path("annotations").path("readOnlyHint").asBoolean()) {
        continue;
      }
      JsonNode properties = tool.path("inputSchema").path("properties");
      Set<String> required = new LinkedHashSet<>();
      tool.path("inputSchema").path("required").forEach(one -> required.add(one.asText()));
      for (ObjectNode others : others(properties, required)) {
        properties
            .properties()
            .forEach(
                one -> {
                  if (one.getValue().path("type").asText().equals("string")
                      && !one.getValue().has("enum")) {
                    places.add(new Place(name, others, one.getKey()));
                  }
                });
      }
    }
    return places;
  }

  /** One for each value of the first parameter that has a choice of them. */
  private static List<ObjectNode> others(JsonNode properties, Set<String> required) {
    ObjectNode plain = JSON.createObjectNode();
    String choice = null;
    for (String name : required) {
      JsonNode schema = properties.path(name);
      if (schema.has("enum")) {
        choice = choice == null ? name : choice;
        plain.set(name, schema.path("enum").path(0));
      } else {
        switch (schema.path("type").asText()) {
          case "integer", "number" -> plain.put(name, schema.path("minimum").asInt(1));
          case "boolean" -> plain.put(name, false);
          case "object" -> plain.putObject(name);
          case "array" -> plain.putArray(name);
          default -> plain.put(name, HONEST);
        }
      }
    }
    if (choice == null) {
      return List.of(plain);
    }
    List<ObjectNode> all = new ArrayList<>();
    for (JsonNode value : properties.path(choice).path("enum")) {
      ObjectNode one = plain.deepCopy();
      one.set(choice, value);
      all.add(one);
    }
    return all;
  }

  private static String request(String method, ObjectNode params) {
    ObjectNode message = JSON.createObjectNode();
    message.put("jsonrpc", "2.0").put("id", "opsdesk-probe").put("method", method);
    message.set("params", params);
    return message.toString();
  }

  /** The message of an answer, which may come as an event; missing where there is none. */
  private static JsonNode message(String body) {
    String json = body;
    for (String line : body.lines().toList()) {
      if (line.startsWith("data:")) {
        json = line.substring("data:".length());
      }
    }
    try {
      JsonNode node = JSON.readTree(json);
      return node == null ? JSON.missingNode() : node;
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
