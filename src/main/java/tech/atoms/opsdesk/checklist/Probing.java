package tech.atoms.opsdesk.checklist;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;

/** What stands in the audit trail of active probes, whoever starts them from wherever. */
public final class Probing {
  private Probing() {}

  /**
   * The entry of a run.
   *
   * @param environment its name
   * @param me who starts it
   * @param at when
   * @param specs what runs; passive checks are not told
   * @return empty where no probe is among them
   */
  public static Optional<Entry> entry(
      String environment, Me me, Instant at, List<CheckSpec> specs) {
    List<String> active =
        specs.stream().filter(one -> one.cost() != Cost.PASSIVE).map(CheckSpec::id).toList();
    return active.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Entry(
                at.truncatedTo(ChronoUnit.MICROS),
                environment,
                me.name(),
                me.login(),
                "checklist.probe",
                "checks",
                Entry.Outcome.DONE,
                active.size()
                    + (active.size() == 1 ? " active probe: " : " active probes: ")
                    + String.join(", ", active)));
  }
}
