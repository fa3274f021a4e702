package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk backup}: backups of the environment's database. */
@Command(
    name = "backup",
    description =
        "Backups of the environment's database: taken, proven, listed, restored, kept; and its"
            + " platform's.",
    subcommands = {
      BackupCreate.class,
      BackupList.class,
      BackupFetch.class,
      BackupVerify.class,
      BackupDrill.class,
      BackupRestore.class,
      BackupPlatform.class,
      BackupRestorePoint.class,
      BackupPitr.class,
      BackupSchedules.class,
      BackupPrune.class,
      BackupPin.class,
      BackupUnpin.class
    })
final class BackupCommand extends CommandGroup {}
