package tech.atoms.opsdesk.sandbox.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.sandbox.traffic.Work.Step;

class WorkTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Set<String> alive = new HashSet<>();
  private int made;
  private int most;

  @Test
  void readsMostlyAndDeletesWhatItCreates() throws Exception {
    Work work = new Work(new Random(7));
    int writes = 0;
    for (int i = 0; i < 2000; i++) {
      Step step = work.next();
      writes +=
          Set.of("create", "update", "delete").contains(step.arguments().get("operation")) ? 1 : 0;
      work.learn(step, answer(step));
      most = Math.max(most, alive.size());
    }
    assertThat(writes).isBetween(40, 120);
    assertThat(made).isGreaterThan(10);
    assertThat(most).as("rows of its own at a time").isLessThanOrEqualTo(2);
    for (var left = work.tidyUp(); left.isPresent(); left = work.tidyUp()) {
      work.learn(left.get(), answer(left.get()));
    }
    assertThat(alive).isEmpty();
  }

  @Test
  void doesTheSameForTheSameSeed() throws Exception {
    assertThat(steps(7)).isEqualTo(steps(7)).isNotEqualTo(steps(8));
  }

  private List<Step> steps(long seed) throws Exception {
    made = 0;
    Work work = new Work(new Random(seed));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Step step = work.next();
      steps.add(step);
      work.learn(step, answer(step));
    }
    return steps;
  }

  private JsonNode answer(Step step) throws Exception {
    String content =
        switch (step.tool() + " " + step.arguments().get("operation")) {
          case "workspace_tool list" -> "{\"workspaces\": [{\"id\": \"w1\"}, {\"id\": \"w2\"}]}";
          case "entity_tool list" ->
              "{\"entities\": [{\"id\": \"e1\", \"type\": \"test\"}, {\"id\": \"n\", \"type\":"
                  + " \"note\"}]}";
          case "entity_tool create" -> "{\"entity\": {\"id\": \"" + create() + "\"}}";
          case "relationship_tool create" -> "{\"relationship\": {\"id\": \"" + create() + "\"}}";
          case "entity_tool delete", "relationship_tool delete" -> {
            assertThat(alive.remove(String.valueOf(step.arguments().get("id")))).isTrue();
            yield "{}";
          }
          default -> "{}";
        };
    return JSON.readTree("{\"structuredContent\": " + content + "}");
  }

  private String create() {
    String id = "made-" + made++;
    alive.add(id);
    return id;
  }
}
