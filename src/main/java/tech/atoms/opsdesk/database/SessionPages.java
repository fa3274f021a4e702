package tech.atoms.opsdesk.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;
import tech.atoms.opsdesk.database.SessionSurvey.Idle;

/**
 * Reads application sessions a page at a time, each page from where the last one ended, on the
 * indexes that the specification asks for. No page reads what earlier pages read, so the thousandth
 * costs what the first does, and a row that is there throughout is seen exactly once.
 */
final class SessionPages {
  private static final Duration FACTS_KEPT = Duration.ofMinutes(1);

  /** What signed in, as {@code metadata} of {@code s} tells it. */
  static final String CLIENT =
      "coalesce(s.metadata ->> 'client', s.metadata ->> 'client_name', s.metadata ->> 'user_agent',"
          + " '')";

  private static final String COLUMNS =
      """
      select p.id, p.user_id, p.expires_at, p.created_at, p.last_activity, p.expires_at <= now() as expired,
             coalesce(p.metadata ->> 'client', p.metadata ->> 'client_name', p.metadata ->> 'user_agent', '') as client,
             coalesce(p.metadata ->> 'ip', p.metadata ->> 'client_ip', p.metadata ->> 'address', '') as address,
             coalesce(u.email, '') as email, now() as at,
             (select count(*) from (select from public.atoms_sessions x
                                    where x.user_id = p.user_id and x.expires_at > now() limit %d) c) as of_user
      """
          .formatted(AppSession.MOST_COUNTED);

  private static final int MOST_CLIENTS = 200;

  private final Access access;
  private final DatabaseProblems problems;
  private final SessionSurvey survey;
  private final int limit;
  private final InstantSource clock;
  private volatile @Nullable Known known;

  private record Known(SchemaFacts facts, Instant at) {}

  private record Found(AppSession session, Instant at) {}

  /** A condition on {@code s}, with the values of its question marks. */
  private record Condition(String sql, List<String> values) {}

  private record Rows(List<Found> rows, boolean more) {}

  SessionPages(
      Access access,
      DatabaseProblems problems,
      SessionSurvey survey,
      int limit,
      InstantSource clock) {
    this.access = access;
    this.problems = problems;
    this.survey = survey;
    this.limit = limit;
    this.clock = clock;
  }

  AppSessionPage page(AppSessionQuery query, @Nullable String cursor, int size) {
    PageCursor after = cursor == null ? null : PageCursor.decode(cursor, query);
    return switch (query.filter()) {
      case NEAR_LIMIT -> byNumber(query, AppSessionCounts.nearLimit(limit), after, size);
      case OVER_LIMIT -> byNumber(query, limit + 1, after, size);
      // Rare idle sessions have no index: the last count has listed them.
      case IDLE -> byQuery(query, fewIdle(), after, size);
      default -> byQuery(query, null, after, size);
    };
  }

  private AppSessionPage byQuery(
      AppSessionQuery query, @Nullable List<Idle> listed, @Nullable PageCursor after, int size) {
    boolean byUser = byUser(query);
    List<UUID> ids = listed == null ? null : ids(listed, query.order(), byUser ? null : after);
    return access.read(
        "the application sessions",
        read -> {
          Condition condition = condition(query, facts(read));
          List<Found> rows =
              byUser
                  ? usersPage(read, query, condition, ids, after, size + 1)
                  : ids == null
                      ? expiryPage(read, query, condition, null, after, size + 1)
                      : listedPage(read, query, condition, ids, after, size + 1);
          return page(
              read,
              query,
              new Rows(rows, rows.size() > size),
              size,
              s ->
                  new PageCursor(
                      s.expiresAt(), s.id(), byUser ? s.email() : "", 0, PageCursor.NIL));
        });
  }

  /** Listed sessions in the wanted order, from the cursor on. */
  private static List<UUID> ids(List<Idle> listed, Order order, @Nullable PageCursor after) {
    Comparator<Idle> expiry = Comparator.comparing(Idle::expiresAt);
    Comparator<Idle> sort =
        (order == Order.EXPIRES_LATEST ? expiry.reversed() : expiry)
            .thenComparing(Idle::id, SessionPages::asDatabase);
    Idle last = after == null ? null : new Idle(after.id(), after.expiresAt());
    return listed.stream()
        .filter(i -> last == null || sort.compare(i, last) > 0)
        .sorted(sort)
        .map(Idle::id)
        .toList();
  }

  /** Looks up only as many of the listed sessions as the page needs; some are no longer idle. */
  private static List<Found> listedPage(
      Read read,
      AppSessionQuery query,
      Condition condition,
      List<UUID> ids,
      @Nullable PageCursor after,
      int size)
      throws SQLException {
    int taken = Math.min(ids.size(), 2 * size);
    while (true) {
      List<Found> rows = expiryPage(read, query, condition, ids.subList(0, taken), after, size);
      if (rows.size() >= size || taken == ids.size()) {
        return rows;
      }
      taken = Math.min(ids.size(), 4 * taken);
    }
  }

  private @Nullable List<Idle> fewIdle() {
    try {
      return survey.any().idle();
    } catch (DatabaseException e) {
      if (e.kind() == DatabaseException.Kind.TOO_SLOW) {
        return null; // no count: the page searches by itself
      }
      throw e;
    }
  }

  private static boolean byUser(AppSessionQuery query) {
    return (!query.userPrefix().isEmpty() || query.order() == Order.USER)
        && query.filter() != Filter.ORPHANS;
  }

  private static Condition condition(AppSessionQuery query, SchemaFacts facts) {
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
    Condition narrowed = narrowed(query);
    return new Condition(rows + narrowed.sql, narrowed.values);
  }

  /** What client and expiry leave of the rows; empty where they leave all. */
  private static Condition narrowed(AppSessionQuery query) {
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
        ? new Condition(expiry, List.of())
        : new Condition(expiry + " and " + CLIENT + " = ?", List.of(query.client()));
  }

  /**
   * By expiry, on the index over {@code expires_at} alone. Rows that expire in the same instant are
   * ordered by id: the last instant of a full page may be torn, and is read again in that order.
   */
  private static List<Found> expiryPage(
      Read read,
      AppSessionQuery query,
      Condition condition,
      @Nullable List<UUID> listed,
      @Nullable PageCursor after,
      int size)
      throws SQLException {
    boolean down = query.order() == Order.EXPIRES_LATEST;
    Condition where =
        new Condition(
            "where " + condition.sql + (listed == null ? "" : " and s.id = any(?)"),
            condition.values);
    List<Found> rows = new ArrayList<>();
    if (after != null) {
      rows.addAll(sameInstant(read, where, listed, after.expiresAt(), after.id(), size));
    }
    if (rows.size() < size) {
      String beyond = after == null ? "" : " and s.expires_at " + (down ? "<" : ">") + " ?";
      int wanted = size - rows.size();
      List<Found> others =
          read.list(
              wrapped(
                  "select s.* from public.atoms_sessions s "
                      + where.sql
                      + beyond
                      + " order by s.expires_at"
                      + (down ? " desc" : "")
                      + " limit ?"),
              SessionPages::found,
              values(where, listed, after == null ? null : after.expiresAt(), wanted));
      rows.addAll(whole(read, where, listed, others, wanted, down));
    }
    return rows;
  }

  private static List<Found> whole(
      Read read,
      Condition where,
      @Nullable List<UUID> listed,
      List<Found> rows,
      int wanted,
      boolean down)
      throws SQLException {
    Comparator<Found> order = Comparator.comparing(f -> f.session.expiresAt());
    List<Found> sorted = new ArrayList<>(rows);
    sorted.sort(
        (down ? order.reversed() : order)
            .thenComparing(f -> f.session.id(), SessionPages::asDatabase));
    if (sorted.size() < wanted) {
      return sorted;
    }
    Instant last = sorted.getLast().session.expiresAt();
    if (sorted.size() > 1 && !sorted.get(sorted.size() - 2).session.expiresAt().equals(last)) {
      // Only the surplus row stands in the last instant: nothing that is shown is torn,
      // except where that instant holds more rows, of which the next page takes care.
      return sorted;
    }
    sorted.removeIf(f -> f.session.expiresAt().equals(last));
    sorted.addAll(sameInstant(read, where, listed, last, null, wanted - sorted.size()));
    return sorted;
  }

  private static List<Found> sameInstant(
      Read read,
      Condition where,
      @Nullable List<UUID> listed,
      Instant instant,
      @Nullable UUID after,
      int size)
      throws SQLException {
    String sql =
        wrapped(
            "select s.* from public.atoms_sessions s "
                + where.sql
                + " and s.expires_at = ?"
                + (after == null ? "" : " and s.id > ?")
                + " order by s.id limit ?");
    List<@Nullable Object> values = new ArrayList<>(where.values);
    if (listed != null) {
      values.add(listed);
    }
    values.add(instant);
    if (after != null) {
      values.add(after);
    }
    values.add(size);
    List<Found> rows = new ArrayList<>(read.list(sql, SessionPages::found, values.toArray()));
    rows.sort(Comparator.comparing(f -> f.session.id(), SessionPages::asDatabase));
    return rows;
  }

  private static @Nullable Object[] values(
      Condition where, @Nullable List<UUID> listed, @Nullable Instant beyond, int size) {
    List<@Nullable Object> values = new ArrayList<>(where.values);
    if (listed != null) {
      values.add(listed);
    }
    if (beyond != null) {
      values.add(beyond);
    }
    values.add(size);
    return values.toArray();
  }

  private static String wrapped(String rows) {
    return COLUMNS + "from (" + rows + ") p left join public.atoms_users u on u.id = p.user_id";
  }

  /** By address, on the unique index over it; the database's own collation gives the order. */
  private static List<Found> usersPage(
      Read read,
      AppSessionQuery query,
      Condition condition,
      @Nullable List<UUID> listed,
      @Nullable PageCursor after,
      int size)
      throws SQLException {
    StringBuilder where = new StringBuilder("where ").append(condition.sql);
    List<@Nullable Object> values = new ArrayList<>(condition.values);
    if (listed != null) {
      where.append(" and s.id = any(?)");
      values.add(listed);
    }
    if (!query.userPrefix().isEmpty()) {
      // LIKE is right in every collation; the server turns it into a range where an index allows.
      String lower = query.userPrefix().toLowerCase(Locale.ROOT);
      boolean same = lower.equals(query.userPrefix());
      where.append(same ? " and u.email like ?" : " and (u.email like ? or u.email like ?)");
      values.add(prefix(query.userPrefix()));
      if (!same) {
        values.add(prefix(lower));
      }
    }
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
        COLUMNS
            + "from (select s.*, u.email as by_email from public.atoms_users u"
            + " join public.atoms_sessions s on s.user_id = u.id "
            + where
            + " order by u.email, s.expires_at, s.id limit ?) p join public.atoms_users u on u.id ="
            + " p.user_id order by p.by_email, p.expires_at, p.id",
        SessionPages::found,
        values.toArray());
  }

  private static String prefix(String typed) {
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  /** Users with many sessions, from the last count, most sessions first. */
  private AppSessionPage byNumber(
      AppSessionQuery query, int least, @Nullable PageCursor after, int size) {
    String lower = query.userPrefix().toLowerCase(Locale.ROOT);
    List<UserSessions> users =
        survey.any().nearLimit().stream()
            .filter(u -> u.live() >= least)
            .filter(u -> u.email().startsWith(query.userPrefix()) || u.email().startsWith(lower))
            .filter(u -> after == null || !before(u, after))
            .toList();
    Map<UUID, Integer> ranks = new HashMap<>();
    users.forEach(u -> ranks.put(u.userId(), u.live()));
    return access.read(
        "the application sessions",
        read -> {
          facts(read);
          List<Found> rows = new ArrayList<>();
          int taken = 0;
          while (rows.size() <= size && taken < users.size()) {
            int batch =
                Math.min(users.size() - taken, Math.max(2, (size - rows.size()) / least + 2));
            List<UUID> ids =
                users.subList(taken, taken + batch).stream().map(UserSessions::userId).toList();
            taken += batch;
            rows.addAll(ofUsers(read, narrowed(query), ids, after, size + 1 - rows.size()));
          }
          return page(
              read,
              query,
              new Rows(rows, rows.size() > size),
              size,
              s -> {
                UUID user = s.userId() == null ? PageCursor.NIL : s.userId();
                return new PageCursor(s.expiresAt(), s.id(), "", ranks.getOrDefault(user, 0), user);
              });
        });
  }

  private static boolean before(UserSessions user, PageCursor after) {
    return user.live() > after.rank()
        || (user.live() == after.rank() && asDatabase(user.userId(), after.userId()) < 0);
  }

  private static List<Found> ofUsers(
      Read read, Condition narrowed, List<UUID> ids, @Nullable PageCursor after, int size)
      throws SQLException {
    String beyond =
        after == null
            ? ""
            : " and (s.user_id <> ? or s.expires_at > ? or (s.expires_at = ? and s.id > ?))";
    List<@Nullable Object> values = new ArrayList<>();
    values.add(ids);
    values.addAll(narrowed.values);
    if (after != null) {
      values.add(after.userId());
      values.add(after.expiresAt());
      values.add(after.expiresAt());
      values.add(after.id());
    }
    values.add(size);
    return read.list(
        COLUMNS
            + "from (select s.*, t.place from unnest(?) with ordinality t(user_id, place)"
            + " join public.atoms_sessions s on s.user_id = t.user_id where s.expires_at > now()"
            + narrowed.sql
            + beyond
            + " order by t.place, s.expires_at, s.id limit ?) p"
            + " left join public.atoms_users u on u.id = p.user_id"
            + " order by p.place, p.expires_at, p.id",
        SessionPages::found,
        values.toArray());
  }

  /** Names of all clients, in the order of the alphabet, at most {@link #MOST_CLIENTS}. */
  List<String> clients() {
    return access.read(
        "the clients of the application sessions",
        read -> {
          facts(read);
          return read.list(
              "select distinct "
                  + CLIENT
                  + " as client from public.atoms_sessions s order by 1 limit ?",
              row -> row.getString("client"),
              MOST_CLIENTS);
        });
  }

  private SchemaFacts facts(Read read) throws SQLException {
    Known last = known;
    if (last != null
        && Duration.between(last.at, clock.instant()).abs().compareTo(FACTS_KEPT) < 0) {
      return last.facts;
    }
    SchemaFacts facts = SchemaFacts.read(read, problems);
    known = new Known(facts, clock.instant());
    return facts;
  }

  private static AppSessionPage page(
      Read read,
      AppSessionQuery query,
      Rows rows,
      int size,
      java.util.function.Function<AppSession, PageCursor> cursor)
      throws SQLException {
    List<AppSession> shown = rows.rows.stream().limit(size).map(Found::session).toList();
    Instant at =
        rows.rows.isEmpty()
            ? read.one("select now() as at", row -> Read.instantOf(row, "at"))
            : rows.rows.getFirst().at;
    String next =
        rows.more && !shown.isEmpty() ? cursor.apply(shown.getLast()).encode(query) : null;
    return new AppSessionPage(at, shown, next);
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
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
