package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.backup.Pinning;

/** {@code opsdesk backup pin}: keeps a backup whatever its age. */
@Command(
    name = "pin",
    description = {
      "Keeps a backup whatever its age, until 'opsdesk backup unpin'. Who pinned it and why is",
      "shown with it, and stands in the audit trail."
    })
class BackupPin extends StoreCommand {
  @Parameters(paramLabel = "ID", description = "The backup, as 'opsdesk backup list' names it.")
  String id = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why; stands in the audit trail.")
  String reason = "";

  /** Does it; returns what came of it, in words. */
  String change(Pinning pinning) {
    return id + " is pinned: " + pinning.pin(id, reason).words();
  }

  @Override
  final int work(Store store, Audit audit) throws Exception {
    Me me = Me.of(environment(), System.getProperty("user.name", ""));
    Catalogue catalogue = new Catalogue(environment(), secrets());
    String words = change(new Pinning(environment(), catalogue, store, audit, me, clock));
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("id", id);
      answer.put("pinned", catalogue.holds().pins().containsKey(id));
      json(answer);
    } else {
      say(words);
    }
    return ExitCode.OK;
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return ExitCode.FALLS_SHORT;
  }
}
