package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.time.Duration;

/**
 * How long live sessions last from their beginning to their end, over the 500 that end last.
 *
 * @param sessions how many were looked at
 * @param shortest zero where there is none
 * @param longest zero where there is none
 */
public record SessionLifetimes(int sessions, Duration shortest, Duration longest) {
  /**
   * A session that is ended gets the present as its end, by the clock of whoever ends it. It is not
   * to be seen as one that was meant to be so short: neither where that clock is ahead, nor while
   * this statement waits for its turn.
   */
  private static final String SQL =
      """
      select count(*)::int as sessions,
             coalesce(extract(epoch from min(expires_at - created_at)), 0)::bigint as shortest,
             coalesce(extract(epoch from max(expires_at - created_at)), 0)::bigint as longest
      from (select expires_at, created_at from public.atoms_sessions
            where expires_at > now() + interval '1 minute' and created_at is not null
            order by expires_at desc limit 500) s
      """;

  static SessionLifetimes read(Read read) throws SQLException {
    return read.one(
        SQL,
        row ->
            new SessionLifetimes(
                row.getInt("sessions"),
                Duration.ofSeconds(row.getLong("shortest")),
                Duration.ofSeconds(row.getLong("longest"))));
  }
}
