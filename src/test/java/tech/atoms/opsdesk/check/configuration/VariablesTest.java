package tech.atoms.opsdesk.check.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.deployment.VercelFile;
import tech.atoms.opsdesk.check.source.Malformed;

class VariablesTest {
  private static final Path SPECIFICATION =
      Path.of("src/test/resources/specification/variables.env");

  @TempDir Path directory;

  private static Map<String, Finding> run(Path file) throws InterruptedException {
    ConfigurationChecks checks =
        new ConfigurationChecks(
            ConfigurationFacts.file(file),
            "env file",
            null,
            URI.create("https://atomcp.kooshapari.com"),
            "/api/mcp",
            true);
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (Finding finding : new CheckRun(InstantSource.system()).run(checks.all(), one -> {})) {
      findings.put(
          finding.items().isEmpty() ? finding.check() : finding.items().getFirst(), finding);
    }
    return findings;
  }

  /** Section 1.1 as it stands: placeholders are found, and so is what contradicts. */
  @Test
  void theSpecificationsOwnVariablesFallShortWhereTheyArePlaceholders() throws Exception {
    Map<String, Finding> findings = run(SPECIFICATION);
    assertThat(findings.values().stream().filter(f -> f.outcome() != Outcome.PASS))
        .extracting(f -> f.items().isEmpty() ? f.check() : f.items().getFirst())
        .containsExactly(
            "ENV-13",
            "ENV-14",
            "ENV-15",
            "ENV-16",
            "ENV-17",
            "ENV-18",
            "ENV-19",
            "configuration.one-authority",
            "configuration.embeddings-model");
  }

  /** Sections 5.1 and 5.2 together set 8 of the 30 variables of section 1.1. */
  @Test
  void theSpecificationSetsTwentyTwoVariablesNowhere() throws Exception {
    Map<String, Setting> set = new LinkedHashMap<>();
    VercelFile.parse(Files.readString(Path.of("src/test/resources/specification/vercel.json")))
        .env()
        .forEach((name, value) -> set.put(name, new Setting(value, "vercel.json")));
    for (String name :
        List.of(
            "WORKOS_API_KEY",
            "WORKOS_CLIENT_ID",
            "SUPABASE_SERVICE_ROLE_KEY",
            "NEXT_PUBLIC_SUPABASE_ANON_KEY",
            "NEXT_PUBLIC_SUPABASE_URL")) {
      set.put(name, new Setting(null, "platform"));
    }
    assertThat(Contradictions.unset(Settings.of(List.of(), set)).found())
        .isEqualTo("8 of 30 are set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MCP_SESSION_TTL_HOURS=0\\n"
            + "SESSION_CLEANUP_INTERVAL_MINUTES=30|configuration.session-cleanup",
        "MCP_ENDPOINT=https://other.example/api/mcp|configuration.addresses",
        "NEXT_PUBLIC_SUPABASE_ANON_KEY=sb_secret_0123456789|configuration.public-key",
        "LOG_LEVEL=DEBUG|configuration.set-twice"
      })
  void contradictionsAreFound(String more, String check) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("x.env"),
            Files.readString(SPECIFICATION) + "\n" + more.replace("\\n", "\n") + "\n");
    assertThat(run(file).get(check)).extracting(Finding::outcome).isEqualTo(Outcome.FAIL);
  }

  @Test
  void aSecretIsNeverShown() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("x.env"),
            "SUPABASE_JWT_SECRET=canary-4711\nWORKOS_API_KEY='sk-canary-4712'\n");
    assertThat(run(file).values().toString()).doesNotContain("canary");
  }

  @Test
  void readsQuotesCommentsExportAndSeveralLines() throws Malformed {
    EnvFile file =
        EnvFile.parse(
            """
            # comment
            export A = one # comment
            B="two # no comment\\n\\"x\\""   # comment
            C='three $A \\n'
            D="four
            and five"
            E=
            F=six#seven
            """);
    assertThat(file.entries())
        .extracting(e -> e.line() + " " + e.name() + "=" + e.value())
        .containsExactly(
            "2 A=one",
            "3 B=two # no comment\n\"x\"",
            "4 C=three $A \\n",
            "5 D=four\nand five",
            "7 E=",
            "8 F=six#seven");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"A=1\\nB|2", "A=1\\n\\nB=\"x\\ny|3", "A='x' y|1", "□ A=1|1", "=1|1"})
  void aMistakeIsToldWithItsLine(String text, int line) {
    Malformed wrong =
        catchThrowableOfType(Malformed.class, () -> EnvFile.parse(text.replace("\\n", "\n")));
    assertThat(wrong).isNotNull();
    assertThat(wrong.line()).isEqualTo(line);
  }
}
