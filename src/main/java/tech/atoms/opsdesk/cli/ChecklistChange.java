package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.report.ChecklistJson;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A command that changes the checklist: asks first, and tells how the item stands then. */
abstract class ChecklistChange extends ReadinessCommand {
  @Mixin Consent consent = new Consent();

  /**
   * Whether it may be done. Who may not is not asked: the attempt is made, refused and recorded.
   *
   * @throws ProblemException where it may not, and only what would be done was to be told
   */
  final boolean mayDo(ReadinessSnapshot shown, String id, String plan) {
    Problem forbidden = shown.me().forbidden(shown.environment(), id);
    if (forbidden != null && consent.dryRun) {
      throw new ProblemException(forbidden);
    }
    return forbidden != null || mayDo(plan);
  }

  private boolean mayDo(String plan) {
    return consent.given(this, List.of(plan));
  }

  /** Tells how an item stands after the change. */
  final int done(Readiness readiness, String id) throws Exception {
    ReadinessSnapshot snapshot = readiness.snapshot();
    if (wantsJson()) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("environment", snapshot.environment());
      answer.put("at", snapshot.at());
      answer.put("outcome", "done");
      answer.put("items", List.of(ChecklistJson.item(item(snapshot, id))));
      json(answer);
    } else {
      say(line(item(snapshot, id)));
    }
    return ExitCode.OK;
  }

  /** Tells that nothing was done. */
  final int undone(Readiness readiness) throws Exception {
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", readiness.snapshot().environment());
      answer.put("at", readiness.snapshot().at());
      answer.put("outcome", consent.dryRun ? "done" : "interrupted");
      answer.put("items", List.of());
      json(answer);
    } else {
      note("Nothing was changed.");
    }
    return consent.dryRun ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }
}
