package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.Transactions;

/**
 * What keeps an environment from being changed: freezes, and the lock on production that a person
 * opens for a limited time. Safe on any thread; blocks on the store.
 */
public final class Guards {
  private static final String UNREADABLE = "Freezes and unlocks cannot be read";
  private static final String UNWRITABLE = "Freezes and unlocks cannot be changed";

  private final Transactions store;

  /** The guards in a store. */
  public Guards(Store store) {
    this.store = new Transactions(store, Journal.AWAY);
  }

  /** The freezes of an environment that have not ended, the soonest first. */
  public List<Freeze> freezes(String environment, Instant now) {
    return store.list(
        UNREADABLE,
        row ->
            new Freeze(
                row.getLong(1),
                row.getString(2),
                Sql.instant(row, 3),
                Sql.instant(row, 4),
                row.getString(5),
                row.getString(6)),
        "select id, environment, from_at, until_at, reason, by_name from change_freeze"
            + " where environment = ? and until_at > ? order by from_at",
        environment,
        now);
  }

  /** The freeze that holds an environment now; empty where none does. */
  public Optional<Freeze> freeze(String environment, Instant now) {
    return freezes(environment, now).stream().filter(f -> !f.from().isAfter(now)).findFirst();
  }

  /** Until when a person may change an environment; empty where it is read-only for that person. */
  public Optional<Instant> unlockedUntil(String environment, String login, Instant now) {
    return store
        .list(
            UNREADABLE,
            row -> Sql.instant(row, 1),
            "select until_at from change_unlock where environment = ? and login = ?"
                + " and until_at > ?",
            environment,
            login,
            now)
        .stream()
        .findFirst();
  }

  void freeze(String environment, Instant from, Instant until, String reason, Me me) {
    store.update(
        UNWRITABLE,
        "insert into change_freeze (environment, from_at, until_at, reason, by_name, login)"
            + " values (?, ?, ?, ?, ?, ?)",
        environment,
        from,
        until,
        Masking.mask(reason),
        me.name(),
        me.login());
  }

  /** Ends the freezes of an environment; returns how many there were. */
  int thaw(String environment, Instant now) {
    return store.update(
        UNWRITABLE,
        "update change_freeze set until_at = greatest(?, from_at)"
            + " where environment = ? and until_at > ?",
        now,
        environment,
        now);
  }

  Instant unlock(String environment, Me me, String reason, Duration time, Instant now) {
    Instant until = now.plus(time);
    store.update(
        UNWRITABLE,
        "insert into change_unlock (environment, login, until_at, reason) values (?, ?, ?, ?)"
            + " on conflict (environment, login) do update"
            + " set until_at = excluded.until_at, reason = excluded.reason",
        environment,
        me.login(),
        until,
        Masking.mask(reason));
    return until;
  }

  void lock(String environment, Me me, Instant now) {
    store.update(
        UNWRITABLE,
        "update change_unlock set until_at = ? where environment = ? and login = ? and until_at >"
            + " ?",
        now,
        environment,
        me.login(),
        now);
  }
}
