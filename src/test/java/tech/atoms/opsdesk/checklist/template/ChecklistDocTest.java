package tech.atoms.opsdesk.checklist.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.state.Evaluator;
import tech.atoms.opsdesk.checklist.state.Known;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.state.State;

/** {@code docs/checklist.md} is true: its example loads, and every key is explained. */
class ChecklistDocTest {
  private static final Path CHECKS = Path.of("docs/checks.md");
  @TempDir Path directory;

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/checklist.md"));
  }

  @Test
  void theWorkedExampleLoadsBesideTheProfile() throws IOException {
    String text = document();
    int start = text.indexOf("```yaml\n") + "```yaml\n".length();
    Path profile = directory.resolve("profile.yaml");
    Path file = Files.createDirectory(Templates.beside(profile)).resolve("ours.yaml");
    Files.writeString(file, text.substring(start, text.indexOf("```", start)));

    Checklist checklist = Templates.with(Templates.beside(profile));

    assertThat(checklist.items()).hasSize(148 + 5);
    Item test = checklist.item("LAUNCH-01").orElseThrow();
    assertThat(test.section()).isEqualTo("pre-production");
    assertThat(test.validFor()).isEqualTo(Duration.ofDays(90));
    assertThat(checklist.item("LAUNCH-02").orElseThrow().ofDeployment()).isTrue();
    Item headers = checklist.item("PRIV-01").orElseThrow();
    assertThat(headers.owner()).isEqualTo("security");
    assertThat(Files.readString(CHECKS)).contains("| `" + headers.sums().checks().getFirst());
    assertThat(checklist.item("PRIV-02").orElseThrow().awaits()).isNotEmpty();
    assertThat(checklist.covered(checklist.item("PRIV-03").orElseThrow()))
        .extracting(Item::id)
        .containsExactly("LAUNCH-01", "PRIV-01", "PRIV-02");
  }

  @Test
  void everyKeyOfTheSchemaIsExplained() throws IOException {
    String table = document().substring(document().indexOf("## Keys"));
    try (var in =
        requireNonNull(
            ChecklistDocTest.class.getResourceAsStream("/schema/checklist.schema.json"))) {
      new JsonMapper()
          .readTree(in)
          .findValues("properties")
          .forEach(
              keys ->
                  keys.fieldNames()
                      .forEachRemaining(
                          key -> assertThat(table).containsPattern("[`.]" + key + "\\b")));
    }
  }

  /** A misspelt check must not leave the rest to pass alone. */
  @Test
  void aRollUpThatNamesACheckThatIsNotThereIsUnknown() throws IOException {
    Files.writeString(
        directory.resolve("ours.yaml"),
        """
        template: ours
        sections:
          - id: ours
            groups:
              - title: Ours
                items:
                  - {id: OUR-1, text: x, kind: roll-up, sums: {items: [DB-06], checks: [db.two]}}
        """);
    Checklist checklist = Templates.with(directory);
    Instant now = Instant.parse("2026-11-30T12:00:00Z");
    CheckSpec one = CheckSpec.of("db.one", "One", "DB-06").build();
    CheckSpec two = CheckSpec.of("db.two", "Two").build();
    List<Recorded> findings =
        Stream.of(one, two)
            .map(
                spec ->
                    new Finding(
                        spec.id(),
                        spec.items(),
                        "",
                        Outcome.PASS,
                        "",
                        "seen",
                        List.of(),
                        "test",
                        now,
                        Duration.ZERO))
            .map(finding -> new Recorded(finding, null))
            .toList();
    assertThat(state(checklist, List.of(one, two), findings, now)).isEqualTo(State.PASS);
    assertThat(state(checklist, List.of(one), findings, now)).isEqualTo(State.UNKNOWN);
  }

  private static State state(
      Checklist checklist, List<CheckSpec> specs, List<Recorded> findings, Instant now) {
    Known known = new Known(specs, findings, Map.of(), Map.of(), Map.of(), null);
    return Evaluator.evaluate(checklist, known, now).of("OUR-1").state();
  }
}
