package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows by address or by place in a list of users. */
final class PagesByUser {
  private PagesByUser() {}

  /**
   * By address, on the unique index over it; the database's own collation gives the order.
   *
   * @param listed only these sessions; null: all
   */
  static List<PageRow> byAddress(
      Read read,
      AppSessionQuery query,
      PageFilter filter,
      @Nullable List<UUID> listed,
      @Nullable PageCursor after,
      int size)
      throws SQLException {
    PageFilter users = PageFilter.users(query);
    StringBuilder where = new StringBuilder("where ").append(filter.sql());
    List<@Nullable Object> values = new ArrayList<>(filter.values());
    if (listed != null) {
      where.append(" and s.id = any(?)");
      values.add(listed);
    }
    where.append(users.sql());
    values.addAll(users.values());
    if (after != null) {
      where.append(
          " and u.email >= ? and (u.email > ? or s.expires_at > ? or (s.expires_at = ? and s.id >"
              + " ?))");
      values.add(after.user());
      values.add(after.user());
      values.add(after.expiresAt());
      values.add(after.expiresAt());
      values.add(after.id());
    }
    values.add(size);
    return read.list(
        PageRow.COLUMNS
            + "from (select s.*, u.email as by_email from public.atoms_users u"
            + " join public.atoms_sessions s on s.user_id = u.id "
            + where
            + " order by u.email, s.expires_at, s.id limit ?) p join public.atoms_users u on u.id ="
            + " p.user_id order by p.by_email, p.expires_at, p.id",
        PageRow::of,
        values.toArray());
  }

  /** Live sessions of these users, in the order of the users. */
  static List<PageRow> ofUsers(
      Read read, PageFilter narrowed, List<UUID> ids, @Nullable PageCursor after, int size)
      throws SQLException {
    String beyond =
        after == null
            ? ""
            : " and (s.user_id <> ? or s.expires_at > ? or (s.expires_at = ? and s.id > ?))";
    List<@Nullable Object> values = new ArrayList<>();
    values.add(ids);
    values.addAll(narrowed.values());
    if (after != null) {
      values.add(after.userId());
      values.add(after.expiresAt());
      values.add(after.expiresAt());
      values.add(after.id());
    }
    values.add(size);
    return read.list(
        PageRow.COLUMNS
            + "from (select s.*, t.place from unnest(?) with ordinality t(user_id, place)"
            + " join public.atoms_sessions s on s.user_id = t.user_id where s.expires_at > now()"
            + narrowed.sql()
            + beyond
            + " order by t.place, s.expires_at, s.id limit ?) p"
            + " left join public.atoms_users u on u.id = p.user_id"
            + " order by p.place, p.expires_at, p.id",
        PageRow::of,
        values.toArray());
  }
}
