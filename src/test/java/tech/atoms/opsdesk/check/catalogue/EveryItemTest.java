package tech.atoms.opsdesk.check.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.Unchecked;
import tech.atoms.opsdesk.checklist.Wanted;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Secrets;

/** Whichever item is asked about: checks answer it, or it is said why none does. */
class EveryItemTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void everyItemHasAnAnswer() {
    Checklist checklist = Templates.shipped();
    List<CheckSpec> specs = specs();
    List<String> unchecked = new ArrayList<>();
    for (Item item : checklist.items()) {
      List<String> id = List.of(item.id());
      List<Finding> told = Unchecked.of(checklist, specs, id, NOW);
      assertThat(Wanted.checks(checklist, specs, id).size() + told.size())
          .as("%s", item)
          .isPositive();
      assertThat(told).allMatch(one -> one.outcome() == Outcome.UNKNOWN && !one.found().isBlank());
      told.stream().map(Finding::check).filter(item.id()::equals).forEach(unchecked::add);
      if (told.stream().anyMatch(one -> one.check().equals(item.id())) && !item.kind().byPerson()) {
        assertThat(item.awaits()).as("%s says what it awaits", item).isNotEmpty();
        assertThat(told.getFirst().found()).contains(item.awaits());
      }
    }
    assertThat(unchecked).contains("PRE-08", "SIGN-01", "SIGN-06");
  }

  private static List<CheckSpec> specs() {
    try (Catalogue catalogue =
        new Catalogue(
            Worlds.environment(EnvironmentKind.PRODUCTION),
            Secrets.of(Path.of("profile.yaml")),
            null,
            InstantSource.system())) {
      return catalogue.all().stream().map(Check::spec).toList();
    }
  }
}
