package tech.atoms.opsdesk.checklist.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
  @TempDir Path directory;

  @Test
  void theSpecificationsItemsAreAllThere() {
    Checklist shipped = Templates.shipped();
    assertThat(shipped.items()).hasSize(148);
    assertThat(shipped.templates())
        .extracting(Template::name)
        .containsExactly("readiness", "pre-production", "post-deployment", "sign-off");
    Map<Kind, Long> kinds =
        shipped.items().stream().collect(Collectors.groupingBy(Item::kind, Collectors.counting()));
    assertThat(kinds)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Kind.AUTOMATIC, 104L,
                Kind.ACTIVE, 9L,
                Kind.ROLL_UP, 8L,
                Kind.ASSISTED, 15L,
                Kind.HUMAN, 12L));
    assertThat(shipped.signOffs()).hasSize(10).extracting(Item::signedBy).doesNotHaveDuplicates();
    shipped.signOffs().forEach(item -> assertThat(shipped.covered(item)).isNotEmpty());
    assertThat(shipped.item("env-12").orElseThrow().text())
        .isEqualTo("FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_REQUIRED_SCOPES=openid,profile,email");
    assertThat(shipped.item("DB-01").orElseThrow().more()).hasSize(5).endsWith(");");
  }

  @Test
  void aFileMayAddItemsAndTemplates() throws IOException {
    Files.writeString(
        directory.resolve("ours.yaml"),
        """
        template: readiness
        sections:
          - id: security
            groups:
              - title: Ours
                items:
                  - {id: OUR-01, text: "Penetration test done", kind: human, validFor: 90d}
          - id: launch
            title: Launch
            owner: product
            groups:
              - title: Launch
                items:
                  - {id: OUR-02, text: "All of ours", kind: roll-up, sums: {items: [OUR-01]}}
        """);
    Checklist checklist = Templates.with(directory);
    assertThat(checklist.items()).hasSize(150);
    assertThat(checklist.item("OUR-01").orElseThrow().owner()).isEqualTo("operations");
    assertThat(checklist.item("OUR-02").orElseThrow().owner()).isEqualTo("product");
    assertThat(Templates.with(directory.resolve("nowhere")).items()).hasSize(148);
  }

  @Test
  void mistakesAreToldWithLineAndColumn() throws IOException {
    refused("template: readiness\nsections: 5\n", "line 2, column 11");
    refused("template: Big Words\nsections: []\n", "line 1, column 11");
    refused(item("{id: DB-06, text: x, kind: human}"), "another item has this id", "line 6");
    refused(item("{id: X-1, text: x, kind: humane}"), "human", "line 6");
    refused(item("{id: X-1, text: x, kind: human, lasts: 5d}"), "unknown key `lasts`");
    refused(item("{id: X-1, text: x, kind: roll-up, sums: {items: [NO-1]}}"), "no item of this id");
    refused(item("{id: X-1, text: x, kind: roll-up, sums: {items: [X-1]}}"), "sum up itself");
    refused(item("{id: X-1, text: x, kind: human, sums: {items: [DB-06]}}"), "only a roll-up");
    refused("a: [", "mistake");
  }

  private static String item(String item) {
    return """
    template: mine
    sections:
      - id: mine
        groups:
          - title: Mine
            items: [%s]
    """
        .formatted(item);
  }

  private void refused(String text, String... told) throws IOException {
    Files.writeString(directory.resolve("wrong.yaml"), text);
    assertThatThrownBy(() -> Templates.with(directory)).hasMessageContainingAll(told);
  }
}
