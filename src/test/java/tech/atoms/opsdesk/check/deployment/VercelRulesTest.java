package tech.atoms.opsdesk.check.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.check.source.Malformed;

class VercelRulesTest {
  private static VercelFile specification() throws IOException, Malformed {
    return VercelFile.parse(
        Files.readString(Path.of("src/test/resources/specification/vercel.json")));
  }

  /** Section 5.1: {@code builds} beside {@code functions}. */
  @Test
  void theSpecificationsFileIsRefusedByThePlatform() throws Exception {
    assertThat(VercelRules.mistakes(specification(), name -> name.equals("app.py")))
        .containsExactly(
            "line 46: functions cannot be used together with builds (FUNCTIONS_AND_BUILDS)");
  }

  /** Section 5.1: the route for what is below the MCP endpoint, and none for the endpoint. */
  @Test
  void theSpecificationsFileDoesNotReachTheMcpEndpoint() throws Exception {
    assertThat(VercelRules.unreachable(specification(), List.of("/health", "/api/mcp")))
        .containsExactly(
            "/api/mcp is matched by no route; '/api/mcp/(.*)' in line 22 matches only what is below"
                + " it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"routes\": [], \"rewrites\": []}|rewrites cannot be used together with routes",
        "{\"version\": 1}|version should be 2",
        "{\"builds\": [{\"src\": \"main.py\", \"use\": \"x\"}]}|there is no main.py to build",
        "{\"builds\": [{\"src\": \"app.py\"}]}|names no builder",
        "{\"builds\": {}}|builds should be a list",
        "{\"functions\": {\"app.py\": {\"memory\": 64}}}|memory should be a number from 128",
        "{\"functions\": {\"app.py\": {\"maxDuration\": \"x\"}}}|maxDuration should be a number",
        "{\"routes\": [{\"src\": \"/(\"}]}|is no regular expression",
        "{\"env\": {\"WORKOS_API_KEY\": \"sk_live_x\"}}|is a secret and stands in the file",
        "{\"env\": {\"A\": 1}}|variable A should be a text",
        "{\"bogus\": 1}|bogus' is no property of vercel.json",
        "{\"version\": \"2\"}|version should be the number 2",
        "{\"regions\": [\"iad1\", \"zzz9\"]}|zzz9' is no region",
        "{\"regions\": [1]}|a region should be a text",
        "{\"crons\": [{\"path\": \"/x\", \"schedule\": \"* * *\"}]}|* * *' is no schedule: it has"
            + " 3",
        "{\"crons\": [{\"path\": \"/x\", \"schedule\": \"61 * * * *\"}]}|minute '61'",
        "{\"crons\": [{\"path\": \"/x\", \"schedule\": \"0 0 1 * 1\"}]}|day of the month or of the"
            + " week",
        "{\"crons\": [{\"path\": \"/x\", \"schedule\": \"0 5-2 * * *\"}]}|hour '5-2'",
        "{\"crons\": [{\"path\": \"/x\", \"schedule\": \"*/0 * * * *\"}]}|minute '*/0'",
        "{\"crons\": [{\"path\": \"/x\"}]}|a cron has no schedule",
        "{\"crons\": [{\"path\": \"x\", \"schedule\": \"0 5 * * *\"}]}|path should begin with /",
        "{\"rewrites\": [{\"source\": \"/(.*\", \"destination\": \"/\"}]}|/(.*' is no pattern",
        "{\"redirects\": [{\"source\": \"/[\", \"destination\": \"/\"}]}|/[' is no pattern",
        "{\"headers\": [{\"source\": \"/:a(\", \"headers\": []}]}|/:a(' is no pattern",
        "{\"rewrites\": [{\"destination\": \"/\"}]}|names no source"
      })
  void everyMistakeIsTold(String text, String told) throws Malformed {
    assertThat(VercelRules.mistakes(VercelFile.parse(text), name -> name.equals("app.py")))
        .singleElement()
        .asString()
        .contains(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$schema\": \"https://openapi.vercel.sh/vercel.json\", \"version\": 2}",
        "{\"regions\": [\"all\"]}",
        "{\"regions\": [\"iad1\", \"fra1\"], \"functionFailoverRegions\": [\"dub1\"]}",
        "{\"crons\": [{\"path\": \"/api/x\", \"schedule\": \"*/15 0-6,12 * 1 1-5/2\"}]}",
        "{\"rewrites\": [{\"source\": \"/:path((?!api/).*)\", \"destination\": \"/app.py\"}]}",
        "{\"rewrites\": [{\"source\": \"/blog/:slug*/:id(\\\\d+)?\", \"destination\": \"/\"}]}",
        "{\"headers\": [{\"source\": \"/(.*)\", \"headers\": []}]}"
      })
  void whatThePlatformAcceptsIsNoMistake(String text) throws Malformed {
    assertThat(VercelRules.mistakes(VercelFile.parse(text), name -> true)).isEmpty();
  }

  @Test
  void aPatternThatWouldNeverEndIsGivenUp() throws Malformed {
    VercelFile file =
        VercelFile.parse(
            "{\"routes\": [{\"src\": \"(/|a|a?)+(a|b|c|aa)*$x\", \"dest\": \"app.py\"}]}");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThat(VercelRules.unreachable(file, List.of("/" + "a".repeat(200)))).hasSize(1));
  }

  /** Section 10.2 pulls the variables into the directory that it deploys from. */
  @Test
  void variablesThatWerePulledAreUploadedUnlessTheyAreIgnored() {
    List<String> files = List.of(".env.production", ".env.local", ".env.example", "app.py");
    assertThat(Upload.leaked(files, null, null)).containsExactly(".env.production");
    assertThat(Upload.leaked(files, null, ".env*\n")).isEmpty();
    assertThat(Upload.leaked(files, "tests\n", ".env*\n")).containsExactly(".env.production");
    assertThat(Upload.leaked(files, ".env*\n!.env.production\n", null)).hasSize(1);
  }
}
