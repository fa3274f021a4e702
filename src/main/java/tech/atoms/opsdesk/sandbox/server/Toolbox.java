package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.server.Tool.ToolTrouble;

/** The tools by name, checked against their schemas and measured. Safe on any thread. */
final class Toolbox {
  private static final Logger log = LoggerFactory.getLogger(Toolbox.class);
  private static final String NO_SUCH_ROW = "23503";
  private static final double NANOS = 1e9;

  private record Held(Tool tool, Schema schema) {}

  private final Map<String, Held> tools = new LinkedHashMap<>();
  private final Measures measures;
  private final Runnable called;

  /**
   * Holds tools.
   *
   * @param called run after each call of a tool that is there
   */
  Toolbox(List<Tool> tools, Measures measures, Runnable called) {
    this.measures = measures;
    this.called = called;
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (Tool tool : tools) {
      try {
        Schema schema = registry.getSchema(Replies.JSON.readTree(tool.schema()));
        this.tools.put(tool.name(), new Held(tool, schema));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("The schema of " + tool.name() + " is no JSON", e);
      }
    }
  }

  /**
   * What a call came to.
   *
   * @param error whether it failed
   * @param text for the caller
   * @param structured the same as data; empty where it failed
   */
  record Outcome(boolean error, String text, Map<String, Object> structured) {
    static Outcome failed(String text) {
      return new Outcome(true, text, Map.of());
    }
  }

  List<Tool> tools() {
    return tools.values().stream().map(Held::tool).toList();
  }

  boolean has(String name) {
    return tools.containsKey(name);
  }

  /** What a call of a tool that is not there comes to. */
  Outcome unknown(String name) {
    return Outcome.failed("Unknown tool: " + name);
  }

  /**
   * Calls a tool. An unknown tool and wrong arguments are failed outcomes, as FastMCP has it.
   *
   * @throws Database.TookTooLong where the database did not answer in time
   */
  Outcome call(String name, Map<String, Object> arguments, Caller caller) {
    Held held = tools.get(name);
    if (held == null) {
      return unknown(name);
    }
    long started = System.nanoTime();
    boolean success = false;
    try {
      Outcome outcome = call(held, arguments, caller);
      success = !outcome.error();
      return outcome;
    } finally {
      called.run();
      measures.toolCall(name, success, (System.nanoTime() - started) / NANOS);
    }
  }

  private static String words(Error wrong) {
    String where = wrong.getInstanceLocation().toString();
    return where.isEmpty() ? wrong.getMessage() : where + ": " + wrong.getMessage();
  }

  private static Outcome call(Held held, Map<String, Object> arguments, Caller caller) {
    List<Error> wrong = held.schema().validate(Replies.JSON.valueToTree(arguments));
    if (!wrong.isEmpty()) {
      return Outcome.failed(
          wrong.stream()
              .map(Toolbox::words)
              .collect(Collectors.joining("; ", "Invalid arguments: ", "")));
    }
    try {
      Map<String, Object> answer = held.tool().call(new Arguments(arguments), caller);
      return new Outcome(false, Replies.JSON.writeValueAsString(answer), answer);
    } catch (ToolTrouble e) {
      return Outcome.failed(String.valueOf(e.getMessage()));
    } catch (Database.Refused e) {
      log.debug("A tool's statement was refused", e);
      return Outcome.failed(
          e.state().equals(NO_SUCH_ROW)
              ? "It refers to a row that does not exist, or is still referred to"
              : "The database refused, SQLSTATE " + e.state());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tool's answer is no JSON", e);
    }
  }
}
