package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk keepwarm on}: for all desks on the store. */
@Command(
    name = "on",
    description = {
      "Keeps the server warm: a desk that is open asks for its health at the interval of the"
          + " profile,",
      "one desk at a time. Where none is open, 'opsdesk keepwarm run' does it."
    })
final class KeepwarmOn extends KeepwarmSwitch {
  KeepwarmOn() {
    super(true);
  }
}
