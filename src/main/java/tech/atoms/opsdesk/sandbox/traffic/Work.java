package tech.atoms.opsdesk.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one person does next: mostly reads what many read, now and then writes. What a person
 * creates the same person deletes, so that the tables do not grow.
 */
final class Work {
  /** Type of the entities that people create, and of nothing else. */
  static final String NOTE = "note";

  /** Type of the relationships that people create, and of nothing else. */
  static final String MENTION = "mentions";

  private static final Set<String> WRITES = Set.of("create", "update", "delete");

  private static final List<String> WORDS =
      List.of("sign-in", "export", "audit trail", "cache", "upload", "payment", "report", "alert");

  /**
   * People look at the same few things, and write in one of 25 calls: that is why more than 85 % of
   * their reads hit the cache, well above the specification's 70 %, also at night.
   */
  private static final int POPULAR = 8;

  private final Random random;
  private final List<String> workspaces = new ArrayList<>();
  private final List<String> entities = new ArrayList<>();
  private @Nullable String note;
  private @Nullable String mention;

  Work(Random random) {
    this.random = random;
  }

  /**
   * One call of a tool.
   *
   * @param tool its name
   * @param arguments as the tool's schema has them
   */
  record Step(String tool, Map<String, Object> arguments) {
    static Step of(String tool, String operation, Object... more) {
      Map<String, Object> arguments = new java.util.LinkedHashMap<>();
      arguments.put("operation", operation);
      for (int i = 0; i < more.length; i += 2) {
        arguments.put((String) more[i], more[i + 1]);
      }
      return new Step(tool, Map.copyOf(arguments));
    }

    /** Whether it changes nothing. */
    boolean reads() {
      return !WRITES.contains(String.valueOf(arguments.get("operation")));
    }
  }

  /** The next call. */
  Step next() {
    if (workspaces.isEmpty()) {
      return Step.of("workspace_tool", "list", "limit", POPULAR);
    }
    int dice = random.nextInt(100);
    if (entities.isEmpty() || dice < 18) {
      return Step.of("entity_tool", "list", "workspace_id", often(workspaces), "limit", POPULAR);
    }
    if (dice < 55) {
      return Step.of("entity_tool", "get", "id", often(entities));
    }
    if (dice < 70) {
      return dice < 62
          ? Step.of("workspace_tool", "list", "limit", POPULAR)
          : Step.of("workspace_tool", "get", "id", often(workspaces));
    }
    if (dice < 86) {
      return ask(dice);
    }
    return dice < 96 ? Step.of("entity_tool", "get", "id", often(entities)) : write(dice);
  }

  private Step ask(int dice) {
    if (dice < 77) {
      return Step.of("relationship_tool", "list", "entity_id", often(entities));
    }
    if (dice < 80) {
      return Step.of("query_tool", "aggregate", "workspace_id", often(workspaces));
    }
    if (dice < 83) {
      return Step.of("query_tool", "search", "text", often(WORDS), "limit", 10);
    }
    return dice < 85
        ? Step.of("query_tool", "related", "entity_id", often(entities), "depth", 2)
        : Step.of("workflow_tool", "list");
  }

  private Step write(int dice) {
    String mine = note;
    String linked = mention;
    if (dice < 98) {
      return Step.of(
          "entity_tool",
          "update",
          "id",
          often(entities),
          "metadata",
          Map.of("revision", 1 + random.nextInt(12)));
    }
    if (dice < 99) {
      return mine == null
          ? Step.of(
              "entity_tool",
              "create",
              "workspace_id",
              often(workspaces),
              "type",
              NOTE,
              "name",
              "Scratch note on " + often(WORDS))
          : deletion("entity_tool", mine);
    }
    return linked == null
        ? Step.of(
            "relationship_tool",
            "create",
            "source_id",
            often(entities),
            "target_id",
            often(entities),
            "type",
            MENTION)
        : deletion("relationship_tool", linked);
  }

  private Step deletion(String tool, String id) {
    if (id.equals(note)) {
      note = null;
    } else {
      mention = null;
    }
    return Step.of(tool, "delete", "id", id);
  }

  /** Every tool once, writing included; what is created is left to {@link #tidyUp}. */
  List<Step> tour() {
    List<Step> steps = new ArrayList<>();
    for (int dice = 70; dice < 86; dice++) {
      steps.add(ask(dice));
    }
    for (int dice = 96; dice < 100; dice++) {
      steps.add(write(dice));
    }
    return steps;
  }

  /** What is still to be deleted before leaving; one call after the other until it is empty. */
  Optional<Step> tidyUp() {
    String mine = note;
    if (mine != null) {
      return Optional.of(deletion("entity_tool", mine));
    }
    String linked = mention;
    return linked == null ? Optional.empty() : Optional.of(deletion("relationship_tool", linked));
  }

  /**
   * Remembers what an answer showed.
   *
   * @param step what was asked
   * @param result of the message; missing where it failed
   */
  void learn(Step step, JsonNode result) {
    JsonNode seen = result.path("structuredContent");
    replace(workspaces, seen.path("workspaces"));
    if (step.tool().equals("entity_tool")) {
      replace(entities, seen.path("entities"));
    }
    if (step.arguments().containsValue("create")) {
      if (seen.has("entity")) {
        note = seen.at("/entity/id").asText();
      } else if (seen.has("relationship")) {
        mention = seen.at("/relationship/id").asText();
      }
    }
    if (result.path("isError").asBoolean() && step.arguments().containsKey("id")) {
      // Somebody else's note that is gone meanwhile is in the list no more after the next look.
      entities.remove(String.valueOf(step.arguments().get("id")));
    }
  }

  private static void replace(List<String> known, JsonNode rows) {
    if (rows.isArray() && !rows.isEmpty()) {
      known.clear();
      rows.forEach(
          row -> {
            if (!NOTE.equals(row.path("type").asText())) {
              known.add(row.path("id").asText());
            }
          });
    }
  }

  /** One of a list, the first ones more often than the last ones. */
  private String often(List<String> list) {
    double part = random.nextDouble();
    return list.get((int) (part * part * list.size()));
  }
}
