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

  private boolean leftOut;

  /** Whether a check is asked for, if it may be run. */
  abstract boolean belongs(CheckSpec spec);

  /** The option that asks for active probes; empty where the command does by itself. */
  String askedBy() {
    return "";
  }

  @Override
  final boolean wants(CheckSpec spec) {
    return belongs(spec) && (spec.cost() == Cost.PASSIVE || (askedBy().isEmpty() && consented()));
  }

  /** What nobody consented to was not looked at: without it nothing is known to hold. */
  @Override
  final int exitCode(Told told) {
    return told.exitCode() == ExitCode.OK && leftOut ? ExitCode.UNDETERMINED : told.exitCode();
  }

  @Override
  void validate(List<CheckSpec> known) {
    List<CheckSpec> active =
        known.stream().filter(s -> belongs(s) && s.cost() != Cost.PASSIVE).toList();
    int requests = active.stream().mapToInt(CheckSpec::requests).sum();
    if (!active.isEmpty()) {
      String probes = active.size() + (active.size() == 1 ? " active probe" : " active probes");
      if (!askedBy().isEmpty()) {
        note(probes + " left out; " + askedBy() + " runs them");
      } else if (consented()) {
        note(probes + ", at most " + requests + " requests");
      } else {
        leftOut = true;
        note(probes + " left out in production; --yes consents to " + requests + " requests");
      }
    }
  }

  private boolean consented() {
    return yes || target().kind() != EnvironmentKind.PRODUCTION;
  }
}
