package tech.atoms.opsdesk.database;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;
import tech.atoms.opsdesk.database.SessionSurvey.Idle;

/**
 * The idle sessions that the last count has listed, where they are few among many: without an index
 * over the last activity, a page would search long for them.
 */
final class IdleList {
  private final List<Idle> listed;

  /**
   * Takes them.
   *
   * @param listed by address, as the database orders them
   */
  IdleList(List<Idle> listed) {
    this.listed = listed;
  }

  /** In the order of their expiry, from the cursor on. */
  List<UUID> byExpiry(Order order, @Nullable PageCursor after) {
    Comparator<Idle> expiry = Comparator.comparing(Idle::expiresAt);
    Comparator<Idle> sort =
        (order == Order.EXPIRES_LATEST ? expiry.reversed() : expiry)
            .thenComparing(Idle::id, PageRow::asDatabase);
    Idle last = after == null ? null : new Idle(after.id(), after.expiresAt(), null);
    return listed.stream()
        .filter(i -> last == null || sort.compare(i, last) > 0)
        .sorted(sort)
        .map(Idle::id)
        .toList();
  }

  /**
   * In the order of the addresses, from the cursor on. Where a newer count no longer lists the
   * cursor's session, all: only the database can tell which addresses come after it.
   */
  List<UUID> byUser(AppSessionQuery query, @Nullable PageCursor after) {
    List<UUID> wanted =
        listed.stream()
            .filter(i -> i.email() != null && PageFilter.wants(query, i.email()))
            .map(Idle::id)
            .toList();
    int place = after == null ? -1 : wanted.indexOf(after.id());
    return wanted.subList(place + 1, wanted.size());
  }
}
