package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk deployments}: what the platform has built. */
@Command(
    name = "deployments",
    description = "The deployments of the environment's project at its platform.",
    subcommands = DeploymentsList.class)
final class DeploymentsCommand extends CommandGroup {}
