package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;

/**
 * Rows by expiry, on the index over {@code expires_at} alone. Rows that expire in the same instant
 * are ordered by id: the last instant of a full page may be torn, and is read again in that order.
 */
final class PagesByExpiry {
  private final Read read;
  private final boolean down;
  private final String where;
  private final List<@Nullable Object> values = new ArrayList<>();

  /**
   * Prepares to read.
   *
   * @param listed only these sessions; null: all
   */
  PagesByExpiry(Read read, Order order, PageFilter filter, @Nullable List<UUID> listed) {
    this.read = read;
    this.down = order == Order.EXPIRES_LATEST;
    this.where = "where " + filter.sql() + (listed == null ? "" : " and s.id = any(?)");
    values.addAll(filter.values());
    if (listed != null) {
      values.add(listed);
    }
  }

  List<PageRow> rows(@Nullable PageCursor after, int size) throws SQLException {
    List<PageRow> rows = new ArrayList<>();
    if (after != null) {
      rows.addAll(sameInstant(after.expiresAt(), after.id(), size));
    }
    if (rows.size() < size) {
      String beyond = after == null ? "" : " and s.expires_at " + (down ? "<" : ">") + " ?";
      int wanted = size - rows.size();
      List<@Nullable Object> all = new ArrayList<>(values);
      if (after != null) {
        all.add(after.expiresAt());
      }
      all.add(wanted);
      List<PageRow> others =
          read.list(
              wrapped(
                  "select s.* from public.atoms_sessions s "
                      + where
                      + beyond
                      + " order by s.expires_at"
                      + (down ? " desc" : "")
                      + " limit ?"),
              PageRow::of,
              all.toArray());
      rows.addAll(whole(others, wanted));
    }
    return rows;
  }

  private List<PageRow> whole(List<PageRow> rows, int wanted) throws SQLException {
    Comparator<PageRow> order = Comparator.comparing(r -> r.session().expiresAt());
    List<PageRow> sorted = new ArrayList<>(rows);
    sorted.sort((down ? order.reversed() : order).thenComparing(byId()));
    if (sorted.size() < wanted) {
      return sorted;
    }
    Instant last = sorted.getLast().session().expiresAt();
    if (sorted.size() > 1 && !sorted.get(sorted.size() - 2).session().expiresAt().equals(last)) {
      // Only the surplus row stands in the last instant: nothing that is shown is torn,
      // except where that instant holds more rows, of which the next page takes care.
      return sorted;
    }
    sorted.removeIf(r -> r.session().expiresAt().equals(last));
    sorted.addAll(sameInstant(last, null, wanted - sorted.size()));
    return sorted;
  }

  private List<PageRow> sameInstant(Instant instant, @Nullable UUID after, int size)
      throws SQLException {
    String sql =
        wrapped(
            "select s.* from public.atoms_sessions s "
                + where
                + " and s.expires_at = ?"
                + (after == null ? "" : " and s.id > ?")
                + " order by s.id limit ?");
    List<@Nullable Object> all = new ArrayList<>(values);
    all.add(instant);
    if (after != null) {
      all.add(after);
    }
    all.add(size);
    List<PageRow> rows = new ArrayList<>(read.list(sql, PageRow::of, all.toArray()));
    rows.sort(byId());
    return rows;
  }

  private static Comparator<PageRow> byId() {
    return Comparator.comparing(r -> r.session().id(), PageRow::asDatabase);
  }

  private static String wrapped(String rows) {
    return PageRow.COLUMNS
        + "from ("
        + rows
        + ") p left join public.atoms_users u on u.id = p.user_id";
  }
}
