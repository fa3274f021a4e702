package tech.atoms.opsdesk.check.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Kind;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Secrets;

/**
 * {@code docs/checks.md} is made from the catalogue. {@code mvn test -Dtest=ChecksDocTest
 * -Dtest.jvmArgs=-Dopsdesk.write=true} writes it anew.
 */
class ChecksDocTest {
  private static final Path DOCUMENT = Path.of("docs/checks.md");

  @Test
  void theDocumentTellsEveryCheck() throws IOException {
    String made = made();
    if (Boolean.getBoolean("opsdesk.write")) {
      Files.writeString(DOCUMENT, made);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(made);
  }

  /** What a check answers is seen to turn; what is not says why. */
  @Test
  void everyItemOfAMachineIsMutatedOrComesLater() {
    assertThat(new MutationTable().missing())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Mutations.LATER, Mutations.APART)
                .flatMap(map -> map.keySet().stream())
                .toList());
  }

  private static String made() {
    List<CheckSpec> specs;
    try (Catalogue catalogue =
        new Catalogue(
            Worlds.environment(EnvironmentKind.PRODUCTION),
            Secrets.of(Path.of("profile.yaml")),
            null,
            InstantSource.system())) {
      specs = catalogue.all().stream().map(Check::spec).toList();
    }
    return """
    # Checks

    Made from the code; a test holds it against the catalogue. *Lifetime* is how long a finding counts; *with the deployment*
    means that it counts no longer than that. Active probes are started by a person; the figure is the most requests that they send.

    | check | question | items | expected | how it is answered | lifetime | cost |
    | --- | --- | --- | --- | --- | --- | --- |
    %s

    ## Items that no check answers yet

    They are *unknown*, and say so.

    | item | text | kind |
    | --- | --- | --- |
    %s

    %s\
    """
        .formatted(
            specs.stream().map(ChecksDocTest::line).collect(Collectors.joining("\n")),
            open(specs),
            new MutationTable().text());
  }

  private static String line(CheckSpec spec) {
    return "| `%s` | %s | %s | %s | %s | %s | %s |"
        .formatted(
            spec.id(),
            cell(spec.title()),
            String.join(", ", spec.items()),
            cell(spec.expected()),
            cell(spec.how()),
            time(spec.lifetime()) + (spec.ofDeployment() ? ", with the deployment" : ""),
            spec.cost().word() + (spec.cost() == Cost.PASSIVE ? "" : ", " + spec.requests()));
  }

  private static String open(List<CheckSpec> specs) {
    List<String> answered = specs.stream().flatMap(spec -> spec.items().stream()).toList();
    return Templates.shipped().items().stream()
        .filter(item -> item.kind() == Kind.AUTOMATIC || item.kind() == Kind.ACTIVE)
        .filter(item -> !answered.contains(item.id()))
        .map(ChecksDocTest::line)
        .collect(Collectors.joining("\n"));
  }

  private static String line(Item item) {
    return "| %s | %s | %s |".formatted(item.id(), cell(item.text()), item.kind().word());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }

  private static String time(Duration time) {
    return time.toDays() > 0
        ? time.toDays() + " d"
        : time.toHours() > 0 ? time.toHours() + " h" : time.toMinutes() + " min";
  }
}
