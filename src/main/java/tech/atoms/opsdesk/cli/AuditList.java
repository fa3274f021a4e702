package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.store.Store;

/** {@code opsdesk audit list}: the newest rows. */
@Command(
    name = "list",
    description = {
      "The rows of the audit trail of an environment, newest first.",
      "Exit code 3 where the store cannot be read."
    })
final class AuditList extends StoreCommand {
  private static final int MOST = 1_000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Most rows, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  int limit = 50;

  @Option(
      names = "--before",
      paramLabel = "SEQ",
      description = "Only rows before this number: the page after the one that told it as next.")
  long before = Long.MAX_VALUE;

  @Option(names = "--all", description = "The rows of every environment on the store.")
  boolean all;

  @Override
  int work(Store store, Audit audit) throws Exception {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 to " + MOST);
    }
    String environment = environment().name();
    List<Line> lines = audit.newest(all ? "" : environment, before, limit);
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment);
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("entries", lines.stream().map(AuditList::row).toList());
      answer.put("next", lines.size() < limit ? 0 : lines.getLast().seq());
      json(answer);
    } else {
      if (lines.isEmpty()) {
        say("Nothing is recorded.");
      }
      for (Line line : lines) {
        Entry entry = line.entry();
        say(
            "%d  %s  %s  %s %s %s%s"
                .formatted(
                    line.seq(),
                    entry.at(),
                    entry.actor(),
                    entry.action(),
                    entry.subject(),
                    entry.outcome().word(),
                    entry.detail().isEmpty() ? "" : ": " + entry.detail()));
      }
    }
    return ExitCode.OK;
  }

  private static Map<String, Object> row(Line line) {
    Entry entry = line.entry();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("seq", line.seq());
    row.put("at", entry.at());
    row.put("environment", entry.environment());
    row.put("actor", entry.actor());
    row.put("login", entry.login());
    row.put("host", line.host());
    row.put("action", entry.action());
    row.put("subject", entry.subject());
    row.put("outcome", entry.outcome());
    row.put("detail", entry.detail());
    row.put("previous", line.previous());
    row.put("hash", line.hash());
    return row;
  }
}
