package tech.atoms.opsdesk.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.ProblemException;

/** Tables come after those that they refer to, in few readings of an archive. */
class PassesTest {
  @Test
  void oneReadingWhereTheArchivesOrderSuits() {
    assertThat(Passes.of(List.of("a", "b", "c"), Map.of("c", Set.of("a", "c", "elsewhere"))))
        .containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void whatComesTooEarlyWaitsForAnother() {
    assertThat(
            Passes.of(
                List.of("entities", "links", "users", "workspaces"),
                Map.of(
                    "entities",
                    Set.of("workspaces"),
                    "links",
                    Set.of("entities"),
                    "workspaces",
                    Set.of("users"))))
        .containsExactly(List.of("users", "workspaces"), List.of("entities", "links"));
  }

  @Test
  void everyOrderKeepsReferencesAndTheArchivesOrder() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Integer> tables = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        tables.add(i);
      }
      Map<String, Set<String>> refersTo = new HashMap<>();
      for (int from : tables) {
        for (int to = 0; to < from; to++) {
          if (random.nextInt(3) == 0) {
            refersTo.computeIfAbsent("t" + from, _ -> new HashSet<>()).add("t" + to);
          }
        }
      }
      java.util.Collections.shuffle(tables, random);
      List<String> archive = tables.stream().map(i -> "t" + i).toList();
      List<List<String>> passes = Passes.of(archive, refersTo);
      List<String> loaded = new ArrayList<>();
      for (List<String> pass : passes) {
        assertThat(pass).isSortedAccordingTo(java.util.Comparator.comparingInt(archive::indexOf));
        for (String table : pass) {
          assertThat(loaded).containsAll(refersTo.getOrDefault(table, Set.of()));
          loaded.add(table);
        }
      }
      assertThat(loaded).containsExactlyInAnyOrderElementsOf(archive);
    }
  }

  @Test
  void aCircleIsRefused() {
    assertThatThrownBy(
            () -> Passes.of(List.of("a", "b"), Map.of("a", Set.of("b"), "b", Set.of("a"))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("in a circle");
  }
}
