package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/** {@code docs/cli.md} has a section for every command, which names each of its options. */
class DocumentedCommandsTest {
  private static final Pattern HEADING = Pattern.compile("(?m)^## `([^`]+)`$");
  private static final List<String> COMMON = List.of("--help", "--format", "--profile", "--env");

  @Test
  void everyCommandAndOptionIsInTheManual() throws IOException {
    Map<String, String> sections = sections(Files.readString(Path.of("docs/cli.md")));

    assertThat(commands().map(DocumentedCommandsTest::name)).isSubsetOf(sections.keySet());
    commands().forEach(spec -> everyOptionIsIn(sections.getOrDefault(name(spec), ""), spec));
  }

  @Test
  void everyFaultIsInTheManual() throws IOException {
    String manual = Files.readString(Path.of("docs/cli.md"));
    for (Fault fault : Fault.values()) {
      assertThat(manual).contains("`" + fault.word() + "`");
    }
  }

  @Test
  void theManualTellsOfNoCommandThatIsNotThere() throws IOException {
    List<String> known = commands().map(DocumentedCommandsTest::name).toList();

    assertThat(sections(Files.readString(Path.of("docs/cli.md"))).keySet()).isSubsetOf(known);
  }

  private static Stream<CommandSpec> commands() {
    return Commands.all(Opsdesk.commandLine(tech.atoms.opsdesk.app.Commands.ofTheWindow())).stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> spec.parent() != null && spec.subcommands().isEmpty());
  }

  private static void everyOptionIsIn(String section, CommandSpec spec) {
    spec.options().stream()
        .filter(option -> !option.hidden() && !COMMON.contains(option.longestName()))
        .forEach(
            option ->
                assertThat(section)
                    .as("section of " + name(spec))
                    .contains("`" + option.longestName()));
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName().substring("opsdesk ".length());
  }

  private static Map<String, String> sections(String manual) {
    Map<String, String> sections = new LinkedHashMap<>();
    Matcher heading = HEADING.matcher(manual);
    String open = null;
    int from = 0;
    while (heading.find()) {
      if (open != null) {
        sections.put(open, manual.substring(from, heading.start()));
      }
      open = heading.group(1);
      from = heading.end();
    }
    if (open != null) {
      sections.put(open, manual.substring(from));
    }
    return sections;
  }
}
