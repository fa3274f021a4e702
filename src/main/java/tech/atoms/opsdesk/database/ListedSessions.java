package tech.atoms.opsdesk.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;

/**
 * Sessions that a scan has listed, because they are few among many and no index holds what they
 * have in common: a page would search long for them. A page looks up those whose turn it is, and
 * the database decides again about each.
 */
final class ListedSessions {
  /** No list is longer, so that the lists take a few megabytes however many rows there are. */
  static final int MOST = 50_000;

  /** Below so many rows a page finds by itself whatever is wanted. */
  private static final int MANY_ROWS = 50_000;

  /** More than one row in so many is found quickly enough. */
  private static final int RARE = 20;

  /** What is so near an instant may lie on either side of it when the database decides. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final Duration IDLE = Duration.ofHours(1);

  private final List<Listed> listed;

  /**
   * A session.
   *
   * @param id the session
   * @param expiresAt when it expires
   * @param lastActivity when it was used last; null: not known
   * @param email its user's address; null where there is no such user
   */
  record Listed(
      UUID id, Instant expiresAt, @Nullable Instant lastActivity, @Nullable String email) {

    /** What a row tells in columns of these names. */
    static Listed of(ResultSet row) throws SQLException {
      return new Listed(
          row.getObject("id", UUID.class),
          Read.instantOf(row, "expires_at"),
          Read.instant(row, "last_activity"),
          row.getString("email"));
    }
  }

  /**
   * Takes them.
   *
   * @param listed by address, as the database orders them
   */
  ListedSessions(List<Listed> listed) {
    this.listed = listed;
  }

  /** Whether so many rows are so few among all that they are to be listed. */
  static boolean isWorthwhile(long rows, long all) {
    return all > MANY_ROWS && rows <= MOST && rows < all / RARE;
  }

  /**
   * Those that a query may want, and few others.
   *
   * @param now the database's time
   */
  ListedSessions wanted(AppSessionQuery query, Instant now) {
    return new ListedSessions(listed.stream().filter(s -> mayWant(query, s, now)).toList());
  }

  private static boolean mayWant(AppSessionQuery query, Listed session, Instant now) {
    Instant expires = session.expiresAt;
    Instant earlier = now.minus(MARGIN);
    Instant later = now.plus(MARGIN);
    boolean filtered =
        switch (query.filter()) {
          case EXPIRED -> expires.isBefore(later);
          case IDLE ->
              expires.isAfter(earlier)
                  && session.lastActivity != null
                  && session.lastActivity.isBefore(later.minus(IDLE));
          case ORPHANS -> session.email == null;
          case NEAR_LIMIT, OVER_LIMIT -> expires.isAfter(earlier);
          case ALL -> true;
        };
    boolean expiring =
        switch (query.expiry()) {
          case ANY -> true;
          case WITHIN_HOUR ->
              expires.isAfter(earlier) && expires.isBefore(later.plus(Duration.ofHours(1)));
          case WITHIN_DAY ->
              expires.isAfter(earlier) && expires.isBefore(later.plus(Duration.ofDays(1)));
          case LATER -> expires.isAfter(earlier.plus(Duration.ofDays(1)));
        };
    return filtered && expiring && isOfUser(query, session);
  }

  private static boolean isOfUser(AppSessionQuery query, Listed session) {
    if (query.filter() == Filter.ORPHANS) {
      return true; // have no address to begin with anything
    }
    return session.email == null
        ? query.userPrefix().isEmpty()
        : PageFilter.wants(query, session.email);
  }

  /** In the order of their expiry, from the cursor on. */
  List<UUID> byExpiry(Order order, @Nullable PageCursor after) {
    Comparator<Listed> expiry = Comparator.comparing(Listed::expiresAt);
    Comparator<Listed> sort =
        (order == Order.EXPIRES_LATEST ? expiry.reversed() : expiry)
            .thenComparing(Listed::id, PageRow::asDatabase);
    Listed last = after == null ? null : new Listed(after.id(), after.expiresAt(), null, null);
    return listed.stream()
        .filter(s -> last == null || sort.compare(s, last) > 0)
        .sorted(sort)
        .map(Listed::id)
        .toList();
  }

  /**
   * In the order of the addresses, from the cursor on, without those that have no user. Where a
   * newer scan no longer lists the cursor's session, all: only the database can tell which
   * addresses come after it.
   */
  List<UUID> byUser(@Nullable PageCursor after) {
    List<UUID> all = listed.stream().filter(s -> s.email != null).map(Listed::id).toList();
    int place = after == null ? -1 : all.indexOf(after.id());
    return all.subList(place + 1, all.size());
  }

  /** Addresses of their users; of those without one, the empty address. */
  Set<String> addresses() {
    Set<String> addresses = new HashSet<>();
    listed.forEach(s -> addresses.add(s.email == null ? "" : s.email));
    return addresses;
  }
}
