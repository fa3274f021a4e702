package tech.atoms.opsdesk.check.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Shelf;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Drills;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.provider.vercel.Variable;

/** The items that are answered from the catalogue of backups, each broken once. */
class RecoveryChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant CHANGED = Instant.parse("2026-10-01T08:00:00Z");

  private @TempDir Path directory = Path.of(".");
  private List<Variable> variables = List.of(variable("LOG_LEVEL", CHANGED));

  private static Variable variable(String key, Instant changed) {
    return new Variable(key, key, "plain", List.of("production"), "value", changed);
  }

  private Catalogue catalogue() {
    return new BackedUp(directory).catalogue();
  }

  private static Finding asked(
      String check, @Nullable Catalogue catalogue, List<Variable> variables) throws Exception {
    RecoveryChecks checks =
        new RecoveryChecks(
            catalogue,
            Fact.of("variables", Lane.NONE, facts -> variables),
            InstantSource.fixed(NOW));
    return new CheckRun(InstantSource.fixed(NOW))
        .run(
            checks.all().stream().filter(one -> one.spec().id().equals(check)).toList(),
            finding -> {})
        .getFirst();
  }

  private Finding drilled(Catalogue catalogue) throws Exception {
    return asked("recovery.drill", catalogue, variables);
  }

  private static Drill drill(Duration ago, boolean passed) {
    return new Drill(
        "run-" + ago.toDays(),
        "bk-1",
        NOW.minus(ago).minusSeconds(600),
        NOW.minus(ago),
        "Operator",
        "here",
        61_000,
        600,
        400,
        List.of(new Drill.Look("Table atoms_users", passed, "a column is missing")));
  }

  @Test
  void aDrillCountsWhereItPassedAndForNinetyDays() throws Exception {
    Catalogue catalogue = catalogue();
    assertThat(drilled(catalogue).outcome()).as("none").isEqualTo(Outcome.UNKNOWN);
    Drills drills = new Drills(catalogue);
    drills.keep(drill(Duration.ofDays(93), true));
    assertThat(drilled(catalogue))
        .matches(one -> one.outcome() == Outcome.FAIL)
        .matches(one -> one.found().endsWith("overdue by 4 days"));
    drills.keep(drill(Duration.ofDays(90), true));
    assertThat(drilled(catalogue).outcome()).as("the last moment").isEqualTo(Outcome.PASS);
    drills.keep(drill(Duration.ofDays(1), false));
    assertThat(drilled(catalogue))
        .matches(one -> one.outcome() == Outcome.FAIL)
        .matches(one -> one.found().contains("Table atoms_users"));
    assertThat(asked("recovery.drill", null, variables).found())
        .contains("does not say how it is backed up");
  }

  @Test
  void aRecordThatSomebodyHasChangedIsNone() throws Exception {
    Catalogue catalogue = catalogue();
    new Drills(catalogue).keep(drill(Duration.ofDays(1), false));
    try (Stream<Path> files = Files.list(catalogue.directory().resolve("drills"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).toList()) {
        Files.writeString(file, Files.readString(file).replace("false", "true"));
      }
    }
    assertThat(drilled(catalogue).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(catalogue.all()).as("no backup of that name").isEmpty();
  }

  @Test
  void everyVariableIsInTheNewestBackupAsItIsNow() throws Exception {
    Catalogue catalogue = catalogue();
    assertThat(kept(catalogue).outcome()).as("no backup").isEqualTo(Outcome.UNKNOWN);
    Shelf.put(
        catalogue,
        NOW.minus(Duration.ofDays(2)),
        List.of(Enclosed.missing("configuration", "503")));
    assertThat(kept(catalogue).found()).contains("holds no configuration");
    Shelf.put(catalogue, NOW.minus(Duration.ofDays(1)), List.of(configuration()));
    assertThat(kept(catalogue).outcome()).isEqualTo(Outcome.PASS);
    variables = List.of(variable("LOG_LEVEL", CHANGED.plusSeconds(1)));
    assertThat(kept(catalogue))
        .matches(one -> one.outcome() == Outcome.FAIL)
        .matches(one -> one.found().contains("changed since: LOG_LEVEL"));
    variables = List.of(variable("LOG_LEVEL", CHANGED), variable("NEW", CHANGED));
    assertThat(kept(catalogue))
        .matches(one -> one.outcome() == Outcome.FAIL)
        .matches(one -> one.found().contains("missing: NEW"));
  }

  private Finding kept(Catalogue catalogue) throws Exception {
    return asked("recovery.variables", catalogue, variables);
  }

  private static Enclosed configuration() throws IOException {
    return new Enclosed(
        "configuration",
        "configuration.json.age",
        1,
        "00",
        List.of(new Enclosed.Item("LOG_LEVEL", CHANGED, true)),
        "");
  }
}
