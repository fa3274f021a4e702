package tech.atoms.opsdesk.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.backup.keep.Ruling;
import tech.atoms.opsdesk.backup.store.Keeping;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.backup.Prune;

/** {@code opsdesk backup prune}: removes backups that are kept no longer. */
@Command(
    name = "prune",
    description = {
      "Tells of each backup whether it is kept, until when and why. With --yes those that are kept",
      "no longer are removed, by a run; no more at once than the profile says, unless --all is",
      "given. Exit code 1 where a clock may be wrong, and so nothing is removed."
    })
final class BackupPrune extends WorkflowCommand {
  @Option(names = "--yes", description = "Remove them; without it nothing is changed.")
  boolean yes;

  @Option(names = "--all", description = "All that are kept no longer, however many.")
  boolean all;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "kept as long as the profile says",
      description = "Why; stands in the journal and in the audit trail.")
  String reason = "";

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return with(Prune.ID, found -> work(engine, (Prune) found));
  }

  private int work(Engine engine, Prune prune) throws Exception {
    String target = all ? Prune.ALL : "";
    Keeping keeping = prune.look();
    Set<String> going =
        Prune.going(keeping, target).stream().map(Ruling::id).collect(Collectors.toSet());
    boolean refused = keeping.refusal().isPresent();
    Run run = null;
    if (yes && !refused && prune.isNeeded()) {
      run = engine.start(prune, prune.plan(target), Start.of(reason, ""), progress());
    }
    if (wantsJson()) {
      json(answer(keeping, going, run));
    } else {
      lines(keeping, going).forEach(this::say);
      if (run != null) {
        return tell(run);
      }
    }
    boolean fell = refused || (run != null && !run.isVerified());
    return fell ? ExitCode.FALLS_SHORT : ExitCode.OK;
  }

  private List<String> lines(Keeping keeping, Set<String> going) {
    List<String> lines = new java.util.ArrayList<>();
    for (Ruling one : keeping.retention().rulings()) {
      lines.add(
          "%-26s  %-7s  %s%s".formatted(one.id(), one.tier().word(), verb(one, going), words(one)));
    }
    if (keeping.refusal().isPresent()) {
      lines.add("Nothing is removed: " + keeping.refusal().get());
    } else if (!yes) {
      int later = keeping.retention().goes().size() - going.size();
      lines.add(
          going.isEmpty()
              ? "All are kept."
              : "%d would be removed: --yes removes %s%s"
                  .formatted(
                      going.size(),
                      going.size() == 1 ? "it" : "them",
                      later == 0 ? "" : ". " + later + " more with --all"));
    }
    return lines;
  }

  private static String verb(Ruling one, Set<String> going) {
    return one.kept() ? "kept" : going.contains(one.id()) ? "goes" : "goes later";
  }

  private static String words(Ruling one) {
    Instant until = one.until();
    return (one.kept() && until != null ? " until " + until.truncatedTo(ChronoUnit.SECONDS) : "")
        + ": "
        + one.why();
  }

  private Map<String, @Nullable Object> answer(
      Keeping keeping, Set<String> going, @Nullable Run run) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("environment", environment().name());
    answer.put("at", clock.instant());
    answer.put(
        "outcome",
        keeping.refusal().isPresent()
            ? "refused"
            : run == null ? "pass" : run.isVerified() ? "done" : "failed");
    answer.put("refusal", keeping.refusal().orElse(null));
    answer.put("backups", keeping.retention().rulings().stream().map(r -> json(r, going)).toList());
    answer.put("run", run == null ? null : runJson(run));
    return answer;
  }

  private static Map<String, @Nullable Object> json(Ruling one, Set<String> going) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", one.id());
    json.put("takenAt", one.held().at());
    json.put("verified", one.held().verified());
    json.put("class", one.tier().word());
    json.put("kept", one.kept());
    json.put("keptUntil", one.until());
    json.put("why", one.why());
    json.put("goesNow", going.contains(one.id()));
    return json;
  }
}
