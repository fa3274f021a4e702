package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import tech.atoms.opsdesk.check.CheckSpec;

/** {@code opsdesk db check}: the checks of the monitored database. */
@Command(
    name = "check",
    description = {
      "Holds tables, columns, keys, indexes and row-level security against the specification.",
      "Exit code 0 all pass, 1 something falls short, 3 something could not be determined."
    })
final class DbCheck extends CheckingCommand {

  @Override
  boolean wants(CheckSpec spec) {
    return spec.subject().equals("database");
  }
}
