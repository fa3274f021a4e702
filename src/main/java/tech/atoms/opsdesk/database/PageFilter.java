package tech.atoms.opsdesk.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A condition on the session {@code s}.
 *
 * @param sql the condition
 * @param values of its question marks
 */
record PageFilter(String sql, List<String> values) {
  /**
   * Of a plain comparison the planner believes that one row in 200 satisfies it, and reads all rows
   * to sort the few. Of this one it expects every other row: it follows the order until a page is
   * full. Rare clients are listed, see {@link ClientSurvey}.
   */
  private static final String CLIENT =
      " and case when " + PageRow.CLIENT + " = ? then true else false end";

  /** Which rows a query wants, whoever their users are. */
  static PageFilter of(AppSessionQuery query, SchemaFacts facts) {
    String rows =
        switch (query.filter()) {
          case EXPIRED -> "s.expires_at <= now()";
          case IDLE -> "s.expires_at > now() and s.last_activity < now() - interval '1 hour'";
          case ORPHANS ->
              facts.userAlwaysExists()
                  ? "s.user_id is null"
                  : "not exists (select from public.atoms_users o where o.id = s.user_id)";
          default -> "true";
        };
    PageFilter narrowed = narrowed(query);
    return new PageFilter(rows + narrowed.sql, narrowed.values);
  }

  /** What client and expiry leave of the rows, to be appended; empty where they leave all. */
  static PageFilter narrowed(AppSessionQuery query) {
    String expiry =
        switch (query.expiry()) {
          case ANY -> "";
          case WITHIN_HOUR ->
              " and s.expires_at > now() and s.expires_at <= now() + interval '1 hour'";
          case WITHIN_DAY ->
              " and s.expires_at > now() and s.expires_at <= now() + interval '24 hours'";
          case LATER -> " and s.expires_at > now() + interval '24 hours'";
        };
    return query.client().isEmpty()
        ? new PageFilter(expiry, List.of())
        : new PageFilter(expiry + CLIENT, List.of(query.client()));
  }

  /** Which users {@code u} a query wants, to be appended; empty where it wants all. */
  static PageFilter users(AppSessionQuery query) {
    if (query.userPrefix().isEmpty()) {
      return new PageFilter("", List.of());
    }
    // LIKE is right in every collation; the server turns it into a range where an index allows.
    List<String> values = new ArrayList<>();
    prefixes(query).forEach(typed -> values.add(pattern(typed)));
    return new PageFilter(
        values.size() == 1 ? " and u.email like ?" : " and (u.email like ? or u.email like ?)",
        values);
  }

  /** Whether a query wants the user of an address. */
  static boolean wants(AppSessionQuery query, String email) {
    return prefixes(query).stream().anyMatch(email::startsWith);
  }

  private static List<String> prefixes(AppSessionQuery query) {
    String typed = query.userPrefix();
    String lower = typed.toLowerCase(Locale.ROOT);
    return lower.equals(typed) ? List.of(typed) : List.of(typed, lower);
  }

  private static String pattern(String typed) {
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
