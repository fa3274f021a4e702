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
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.DueTimes;
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
    Shelf.put(catalogue, NOW.minus(Duration.ofDays(1)), List.of(configuration(true)));
    assertThat(kept(catalogue).outcome()).isEqualTo(Outcome.PASS);
    variables = List.of(variable("LOG_LEVEL", CHANGED.plusSeconds(1)));
    assertThat(kept(catalogue))
        .matches(one -> one.outcome() == Outcome.FAIL)
        .matches(one -> one.found().contains("changed since: LOG_LEVEL"));
    variables = List.of(variable("LOG_LEVEL", CHANGED), variable("NEW", CHANGED));
    assertThat(kept(catalogue))
        .matches(one -> one.outcome() == Outcome.FAIL)
        .matches(one -> one.found().contains("missing: NEW"));
    variables = List.of(variable("LOG_LEVEL", CHANGED));
    Shelf.put(catalogue, NOW.minus(Duration.ofHours(1)), Stored.State.TAKEN);
    assertThat(kept(catalogue).outcome()).as("a newer one, unverified").isEqualTo(Outcome.PASS);
    Shelf.put(catalogue, NOW.minus(Duration.ofHours(2)), List.of(configuration(false)));
    assertThat(kept(catalogue))
        .matches(one -> one.outcome() == Outcome.FACTS)
        .matches(one -> one.found().contains("nobody the values of LOG_LEVEL"));
  }

  private Finding kept(Catalogue catalogue) throws Exception {
    return asked("recovery.variables", catalogue, variables);
  }

  private static Enclosed configuration(boolean whole) throws IOException {
    return new Enclosed(
        "configuration",
        "configuration.json.age",
        1,
        "00",
        List.of(new Enclosed.Item("LOG_LEVEL", CHANGED, whole)),
        "");
  }

  private Catalogue scheduled() {
    BackedUp shop = new BackedUp(directory);
    return new Catalogue(shop.environment(DueTimes.parse("0 20 * * *")), shop.secrets());
  }

  private Finding kept(String check, Catalogue catalogue) throws Exception {
    return asked(check, catalogue, variables);
  }

  @Test
  void backupsAreTakenEveryDayWhereTheNewestIsYoungAndTheNextHasItsTime() throws Exception {
    Catalogue catalogue = scheduled();
    assertThat(kept("recovery.daily", catalogue).outcome()).isEqualTo(Outcome.UNKNOWN);
    Shelf.put(catalogue, NOW.minus(Duration.ofHours(26)), Stored.State.VERIFIED);
    assertThat(kept("recovery.daily", catalogue).outcome()).isEqualTo(Outcome.FAIL);
    Shelf.put(catalogue, NOW.minus(Duration.ofHours(25)), Stored.State.VERIFIED);
    assertThat(kept("recovery.daily", catalogue).outcome()).isEqualTo(Outcome.PASS);
    assertThat(kept("recovery.daily", catalogue()))
        .matches(one -> one.outcome() == Outcome.UNKNOWN)
        .matches(one -> one.found().contains("the profile has no schedule"));
    // One that failed, was never verified, or is by a clock that was wrong is none.
    Shelf.put(catalogue, NOW.minus(Duration.ofHours(1)), Stored.State.FAILED);
    Shelf.put(catalogue, NOW.minus(Duration.ofHours(2)), Stored.State.TAKEN);
    Shelf.put(catalogue, NOW.plus(Duration.ofHours(1)), Stored.State.VERIFIED);
    assertThat(kept("recovery.daily", catalogue).found()).contains("25 h old");
  }

  @Test
  void howFarBackTheyReachIsCountedInVerifiedOnes() throws Exception {
    Catalogue catalogue = scheduled();
    assertThat(kept("recovery.retention", catalogue).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(kept("recovery.archives", catalogue).outcome()).isEqualTo(Outcome.UNKNOWN);
    Shelf.put(catalogue, NOW.minus(Duration.ofDays(40)), Stored.State.TAKEN);
    Shelf.put(catalogue, NOW.minus(Duration.ofDays(29)), Stored.State.VERIFIED);
    assertThat(kept("recovery.retention", catalogue))
        .matches(one -> one.outcome() == Outcome.UNKNOWN)
        .matches(one -> one.found().contains("the first is of 2026-11-01; 28 of the 29 days"));
    for (int day = 28; day > 0; day--) {
      assertThat(kept("recovery.retention", catalogue).outcome()).isEqualTo(Outcome.UNKNOWN);
      Shelf.put(catalogue, NOW.minus(Duration.ofDays(day)), Stored.State.VERIFIED);
    }
    assertThat(kept("recovery.retention", catalogue).outcome()).isEqualTo(Outcome.PASS);
    Shelf.put(catalogue, Instant.parse("2025-10-31T20:00:00Z"), Stored.State.VERIFIED);
    Shelf.put(catalogue, Instant.parse("2025-11-30T20:00:00Z"), Stored.State.VERIFIED);
    Shelf.put(catalogue, Instant.parse("2026-10-30T20:00:00Z"), Stored.State.VERIFIED);
    assertThat(kept("recovery.archives", catalogue))
        .matches(one -> one.outcome() == Outcome.FACTS)
        .matches(one -> one.found().startsWith("2 of the last 12 months"));
  }

  @Test
  void aProfileThatKeepsThemForLessFails() throws Exception {
    BackedUp shop = new BackedUp(directory);
    shop.keep(new BackupSettings.Keep(29, 12, 3, 2));
    Catalogue catalogue = shop.catalogue();
    Shelf.put(catalogue, NOW.minus(Duration.ofDays(60)), Stored.State.VERIFIED);
    assertThat(kept("recovery.retention", catalogue))
        .matches(one -> one.outcome() == Outcome.FAIL)
        .matches(one -> one.found().contains("backup.keep.daily is 29"));
  }
}
