package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk audit}: who changed what, when. */
@Command(
    name = "audit",
    description = "The audit trail: who changed what, when; each row bound to the one before.",
    subcommands = {AuditList.class, AuditVerify.class})
final class AuditCommand extends CommandGroup {}
