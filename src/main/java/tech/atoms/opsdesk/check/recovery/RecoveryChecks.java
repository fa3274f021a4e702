package tech.atoms.opsdesk.check.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Drills;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.provider.vercel.Variable;

/** The checks of an environment's own backups and drills. */
public final class RecoveryChecks {
  static final String SOURCE = "catalogue of backups";
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final Fact<Catalogue> opened;
  private final Fact<List<Stored>> backups;
  private final Fact<List<Variable>> variables;
  private final InstantSource clock;

  /**
   * The checks.
   *
   * @param catalogue the backups; null where the profile does not say how it is backed up: all are
   *     unknown then
   * @param variables the platform's, of production
   * @param clock what time it is
   */
  public RecoveryChecks(
      @Nullable Catalogue catalogue, Fact<List<Variable>> variables, InstantSource clock) {
    this.variables = variables;
    this.clock = clock;
    opened =
        Fact.of(
            "backups",
            Lane.NONE,
            facts -> {
              if (catalogue == null) {
                throw unanswerable(
                    "Backups cannot be looked at",
                    "the profile does not say how it is backed up",
                    "Add backup to the environment in the profile; docs/backup.md has an example");
              }
              return catalogue;
            });
    backups = Fact.of("list of backups", Lane.MACHINE, facts -> facts.get(opened).all(), opened);
  }

  /** All of them. */
  public List<Check> all() {
    List<Check> all = new ArrayList<>(own());
    all.addAll(new KeptChecks(opened, backups, INTERVAL, clock).all());
    return List.copyOf(all);
  }

  private List<Check> own() {
    return List.of(
        Check.over(
            CheckSpec.of("recovery.drill", "Restore drill", "PRE-09")
                .expecting("one that passed within the last " + Drill.COUNTS.toDays() + " days")
                .by("the newest sealed record of a drill: opsdesk backup drill", SOURCE)
                .every(INTERVAL)
                .build(),
            opened,
            this::drill),
        Check.of(
            CheckSpec.of("recovery.variables", "Environment variables in the backups", "BKP-06")
                .expecting(
                    "every variable of production is in the newest verified backup, with its value,"
                        + " unchanged since")
                .by(
                    "names and times of change in that backup's manifest, against the platform",
                    SOURCE)
                .every(INTERVAL)
                .build(),
            facts -> kept(facts.get(backups), facts.get(variables))));
  }

  private Answer drill(Catalogue catalogue) {
    Optional<Drill> newest = new Drills(catalogue).newest();
    if (newest.isEmpty()) {
      throw unanswerable(
          "No restore was practised yet", "there is no record of a drill", "opsdesk backup drill");
    }
    Drill drill = newest.get();
    Instant now = clock.instant();
    Evidence evidence = new Evidence("drill of " + drill.backup(), told(drill));
    String when = drill.at().truncatedTo(ChronoUnit.MINUTES) + " by " + drill.by();
    if (!drill.passed()) {
      return Answer.fail(
          when
              + ", not as it should be: "
              + Few.of(drill.failed().stream().map(Drill.Look::what).toList()),
          evidence);
    }
    if (now.isAfter(drill.until())) {
      long days = Duration.between(drill.until(), now).toDays() + 1;
      return Answer.fail(when + ", overdue by " + days + (days == 1 ? " day" : " days"), evidence);
    }
    return Answer.pass(when + ", " + drill.rows() + " rows", evidence);
  }

  private static String told(Drill drill) {
    StringBuilder text =
        new StringBuilder(
            "recovery time %d s, recovery point %d s, %d rows%n"
                .formatted(drill.recoveryMillis() / 1000, drill.lostSeconds(), drill.rows()));
    for (Drill.Look look : drill.looks()) {
      text.append(look.passed() ? "passed: " : "FAILED: ")
          .append(look.what())
          .append(look.passed() || look.detail().isEmpty() ? "" : ", " + look.detail())
          .append('\n');
    }
    return text.toString();
  }

  private static Answer kept(List<Stored> backups, List<Variable> now) {
    Manifest newest =
        KeptChecks.verified(backups)
            .max(Comparator.comparing(Manifest::at))
            .orElseThrow(KeptChecks::none);
    Enclosed configuration =
        newest.enclosed().stream()
            .filter(one -> one.file().startsWith("configuration"))
            .findFirst()
            .orElse(null);
    if (configuration == null) {
      return Answer.fail(newest.id() + " holds no configuration");
    }
    List<String> missing = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> valueless = new ArrayList<>();
    for (Variable variable : now) {
      List<Enclosed.Item> same =
          configuration.items().stream()
              .filter(item -> item.name().equals(variable.key()))
              .toList();
      Instant updated = variable.updated();
      if (same.isEmpty()) {
        missing.add(variable.key());
      } else if (updated != null
          && same.stream().noneMatch(item -> updated.equals(item.changed()))) {
        changed.add(variable.key());
      } else if (same.stream().noneMatch(Enclosed.Item::whole)) {
        valueless.add(variable.key());
      }
    }
    Evidence evidence = new Evidence(newest.id(), configuration.words());
    if (missing.isEmpty() && changed.isEmpty()) {
      String found = now.size() + " variables in " + newest.id();
      return valueless.isEmpty()
          ? Answer.pass(found, evidence)
          : Answer.facts(
              found
                  + "; the platform tells nobody the values of "
                  + Few.of(valueless)
                  + ": they are in no backup, and have to be in your vault",
              evidence);
    }
    return Answer.fail(
        "in "
            + newest.id()
            + (missing.isEmpty() ? "" : " missing: " + Few.of(missing))
            + (changed.isEmpty() ? "" : " changed since: " + Few.of(changed)),
        evidence);
  }

  private static Unanswerable unanswerable(String what, String why, String next) {
    return new Unanswerable(new Problem(what, "catalogue of backups", why, next), null);
  }
}
