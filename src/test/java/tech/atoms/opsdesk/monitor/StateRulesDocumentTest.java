package tech.atoms.opsdesk.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StateRulesDocumentTest {

  @Test
  void theDocumentListsEveryRuleAsItIs() throws IOException {
    String table =
        StateRules.ALL.stream()
            .map(
                r ->
                    "| `%s` | %s | %s | %d | %s |"
                        .formatted(
                            r.name(),
                            r.component() == null ? "–" : r.component().title(),
                            r.source(),
                            r.readings(),
                            r.condition()))
            .collect(Collectors.joining("\n"));
    Files.writeString(Path.of("target/state-rules-table.md"), table);
    assertThat(Files.readString(Path.of("docs/state-rules.md")))
        .as("rules of docs/state-rules.md")
        .contains(table)
        .contains("`" + Whole.SOURCE_STALE + "`")
        .contains("`" + Whole.NOTHING_FRESH + "`");
  }

  @Test
  void namesAreUnique() {
    assertThat(StateRules.ALL.stream().map(Rule::name)).doesNotHaveDuplicates();
  }
}
