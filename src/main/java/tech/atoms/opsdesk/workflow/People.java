package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Transactions;

/** What people said at gates, in the store. */
final class People {
  private static final String UNREADABLE = "What was said at the gate cannot be read";
  private static final String UNWRITABLE = "What was said at the gate cannot be recorded";

  /** What was said at a gate counts as long as an approval: the world has moved on since. */
  private static final Duration LASTS = AtGate.APPROVAL;

  private final Transactions store;

  People(Transactions store) {
    this.store = store;
  }

  /**
   * The ticks, typed texts and bypasses of a run, and the approvals of its plan, that still count.
   */
  List<Said> said(String run, String environment, String hash, Instant now) {
    return store.work(
        UNREADABLE,
        connection -> {
          List<Said> all =
              Transactions.list(
                  connection,
                  row ->
                      new Said(
                          row.getString(1),
                          Said.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                          row.getString(3),
                          row.getString(4),
                          row.getString(5),
                          Sql.instant(row, 6)),
                  "select step, kind, text, by_name, login, at from run_said where run_id = ?"
                      + " and at > ? order by id",
                  run,
                  now.minus(LASTS));
          all.addAll(
              Transactions.list(
                  connection,
                  row ->
                      new Said(
                          "",
                          Said.Kind.APPROVAL,
                          row.getString(1),
                          row.getString(2),
                          row.getString(3),
                          Sql.instant(row, 4)),
                  "select role, by_name, login, at from approval where plan_hash = ?"
                      + " and environment = ? and until_at > ? order by id",
                  hash,
                  environment,
                  now));
          return List.copyOf(all);
        });
  }

  /** All that was said, with the approvals of the plan that counted at any time of the run. */
  List<Said> everSaid(Run run) {
    return store.list(
        UNREADABLE,
        row ->
            new Said(
                row.getString(1),
                Said.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Sql.instant(row, 6)),
        "select step, kind, text, by_name, login, at from run_said where run_id = ?"
            + " union all select '', 'approval', role, by_name, login, at from approval"
            + " where plan_hash = ? and environment = ? and until_at > ?"
            + " and at <= coalesce(?::timestamptz, 'infinity') order by at",
        run.id(),
        run.plan().hash(),
        run.plan().environment(),
        run.created(),
        run.ended());
  }

  void say(String run, Said said) {
    store.update(
        UNWRITABLE,
        "insert into run_said (run_id, step, kind, text, by_name, login, at)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        run,
        said.step(),
        said.kind().word(),
        Masking.mask(said.text()),
        said.by(),
        said.login(),
        said.at());
  }

  void approve(String environment, String hash, String role, Me me, Duration lasts, Instant now) {
    store.update(
        UNWRITABLE,
        "insert into approval (environment, plan_hash, role, by_name, login, at, until_at)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        environment,
        hash,
        role,
        me.name(),
        me.login(),
        now,
        now.plus(lasts));
  }
}
