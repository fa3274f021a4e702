package tech.atoms.opsdesk.cli;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.store.Store;

/** {@code opsdesk checklist waive}: an exception with a reason, an approver and an end. */
@Command(
    name = "waive",
    description = {
      "Records that an item need not hold until a day is over; or ends such a waiver.",
      "Exit code 1 where it is refused."
    })
final class ChecklistWaive extends ChecklistChange {
  @Parameters(paramLabel = "ITEM", description = "e.g. SEC-11")
  String id = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why. Required.")
  String reason = "";

  @Option(
      names = "--approver",
      paramLabel = "NAME",
      description = "Who approved: a person of the profile. Required, but with --undo.")
  String approver = "";

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description =
          "The last day (UTC), e.g. 2026-12-31; a year away at most. Required, but with --undo.")
  @Nullable LocalDate until;

  @Option(names = "--undo", description = "End the waiver now.")
  boolean undo;

  @Override
  int work(Readiness readiness, Store store, Audit audit) throws Exception {
    LocalDate end = until;
    if (!undo && (end == null || approver.isBlank() || reason.isBlank())) {
      throw new ParameterException(
          spec.commandLine(), "A waiver needs --reason, --approver and --until");
    }
    long seen = item(readiness.snapshot(), id).version();
    String plan =
        undo
            ? "End the waiver of " + id
            : "Waive " + id + " until " + end + ", approved by " + approver + ": " + reason;
    if (!mayDo(readiness.snapshot(), id, plan + ", as " + readiness.snapshot().me().name())) {
      return undone(readiness);
    }
    if (undo || end == null) {
      readiness.unwaive(id, seen, reason);
    } else {
      readiness.waive(id, seen, reason, approver, end);
    }
    return done(readiness, id);
  }
}
