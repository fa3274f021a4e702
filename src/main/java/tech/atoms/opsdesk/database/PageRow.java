package tech.atoms.opsdesk.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of a page, and how it is selected.
 *
 * @param session what it shows
 * @param at the database's time when it was read
 */
record PageRow(AppSession session, Instant at) {
  /** What signed in, as {@code metadata} of {@code s} tells it. */
  static final String CLIENT =
      "coalesce(s.metadata ->> 'client', s.metadata ->> 'client_name', s.metadata ->> 'user_agent',"
          + " '')";

  /** Of the session {@code p} and its user {@code u}. */
  static final String COLUMNS =
      """
      select p.id, p.user_id, p.expires_at, p.created_at, p.last_activity, p.expires_at <= now() as expired,
             coalesce(p.metadata ->> 'client', p.metadata ->> 'client_name', p.metadata ->> 'user_agent', '') as client,
             coalesce(p.metadata ->> 'ip', p.metadata ->> 'client_ip', p.metadata ->> 'address', '') as address,
             coalesce(u.email, '') as email, now() as at,
             (select count(*) from (select from public.atoms_sessions x
                                    where x.user_id = p.user_id and x.expires_at > now() limit %d) c) as of_user
      """
          .formatted(AppSession.MOST_COUNTED);

  /** Reads what {@link #COLUMNS} select. */
  static PageRow of(ResultSet row) throws SQLException {
    return new PageRow(
        new AppSession(
            row.getObject("id", UUID.class),
            row.getObject("user_id", UUID.class),
            row.getString("email"),
            row.getString("client"),
            row.getString("address"),
            Read.instant(row, "created_at"),
            Read.instant(row, "last_activity"),
            Read.instantOf(row, "expires_at"),
            row.getBoolean("expired"),
            row.getInt("of_user")),
        Read.instantOf(row, "at"));
  }

  /** The database orders UUIDs by their bytes, Java by signed numbers. */
  static int asDatabase(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
