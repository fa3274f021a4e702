package tech.atoms.opsdesk.check.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.dependency.DependencyChecks;
import tech.atoms.opsdesk.check.dependency.DependencyFacts;
import tech.atoms.opsdesk.check.source.Sources;
import tech.atoms.opsdesk.common.Programs;

/** The specification's own scripts, word for word, and what is wrong with them. */
class SpecificationScriptsTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/specification");
  private static final Path CHECKOUT =
      Path.of("src/main/resources/tech/atoms/opsdesk/sandbox/checkout");
  private static final Path DEFECTS = Path.of("docs/specification-defects.md");

  @TempDir Path directory;

  private static String script(String name) throws IOException {
    return Files.readString(SCRIPTS.resolve(name));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(one -> one.group(1)).toList();
  }

  /** Section 1.2. */
  @Test
  void theValidatorLooksAtNineOfThirtyVariablesAndReturnsThreeValuesForTwo() throws Exception {
    String script = script("validate_environment.py");
    List<String> asked = all("(?m)^ +'([A-Z_]+)',$", script);
    List<String> wanted =
        Mutations.variables().stream().map(Mutation.Variable::name).distinct().toList();
    assertThat(asked).hasSize(9);
    assertThat(wanted).hasSize(30).containsAll(asked);
    assertThat(script)
        .contains("-> Tuple[bool, List[str]]:")
        .contains("len(missing) == 0, missing, warnings");
    assertThat(script).contains("if not os.getenv(var)").doesNotContain("startswith", "== '");
  }

  /** Section 2.3. */
  @Test
  void theVerifierNamesATypeThatItDoesNotImportAndPassesWhatTellsNoVersion() throws Exception {
    String script = script("verify_dependencies.py");
    assertThat(all("(?m)^from typing import (.*)$", script)).containsExactly("Dict, List");
    assertThat(script).contains("-> Tuple[");
    // A module without the attribute goes on to the next line.
    assertThat(script)
        .contains("if hasattr(module, '__version__'):")
        .contains("return installed_version >= min_version\n        return True");
    String installed = "2.9.9";
    assertThat(installed.compareTo("2.12.2")).isPositive();
  }

  /** The same script, run by a Python where there is one: it ends before it has looked at all. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theVerifierEndsInANameError() throws Exception {
    Path python = Programs.ofThisMachine().find("python3");
    org.junit.jupiter.api.Assumptions.assumeTrue(python != null, "no python3 here");
    Programs.Ran version = run(python, List.of("--version"), "");
    // From 3.14 on annotations are not looked at before they are asked for.
    org.junit.jupiter.api.Assumptions.assumeFalse(version.firstLine().contains(" 3.14"));
    Programs.Ran ran = run(python, List.of("-I", "-"), script("verify_dependencies.py"));
    assertThat(ran.ok()).isFalse();
    assertThat(ran.error()).contains("NameError: name 'Tuple' is not defined");
  }

  private static Programs.Ran run(Path program, List<String> arguments, String input)
      throws IOException, InterruptedException {
    return Programs.run(program, arguments, null, Map.of(), input, Duration.ofSeconds(20));
  }

  /** Sections 2.1 and 2.3: a uv that knows the formats of 0.13.9 refuses "requirements". */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void uvKnowsNoFormatRequirements() throws Exception {
    Path uv =
        Files.writeString(
            directory.resolve("uv"),
            """
            #!/bin/sh
            case "$*" in
              *"--format requirements-txt"*) /bin/cat requirements-prod.txt ;;
              *) echo "error: invalid value 'requirements' for '--format <FORMAT>'" >&2; exit 2 ;;
            esac
            """);
    Files.setPosixFilePermissions(uv, PosixFilePermissions.fromString("rwx------"));
    String command =
        all("(?m)^ *print\\(.*Run: uv (export[^>]*) >", script("verify_dependencies.py"))
            .getFirst();
    Programs.Ran ran =
        Programs.run(
            uv, List.of(command.split(" ", -1)), CHECKOUT, Map.of(), "", Duration.ofSeconds(5));
    assertThat(ran.exit()).isEqualTo(2);
    DependencyChecks checks =
        new DependencyChecks(
            DependencyFacts.of(Sources.fact(CHECKOUT.toAbsolutePath())),
            new Programs(directory.toString()));
    Finding export =
        new CheckRun(InstantSource.system())
            .run(checks.all(), one -> {}).stream()
                .filter(one -> one.check().equals("dependency.export"))
                .findFirst()
                .orElseThrow();
    assertThat(export.outcome()).as("%s", export).isEqualTo(Outcome.PASS);
    assertThat(export.found()).endsWith("as uv exports them");
  }

  /** Each test that the list of defects names is there. */
  @Test
  void everyDefectNamesATestThatThereIs() throws Exception {
    Matcher named = Pattern.compile("`(\\w+Test)\\.(\\w+)`").matcher(Files.readString(DEFECTS));
    int count = 0;
    while (named.find()) {
      count++;
      try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
        Path file =
            files.filter(one -> one.endsWith(named.group(1) + ".java")).findFirst().orElseThrow();
        assertThat(Files.readString(file)).contains("void " + named.group(2) + "(");
      }
    }
    assertThat(count).isGreaterThan(15);
    assertThat(Files.readString(DEFECTS).lines())
        .filteredOn(line -> line.matches("\\| [0-9].*"))
        .allMatch(line -> line.contains("Test.") || line.endsWith("| the same |"));
  }
}
