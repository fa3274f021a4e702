package tech.atoms.opsdesk.cli;

import java.util.List;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.environment.EnvironmentKind;

/**
 * A command whose checks include active probes: it says beforehand how many requests they send, and
 * in production runs them only where {@code --yes} consents.
 */
abstract class ProbingCommand extends CheckingCommand {
  @Option(
      names = "--yes",
      description = "Consents to active probes in production; elsewhere they run without it.")
  boolean yes;

  /** Whether a check is about this command's subject. */
  abstract boolean belongs(CheckSpec spec);

  @Override
  final boolean wants(CheckSpec spec) {
    return belongs(spec) && (spec.cost() == Cost.PASSIVE || consented());
  }

  @Override
  void validate(List<CheckSpec> known) {
    announce(known.stream().filter(this::belongs).toList(), consented(), "in production");
  }

  /** Says what active probes would send, and whether they do. */
  final void announce(List<CheckSpec> known, boolean consented, String where) {
    List<CheckSpec> active = known.stream().filter(s -> s.cost() != Cost.PASSIVE).toList();
    int requests = active.stream().mapToInt(CheckSpec::requests).sum();
    note(
        consented
            ? active.size() + " active probes, at most " + requests + " requests"
            : active.size() + " active probes are left out " + where + "; --yes consents to them");
  }

  private boolean consented() {
    return yes || environment().kind() != EnvironmentKind.PRODUCTION;
  }
}
