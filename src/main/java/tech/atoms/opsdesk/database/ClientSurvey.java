package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.ListedSessions.Listed;

/**
 * The clients of the application sessions, counted with one scan, and the sessions of rare clients,
 * listed with another one. Both are kept.
 */
final class ClientSurvey {
  private static final int MOST_CLIENTS = 200;

  private static final String COUNT =
      """
      select client, n, (sum(n) over ())::bigint as total
      from (select %s as client, count(*) as n from public.atoms_sessions s group by 1) c
      order by client limit %d
      """
          .formatted(PageRow.CLIENT, MOST_CLIENTS + 1);

  private static final String LIST =
      """
      select s.client, s.id, s.expires_at, s.last_activity, u.email
      from (select s.id, s.user_id, s.expires_at, s.last_activity, %1$s as client
            from public.atoms_sessions s where %1$s = any(?) limit %2$d) s
      left join public.atoms_users u on u.id = s.user_id
      order by u.email, s.expires_at, s.id
      """
          .formatted(PageRow.CLIENT, ListedSessions.MOST + 1);

  private final DatabaseProblems problems;
  private final InstantSource clock;
  private final KeptScan<Result> scan;

  /**
   * A scan's result.
   *
   * @param at by the desk's clock
   * @param cost how long the scan took
   * @param names of the clients in the order of the alphabet, at most {@link #MOST_CLIENTS}
   * @param complete whether there are no more clients than these
   * @param sessions of clients that are rare among many rows, by name
   */
  record Result(
      Instant at,
      Duration cost,
      List<String> names,
      boolean complete,
      Map<String, ListedSessions> sessions)
      implements KeptScan.Result {

    /** Sessions of a client; null where a page is to search for them by itself. */
    @Nullable ListedSessions of(String client) {
      ListedSessions listed = sessions.get(client);
      boolean unknown = complete && !names.contains(client);
      return listed == null && unknown ? new ListedSessions(List.of()) : listed;
    }
  }

  private record Count(String client, long rows, long total) {}

  private record Found(String client, Listed session) {}

  ClientSurvey(Access access, DatabaseProblems problems, InstantSource clock) {
    this.problems = problems;
    this.clock = clock;
    this.scan =
        new KeptScan<>(
            "the clients of the application sessions", access, problems, clock, this::scan);
  }

  /** Names of the clients, read anew where they are no longer fresh. */
  List<String> names() {
    return scan.current().names;
  }

  /**
   * Sessions of a client by the last scan, however old; null where a page is to search for them by
   * itself: in a small table, for a client that is common, and where scans take too long.
   */
  @Nullable ListedSessions of(String client) {
    Result result = scan.anyInTime();
    return result == null ? null : result.of(client);
  }

  private Result scan(Read read) throws SQLException {
    SchemaFacts.read(read, problems);
    Instant at = clock.instant();
    long start = System.nanoTime();
    List<Count> counts =
        read.list(
            COUNT,
            row -> new Count(row.getString("client"), row.getLong("n"), row.getLong("total")));
    List<Count> menu = counts.stream().limit(MOST_CLIENTS).toList();
    Map<String, ListedSessions> sessions = list(read, rare(menu));
    return new Result(
        at,
        Duration.ofNanos(System.nanoTime() - start),
        menu.stream().map(Count::client).toList(),
        counts.size() <= MOST_CLIENTS && !counts.isEmpty() && isLarge(counts.getFirst()),
        sessions);
  }

  private static boolean isLarge(Count count) {
    return ListedSessions.isWorthwhile(0, count.total);
  }

  /** The rarest clients, as many as fit into one list. */
  private static List<String> rare(List<Count> counts) {
    List<String> rare = new ArrayList<>();
    long rows = 0;
    for (Count count : counts.stream().sorted(Comparator.comparingLong(Count::rows)).toList()) {
      rows += count.rows;
      if (!ListedSessions.isWorthwhile(count.rows, count.total) || rows > ListedSessions.MOST) {
        break;
      }
      rare.add(count.client);
    }
    return rare;
  }

  private static Map<String, ListedSessions> list(Read read, List<String> clients)
      throws SQLException {
    if (clients.isEmpty()) {
      return Map.of();
    }
    List<Found> found =
        read.list(LIST, row -> new Found(row.getString("client"), Listed.of(row)), clients);
    if (found.size() > ListedSessions.MOST) {
      return Map.of(); // they have become more since they were counted
    }
    Map<String, List<Listed>> byClient = new HashMap<>();
    for (Found one : found) {
      byClient.computeIfAbsent(one.client, c -> new ArrayList<>()).add(one.session);
    }
    Map<String, ListedSessions> lists = new HashMap<>();
    clients.forEach(c -> lists.put(c, new ListedSessions(byClient.getOrDefault(c, List.of()))));
    return lists;
  }
}
