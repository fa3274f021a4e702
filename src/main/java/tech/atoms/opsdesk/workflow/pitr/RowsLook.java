package tech.atoms.opsdesk.workflow.pitr;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.Written;
import tech.atoms.opsdesk.workflow.Observed;

/** Whether rows are there that a recovery should have taken away. */
final class RowsLook implements Supplier<Observed> {
  /** Its id in the plan. */
  static final String ID = "rows";

  private final Ground ground;
  private final Instant target;
  private final RecoverStep recovery;

  RowsLook(Ground ground, Instant target, RecoverStep recovery) {
    this.ground = ground;
    this.target = target;
    this.recovery = recovery;
  }

  @Override
  public Observed get() {
    MonitoredDatabase database = ground.database();
    if (database == null) {
      return Observed.notDone("not known: the profile names no database");
    }
    // What is written since the server is back is later than the target, and right.
    Instant until = database.started();
    Instant asked = recovery.asked().orElse(until);
    until = asked.isBefore(until) ? asked : until;
    List<Written> all = ground.written(target, until);
    List<String> newer =
        all.stream().filter(Written::isThere).map(one -> Losses.words(one)).toList();
    List<String> unknown =
        all.stream().filter(one -> !one.why().isEmpty()).map(Written::table).toList();
    if (!newer.isEmpty()) {
      return Observed.notDone("still there from after " + target + ": " + Few.of(newer));
    }
    if (unknown.size() == all.size()) {
      return Observed.notDone("not known: no table tells when its rows were written");
    }
    return Observed.done(
        "%d tables hold nothing from between %s and %s%s"
            .formatted(
                all.size() - unknown.size(),
                target,
                until.truncatedTo(ChronoUnit.SECONDS),
                unknown.isEmpty() ? "" : "; not known of " + Few.of(unknown)));
  }
}
