package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import tech.atoms.opsdesk.workflow.backup.Pinning;

/** {@code opsdesk backup unpin}: a backup is kept as long as any other again. */
@Command(
    name = "unpin",
    description = "Takes a backup's pin away: it is kept as long as any other again.")
final class BackupUnpin extends BackupPin {
  @Override
  String change(Pinning pinning) {
    return id + (pinning.unpin(id, reason) ? " is not pinned any more" : " was not pinned");
  }
}
