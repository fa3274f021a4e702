package tech.atoms.opsdesk.sandbox.server;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Live sessions and their users, counted in the background. Safe on any thread. */
final class LiveCounts {
  static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration STALE = Duration.ofSeconds(30);

  private final Database database;
  private final InstantSource clock;
  private volatile @Nullable Counted counted;

  LiveCounts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A count.
   *
   * @param sessions not expired
   * @param users with at least one such session
   */
  record Counted(long sessions, long users, Instant at) {}

  /** Counts. */
  void refresh() {
    Instant now = clock.instant();
    counted =
        database.call(
            c -> {
              try (PreparedStatement s =
                  c.prepareStatement(
                      "SELECT count(*), count(DISTINCT user_id) FROM atoms_sessions"
                          + " WHERE expires_at > ?")) {
                s.setObject(1, Sessions.utc(now));
                try (ResultSet row = s.executeQuery()) {
                  row.next();
                  return new Counted(row.getLong(1), row.getLong(2), now);
                }
              }
            });
  }

  /** The newest count; null where there is none, or it is old. */
  @Nullable Counted newest() {
    Counted known = counted;
    return known == null || known.at().isBefore(clock.instant().minus(STALE)) ? null : known;
  }

  OptionalDouble figure(ToDoubleFunction<Counted> of) {
    Counted known = newest();
    return known == null ? OptionalDouble.empty() : OptionalDouble.of(of.applyAsDouble(known));
  }
}
