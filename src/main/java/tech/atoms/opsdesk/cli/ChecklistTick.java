package tech.atoms.opsdesk.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.NewFile;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.store.Store;

/** {@code opsdesk checklist tick}: a person says that an item holds. */
@Command(
    name = "tick",
    description = {
      "Says, in your name, that an item holds that a person answers; or takes that back.",
      "Exit code 1 where it is refused, e.g. because somebody was first."
    })
final class ChecklistTick extends ChecklistChange {
  @Parameters(paramLabel = "ITEM", description = "e.g. SEC-15")
  String id = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "What you saw.")
  String note = "";

  @Option(names = "--attach", paramLabel = "FILE", description = "A file that shows it (5 MiB).")
  @Nullable Path file;

  @Option(names = "--undo", description = "Take the tick back.")
  boolean undo;

  @Override
  int work(Readiness readiness, Store store, Audit audit) throws Exception {
    long seen = item(readiness.snapshot(), id).version();
    String text = item(readiness.snapshot(), id).item().text();
    NewFile attached = file == null || undo ? NewFile.NONE : NewFile.read(file);
    if (!mayDo(
        readiness.snapshot(),
        id,
        (undo ? "Take back the tick on " : "Tick ")
            + id
            + " ("
            + text
            + ") as "
            + readiness.snapshot().me().name())) {
      return undone(readiness);
    }
    if (undo) {
      readiness.untick(id, seen, note);
    } else {
      readiness.tick(id, seen, note, attached);
    }
    return done(readiness, id);
  }
}
