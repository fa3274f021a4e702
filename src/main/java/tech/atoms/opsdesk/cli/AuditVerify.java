package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Verification;
import tech.atoms.opsdesk.store.Store;

/** {@code opsdesk audit verify}: was the trail tampered with. */
@Command(
    name = "verify",
    description = {
      "Reads the whole audit trail and finds rows that were removed, changed, inserted or",
      "reordered. Exit code 0 intact, 1 not, 3 where the store cannot be read."
    })
final class AuditVerify extends StoreCommand {

  @Override
  int work(Store store, Audit audit) throws Exception {
    Verification found = audit.verify();
    if (wantsJson()) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", found.intact() ? "pass" : "fail");
      answer.put("rows", found.rows());
      answer.put("head", found.head());
      answer.put("firstBad", found.firstBad());
      answer.put("what", found.what());
      answer.put("cannotFind", found.limits());
      json(answer);
    } else {
      say(
          found.intact()
              ? "Intact: " + found.rows() + " rows, the newest " + found.head()
              : "Row " + found.firstBad() + ": " + found.what());
      found.limits().forEach(limit -> note("Cannot be found: " + limit));
    }
    return found.intact() ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }
}
