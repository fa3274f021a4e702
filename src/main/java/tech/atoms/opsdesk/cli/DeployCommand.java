package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk deploy}: a new version for production. */
@Command(
    name = "deploy",
    description = "Deploys a new version: checked, staged, looked at, promoted, watched.",
    subcommands = {DeployPlan.class, DeployRun.class})
final class DeployCommand extends CommandGroup {}
