package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk rollback}: production's traffic back to a version that has served before. */
@Command(
    name = "rollback",
    description =
        "Instant rollback: production's traffic back to a version that has served before.",
    subcommands = {RollbackPlan.class, RollbackRun.class, RollbackUndo.class})
final class RollbackCommand extends CommandGroup {}
