package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk checklist}: the readiness checklist and its sign-offs. */
@Command(
    name = "checklist",
    description = "The readiness checklist: evidence, ticks, waivers, sign-offs, Go or No-go.",
    subcommands = {
      ChecklistShow.class,
      ChecklistTick.class,
      ChecklistWaive.class,
      ChecklistSign.class,
      ChecklistReport.class,
      ChecklistVerify.class
    })
final class ChecklistCommand extends CommandGroup {}
