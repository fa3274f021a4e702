package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSessionQuery.Expiry;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.ListedSessions.Listed;

/**
 * The sessions of one client that have expired, or expire within the hour: in the order of the
 * addresses a page would search long for them, while the index over the expiry finds them at once.
 * Keeps the list of one query, that which is being paged.
 */
final class ExpiryList {
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** What expires then is looked through for the client; where it is more, pages find enough. */
  private static final int MOST_LOOKED_AT = 2 * ListedSessions.MOST;

  private final InstantSource clock;
  private volatile @Nullable Kept kept;

  private record Kept(AppSessionQuery query, @Nullable ListedSessions sessions, Instant at) {}

  private record Found(long lookedAt, @Nullable Listed session) {}

  ExpiryList(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether it has an answer to a query, in the order of the addresses. */
  static boolean serves(AppSessionQuery query) {
    return !query.client().isEmpty()
        && (query.filter() == Filter.EXPIRED || query.expiry() == Expiry.WITHIN_HOUR);
  }

  /**
   * The sessions that a query wants, and maybe others; null: there are too many.
   *
   * @param first whether the first page is wanted, for which no list is read: null where none is
   *     kept
   */
  @Nullable ListedSessions of(Read read, AppSessionQuery query, boolean first) throws SQLException {
    Kept last = kept;
    if (last != null
        && last.query.equals(query)
        && Duration.between(last.at, clock.instant()).abs().compareTo(KEPT) < 0) {
      return last.sessions;
    }
    if (first) {
      return null;
    }
    Kept newest = new Kept(query, list(read, query), clock.instant());
    kept = newest;
    return newest.sessions;
  }

  private static @Nullable ListedSessions list(Read read, AppSessionQuery query)
      throws SQLException {
    String range =
        query.filter() == Filter.EXPIRED
            ? "s.expires_at <= now()"
            : "s.expires_at > now() and s.expires_at <= now() + interval '1 hour'";
    PageFilter users = PageFilter.users(query);
    List<@Nullable Object> values = new ArrayList<>(List.of(query.client()));
    values.addAll(users.values());
    List<Found> found =
        read.list(
            """
            with looked_at as materialized (
              select s.id, s.user_id, s.expires_at, s.last_activity, %1$s as client
              from public.atoms_sessions s where %2$s limit %3$d)
            select n.looked_at, r.id, r.expires_at, r.last_activity, r.email
            from (select count(*) as looked_at from looked_at) n
            left join (select l.*, u.email from looked_at l
                       join public.atoms_users u on u.id = l.user_id where l.client = ?%4$s) r on true
            order by r.email, r.expires_at, r.id limit %5$d
            """
                .formatted(
                    PageRow.CLIENT,
                    range,
                    MOST_LOOKED_AT + 1,
                    users.sql(),
                    ListedSessions.MOST + 1),
            row ->
                new Found(
                    row.getLong("looked_at"), row.getObject("id") == null ? null : Listed.of(row)),
            values.toArray());
    if (found.size() > ListedSessions.MOST || found.getFirst().lookedAt > MOST_LOOKED_AT) {
      return null;
    }
    return new ListedSessions(found.stream().map(Found::session).filter(Objects::nonNull).toList());
  }
}
