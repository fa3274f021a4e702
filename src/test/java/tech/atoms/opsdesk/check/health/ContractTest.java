package tech.atoms.opsdesk.check.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Production;
import tech.atoms.opsdesk.server.Mcp;

class ContractTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final String QUERY =
      """
      {"name": "query_tool", "description": "Asks.", "inputSchema": {"type": "object",
       "properties": {
         "operation": {"type": "string", "enum": ["search", "count"], "description": "What"},
         "text": {"type": "string"},
         "limit": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
         "filter": {"type": "object", "properties": {"type": {"type": "string"}}}},
       "required": ["operation"]}}\
      """;

  private final List<Finding> kept = new ArrayList<>();
  private final Map<String, String> tools = new TreeMap<>(Map.of("query_tool", QUERY));
  private String version = "1";
  private Mcp.Outcome outcome = Mcp.Outcome.LISTED;
  private @Nullable ProblemException down;
  private int minutes;

  private Finding run() throws InterruptedException {
    Fact<Mcp> mcp =
        Fact.of(
            "MCP",
            Lane.NONE,
            facts -> {
              if (down != null) {
                throw down;
              }
              return new Mcp(
                  NOW,
                  outcome,
                  Duration.ofMillis(3),
                  Mcp.Era.LEGACY,
                  null,
                  null,
                  null,
                  List.copyOf(tools.keySet()),
                  outcome == Mcp.Outcome.LISTED ? tools : Map.of(),
                  false,
                  null,
                  Map.of(),
                  null);
            });
    Fact<Production> production =
        Fact.of("production", Lane.NONE, facts -> new Production(deployment(), NOW, null));
    Instant at = NOW.plusSeconds(60L * ++minutes);
    Finding finding =
        new CheckRun(InstantSource.fixed(at), check -> List.copyOf(kept), null)
            .run(List.of(new ContractCheck(mcp, production).check()), one -> {})
            .getFirst();
    kept.addFirst(finding);
    return finding;
  }

  private Deployment deployment() {
    return new Deployment(
        "dpl_" + version, "v" + version, "commit", "message", "author", NOW, null, false);
  }

  private void change(String what, String into) {
    String before = requireNonNull(tools.get("query_tool"));
    String after = before.replace(what, into);
    assertThat(after).isNotEqualTo(before);
    tools.put("query_tool", after);
  }

  private void is(Outcome wanted, String found) throws InterruptedException {
    Finding finding = run();
    assertThat(finding.found()).contains(found);
    assertThat(finding.outcome()).isEqualTo(wanted);
  }

  @Test
  void theFirstReleaseIsComparedWithNothing() throws Exception {
    is(Outcome.NOT_APPLICABLE, "1 tool, schema ");
    is(Outcome.NOT_APPLICABLE, "no list of a release before is kept");
    assertThat(kept.getFirst().evidence().get(1).text())
        .matches(
            """
            schema [0-9a-f]{12}
            filter: object
            limit: integer\\|null
            operation: string, required, one of count\\|search
            text: string\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"text\": {\"type\": \"string\"},;' ';FAIL;query_tool.text removed",
        "[\"operation\"]};[\"operation\", \"text\"]};FAIL;query_tool.text is required now",
        "\"text\": {\"type\": \"string\"};\"text\": {\"type\": \"integer\"};FAIL;"
            + "query_tool.text is integer, was string",
        "\"text\": {\"type\": \"string\"};\"text\": {\"type\": [\"string\", \"null\"]};PASS;"
            + "query_tool.text is null|string, was string",
        "\"integer\"}, {\"type\": \"null\"};\"integer\"};FAIL;"
            + "query_tool.limit is integer, was integer|null",
        "\"search\", \"count\";\"search\";FAIL;query_tool.operation does not take count any more",
        "\"search\", \"count\";\"search\", \"count\", \"walk\";PASS;"
            + "query_tool.operation takes more values",
        "\"text\": {\"type\": \"string\"};\"text\": {\"type\": \"string\", \"enum\": [\"a\"]};FAIL;"
            + "query_tool.text takes a only",
        "\"text\": {;\"more\": {\"type\": \"string\"}, \"text\": {;PASS;query_tool.more added",
        "{\"type\": {\"type\": \"string\"}};{\"type\": {\"type\": \"integer\"}};PASS;"
            + "query_tool: details of its schema changed",
        "Asks.;Asks much.;PASS;as in v1",
        "\"description\": \"What\";\"description\": \"Which\";PASS;as in v1"
      })
  void aChangeBetweenReleasesIsToldForWhatItIs(
      String what, String into, Outcome wanted, String found) throws Exception {
    run();
    version = "2";
    change(what, into);
    is(wanted, found);
    // It stays so for as long as this release is live.
    is(wanted, found);
  }

  @Test
  void aToolThatIsGoneFailsAndANewOneIsANote() throws Exception {
    tools.put("entity_tool", QUERY);
    run();
    version = "2";
    tools.put("new_tool", QUERY);
    is(Outcome.PASS, "since v1: new_tool added");
    tools.remove("entity_tool");
    is(Outcome.FAIL, "since v1: entity_tool removed");
    version = "3";
    is(Outcome.PASS, "as in v2");
    version = "1";
    tools.remove("new_tool");
    is(Outcome.FAIL, "since v3: new_tool removed");
  }

  @Test
  void anOutageBeforeTheDeploymentLosesNothing() throws Exception {
    run();
    down = new ProblemException(new Problem("It is down", "there", "refused", "look"));
    Finding away = run();
    assertThat(away.outcome()).isEqualTo(Outcome.UNKNOWN);
    // The store keeps one finding per deployment.
    kept.removeLast();
    down = null;
    version = "2";
    tools.clear();
    is(Outcome.FAIL, "query_tool removed");
  }

  @Test
  void whereNothingWasEverKeptThereIsNothingToCompare() throws Exception {
    outcome = Mcp.Outcome.SIGN_IN_REQUIRED;
    is(Outcome.NOT_APPLICABLE, "no list of an earlier release is kept; tools are listed after");
  }

  @Test
  void whileTheServerCannotBeReachedItIsUnknownAlsoWhereNothingWasEverKept() throws Exception {
    down = new ProblemException(new Problem("It is down", "there", "refused", "look"));
    is(Outcome.UNKNOWN, "It is down: refused");
  }

  @Test
  void whatCannotBeListedIsUnknown() throws Exception {
    run();
    version = "2";
    for (Mcp.Outcome one :
        List.of(
            Mcp.Outcome.SIGN_IN_REQUIRED, Mcp.Outcome.TOKEN_REFUSED, Mcp.Outcome.RATE_LIMITED)) {
      outcome = one;
      assertThat(run().outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void aToolTooLongToKeepIsComparedByItsHash() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      many.append("\"parameter_%03d\": {\"type\": \"string\"},".formatted(i));
    }
    change("\"text\": {", many + "\"text\": {");
    run();
    version = "2";
    is(Outcome.PASS, "as in v1");
    change("parameter_199", "parameter_299");
    is(Outcome.UNKNOWN, "query_tool: the schema changed, and is too long");
  }

  @Test
  void aShapeIsReadBackAsItWasWritten() {
    Cases.check(
        2_000,
        random -> {
          StringBuilder properties = new StringBuilder();
          int many = random.nextInt(12);
          for (int i = 0; i < many; i++) {
            properties
                .append(i == 0 ? "" : ",")
                .append("\"p %d|%s\":{\"type\":".formatted(i, random.nextInt(9)))
                .append(random.nextBoolean() ? "\"string\"" : "[\"integer\",\"null\"]")
                .append(random.nextBoolean() ? ",\"enum\":[\"a b\",\"\",\"c|d\"]" : "")
                .append('}');
          }
          Shape shape =
              requireNonNull(Shape.of("{\"inputSchema\":{\"properties\":{" + properties + "}}}"));
          assertThat(Shape.read(shape.text())).isEqualTo(shape);
          Shape.Drift none = shape.since(requireNonNull(Shape.read(shape.text())), "t");
          assertThat(none.broken()).isEmpty();
          assertThat(none.added()).isEmpty();
        });
  }
}
