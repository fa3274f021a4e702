package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk keepwarm}: a request now and then, so that the platform keeps an instance. */
@Command(
    name = "keepwarm",
    description = "Keeps the server from starting cold, by a request now and then.",
    subcommands = {KeepwarmStatus.class, KeepwarmOn.class, KeepwarmOff.class, KeepwarmRun.class})
final class KeepwarmCommand extends CommandGroup {}
