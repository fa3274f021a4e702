package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk keepwarm off}: for all desks on the store. */
@Command(
    name = "off",
    description = {"Keeps the server warm no more."})
final class KeepwarmOff extends KeepwarmSwitch {
  KeepwarmOff() {
    super(false);
  }
}
