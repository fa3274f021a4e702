package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
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
  private static final int MOST_CLIENTS = 200;

  private final Access access;
  private final DatabaseProblems problems;
  private final SessionSurvey survey;
  private final int limit;
  private final InstantSource clock;
  private volatile @Nullable Known known;

  private record Known(SchemaFacts facts, Instant at) {}

  /** Reads some rows, of the sessions named or, where none are, of all. */
  @FunctionalInterface
  private interface Rows {
    List<PageRow> of(@Nullable List<UUID> listed) throws SQLException;
  }

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
      AppSessionQuery query, @Nullable IdleList idle, @Nullable PageCursor after, int size) {
    boolean byUser = byUser(query);
    List<UUID> listed =
        idle == null
            ? null
            : byUser ? idle.byUser(query, after) : idle.byExpiry(query.order(), after);
    return access.read(
        "the application sessions",
        read -> {
          PageFilter filter = PageFilter.of(query, facts(read));
          Rows rows =
              byUser
                  ? ids -> PagesByUser.byAddress(read, query, filter, ids, after, size + 1)
                  : ids ->
                      new PagesByExpiry(read, query.order(), filter, ids).rows(after, size + 1);
          return page(
              read,
              query,
              listed == null ? rows.of(null) : some(rows, listed, size + 1),
              size,
              s ->
                  new PageCursor(
                      s.expiresAt(), s.id(), byUser ? s.email() : "", 0, PageCursor.NIL));
        });
  }

  /** Looks up only as many of the listed sessions as the page needs; some are no longer idle. */
  private static List<PageRow> some(Rows rows, List<UUID> listed, int size) throws SQLException {
    int taken = Math.min(listed.size(), 2 * size);
    while (true) {
      List<PageRow> found = rows.of(listed.subList(0, taken));
      if (found.size() >= size || taken == listed.size()) {
        return found;
      }
      taken = Math.min(listed.size(), 4 * taken);
    }
  }

  private @Nullable IdleList fewIdle() {
    try {
      List<Idle> idle = survey.any().idle();
      return idle == null ? null : new IdleList(idle);
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

  /** Users with many sessions, from the last count, most sessions first. */
  private AppSessionPage byNumber(
      AppSessionQuery query, int least, @Nullable PageCursor after, int size) {
    List<UserSessions> users =
        survey.any().nearLimit().stream()
            .filter(u -> u.live() >= least && PageFilter.wants(query, u.email()))
            .filter(u -> after == null || !before(u, after))
            .toList();
    Map<UUID, Integer> ranks = new HashMap<>();
    users.forEach(u -> ranks.put(u.userId(), u.live()));
    return access.read(
        "the application sessions",
        read -> {
          facts(read);
          List<PageRow> rows = new ArrayList<>();
          int taken = 0;
          while (rows.size() <= size && taken < users.size()) {
            int batch =
                Math.min(users.size() - taken, Math.max(2, (size - rows.size()) / least + 2));
            List<UUID> ids =
                users.subList(taken, taken + batch).stream().map(UserSessions::userId).toList();
            taken += batch;
            PageFilter narrowed = PageFilter.narrowed(query);
            rows.addAll(PagesByUser.ofUsers(read, narrowed, ids, after, size + 1 - rows.size()));
          }
          return page(
              read,
              query,
              rows,
              size,
              s -> {
                UUID user = s.userId() == null ? PageCursor.NIL : s.userId();
                return new PageCursor(s.expiresAt(), s.id(), "", ranks.getOrDefault(user, 0), user);
              });
        });
  }

  private static boolean before(UserSessions user, PageCursor after) {
    return user.live() > after.rank()
        || (user.live() == after.rank() && PageRow.asDatabase(user.userId(), after.userId()) < 0);
  }

  /** Names of all clients, in the order of the alphabet, at most {@link #MOST_CLIENTS}. */
  List<String> clients() {
    return access.read(
        "the clients of the application sessions",
        read -> {
          facts(read);
          return read.list(
              "select distinct "
                  + PageRow.CLIENT
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

  /** A row more than the page holds tells that there are more. */
  private static AppSessionPage page(
      Read read,
      AppSessionQuery query,
      List<PageRow> rows,
      int size,
      Function<AppSession, PageCursor> cursor)
      throws SQLException {
    List<AppSession> shown = rows.stream().limit(size).map(PageRow::session).toList();
    Instant at =
        rows.isEmpty()
            ? read.one("select now() as at", row -> Read.instantOf(row, "at"))
            : rows.getFirst().at();
    String next =
        rows.size() > size && !shown.isEmpty() ? cursor.apply(shown.getLast()).encode(query) : null;
    return new AppSessionPage(at, shown, next);
  }
}
