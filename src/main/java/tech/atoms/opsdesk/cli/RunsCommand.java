package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk runs}: the journal of workflows. */
@Command(
    name = "runs",
    description = "The journal of workflows: who changed what, step by step, and what came of it.",
    subcommands = {
      RunsList.class,
      RunsShow.class,
      RunsResume.class,
      RunsAbandon.class,
      RunsCancel.class,
      RunsConfirm.class
    })
final class RunsCommand extends CommandGroup {}
