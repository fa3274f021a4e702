package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;

/**
 * Reads application sessions a page at a time, each page from where the last one ended, on the
 * indexes that the specification asks for. No page reads what earlier pages read, so the thousandth
 * costs what the first does, and a row that is there throughout is seen exactly once.
 */
final class SessionPages {
  private static final Duration FACTS_KEPT = Duration.ofMinutes(1);

  private final Access access;
  private final DatabaseProblems problems;
  private final SessionSurvey survey;
  private final ClientSurvey clients;
  private final ExpiryList expiring;
  private final int limit;
  private final InstantSource clock;
  private volatile @Nullable Known known;

  private record Known(SchemaFacts facts, Instant at) {
    /** The database's time, by the desk's clock. */
    Instant now(InstantSource clock) {
      return facts.at().plus(Duration.between(at, clock.instant()));
    }
  }

  /** Reads some rows, of the sessions named or, where none are, of all. */
  @FunctionalInterface
  private interface Rows {
    List<PageRow> of(@Nullable List<UUID> listed) throws SQLException;
  }

  SessionPages(
      Access access,
      DatabaseProblems problems,
      SessionSurvey survey,
      ClientSurvey clients,
      int limit,
      InstantSource clock) {
    this.access = access;
    this.problems = problems;
    this.survey = survey;
    this.clients = clients;
    this.expiring = new ExpiryList(clock);
    this.limit = limit;
    this.clock = clock;
  }

  AppSessionPage page(AppSessionQuery query, @Nullable String cursor, int size) {
    PageCursor after = cursor == null ? null : PageCursor.decode(cursor, query);
    ListedSessions listed = listed(query);
    return switch (query.filter()) {
      case NEAR_LIMIT -> byNumber(query, AppSessionCounts.nearLimit(limit), listed, after, size);
      case OVER_LIMIT -> byNumber(query, limit + 1, listed, after, size);
      default -> byQuery(query, listed, after, size);
    };
  }

  /** What no index finds: rare clients and rare idle sessions. Null where a page finds all. */
  private @Nullable ListedSessions listed(AppSessionQuery query) {
    ListedSessions ofClient = query.client().isEmpty() ? null : clients.of(query.client());
    return ofClient == null && query.filter() == Filter.IDLE ? survey.idle() : ofClient;
  }

  private AppSessionPage byQuery(
      AppSessionQuery query,
      @Nullable ListedSessions listed,
      @Nullable PageCursor after,
      int size) {
    boolean byUser = byUser(query);
    return access.read(
        "the application sessions",
        read -> {
          Known known = known(read);
          PageFilter filter = PageFilter.of(query, known.facts);
          Rows rows =
              byUser
                  ? ids -> PagesByUser.byAddress(read, query, filter, ids, after, size + 1)
                  : ids ->
                      new PagesByExpiry(read, query.order(), filter, ids).rows(after, size + 1);
          ListedSessions few =
              listed == null && byUser && ExpiryList.serves(query)
                  ? expiring.of(read, query, after == null)
                  : listed;
          List<PageRow> found;
          if (few == null) {
            found = rows.of(null);
          } else {
            ListedSessions wanted = few.wanted(query, known.now(clock));
            found =
                some(
                    rows,
                    byUser ? wanted.byUser(after) : wanted.byExpiry(query.order(), after),
                    size + 1);
          }
          return page(
              read,
              query,
              found,
              size,
              s ->
                  new PageCursor(
                      s.expiresAt(), s.id(), byUser ? s.email() : "", 0, PageCursor.NIL));
        });
  }

  /** Looks up only as many of the listed sessions as the page needs; some are no longer wanted. */
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

  private static boolean byUser(AppSessionQuery query) {
    return (!query.userPrefix().isEmpty() || query.order() == Order.USER)
        && query.filter() != Filter.ORPHANS;
  }

  /** Users with many sessions, from the last count, most sessions first. */
  private AppSessionPage byNumber(
      AppSessionQuery query,
      int least,
      @Nullable ListedSessions listed,
      @Nullable PageCursor after,
      int size) {
    List<UserSessions> many =
        survey.any().nearLimit().stream()
            .filter(u -> u.live() >= least && PageFilter.wants(query, u.email()))
            .filter(u -> after == null || !before(u, after))
            .toList();
    Map<UUID, Integer> ranks = new HashMap<>();
    many.forEach(u -> ranks.put(u.userId(), u.live()));
    return access.read(
        "the application sessions",
        read -> {
          Known known = known(read);
          List<UUID> users = idsOf(many, query, listed, known.now(clock));
          List<PageRow> rows = new ArrayList<>();
          int taken = 0;
          int batch = size / least + 2;
          while (rows.size() <= size && taken < users.size()) {
            List<UUID> ids = users.subList(taken, Math.min(users.size(), taken + batch));
            taken += ids.size();
            batch *= 2; // few of their sessions are wanted
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

  private static List<UUID> idsOf(
      List<UserSessions> users,
      AppSessionQuery query,
      @Nullable ListedSessions listed,
      Instant now) {
    Set<String> addresses = listed == null ? null : listed.wanted(query, now).addresses();
    return users.stream()
        .filter(u -> addresses == null || addresses.contains(u.email()))
        .map(UserSessions::userId)
        .toList();
  }

  private static boolean before(UserSessions user, PageCursor after) {
    return user.live() > after.rank()
        || (user.live() == after.rank() && PageRow.asDatabase(user.userId(), after.userId()) < 0);
  }

  private Known known(Read read) throws SQLException {
    Known last = known;
    if (last != null
        && Duration.between(last.at, clock.instant()).abs().compareTo(FACTS_KEPT) < 0) {
      return last;
    }
    Known newest = new Known(SchemaFacts.read(read, problems), clock.instant());
    known = newest;
    return newest;
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
