package tech.atoms.opsdesk.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.ListedSessions.Listed;

/** Counts application sessions with one scan and keeps the result, see {@link KeptScan}. */
final class SessionSurvey {
  /** So many users near or over the limit are listed, those with most sessions. */
  static final int MOST_USERS = 10_000;

  private static final String NO_USER = "coalesce(sum(total) filter (where user_id is null), 0)";
  private static final String NO_SUCH_USER =
      """
      (select coalesce(sum(o.total), 0) from per_user o
       where not exists (select from public.atoms_users x where x.id = o.user_id))::bigint\
      """;

  private static final String IDLE =
      """
      select s.id, s.expires_at, s.last_activity, u.email
      from (select id, user_id, expires_at, last_activity from public.atoms_sessions
            where expires_at > now() and last_activity < now() - interval '1 hour' limit %d) s
      left join public.atoms_users u on u.id = s.user_id
      order by u.email, s.expires_at, s.id
      """
          .formatted(ListedSessions.MOST + 1);

  private final DatabaseProblems problems;
  private final int limit;
  private final InstantSource clock;
  private final KeptScan<Result> scan;

  /**
   * A scan's result.
   *
   * @param counts the counts
   * @param nearLimit users near or over the limit, most sessions first, then by id; at most {@link
   *     #MOST_USERS}
   * @param idle all idle sessions where they are few among many; null where a page finds them
   *     quickly enough by itself
   */
  record Result(
      AppSessionCounts counts, List<UserSessions> nearLimit, @Nullable ListedSessions idle)
      implements KeptScan.Result {
    @Override
    public Instant at() {
      return counts.at();
    }

    @Override
    public Duration cost() {
      return counts.cost();
    }
  }

  private record Line(Sums sums, @Nullable UserSessions user) {}

  private record Sums(
      long total,
      long live,
      long idle,
      long users,
      long most,
      long overLimit,
      long nearLimit,
      long orphans) {}

  SessionSurvey(Access access, DatabaseProblems problems, int limit, InstantSource clock) {
    this.problems = problems;
    this.limit = limit;
    this.clock = clock;
    this.scan = new KeptScan<>("the session counts", access, problems, clock, this::scan);
  }

  /** The newest result that is fresh enough; scans where there is none. */
  Result current() {
    return scan.current();
  }

  /** The newest result however old; scans only where there never was one. */
  Result any() {
    return scan.any();
  }

  /**
   * All idle sessions by the last count, however old; null where a page is to search for them by
   * itself: where they are many, in a small table, and where counting takes too long.
   */
  @Nullable ListedSessions idle() {
    Result result = scan.anyInTime();
    return result == null ? null : result.idle;
  }

  private Result scan(Read read) throws SQLException {
    SchemaFacts facts = SchemaFacts.read(read, problems);
    int near = AppSessionCounts.nearLimit(limit);
    String orphans = facts.userAlwaysExists() ? NO_USER : NO_SUCH_USER;
    // The scan groups a million rows by user in memory instead of sorting them on disk.
    read.one("select set_config('work_mem', '64MB', true)", row -> row.getString(1));
    long start = System.nanoTime();
    List<Line> lines = read.list(sql(orphans), SessionSurvey::line, limit, near, near);
    Sums sums = lines.getFirst().sums();
    ListedSessions idle = null;
    if (ListedSessions.isWorthwhile(sums.idle, sums.total)) {
      idle = new ListedSessions(sums.idle == 0 ? List.of() : read.list(IDLE, Listed::of));
    }
    Duration cost = Duration.ofNanos(System.nanoTime() - start);
    List<UserSessions> users =
        lines.stream().map(Line::user).filter(java.util.Objects::nonNull).toList();
    AppSessionCounts counts =
        new AppSessionCounts(
            clock.instant(),
            cost,
            sums.total,
            sums.live,
            sums.users,
            sums.most,
            limit,
            sums.total - sums.live,
            sums.idle,
            sums.orphans,
            sums.overLimit,
            sums.nearLimit,
            users.stream().limit(AppSessionCounts.TOP).toList());
    return new Result(counts, users.stream().filter(u -> u.live() >= near).toList(), idle);
  }

  private static Line line(ResultSet row) throws SQLException {
    UUID user = row.getObject("user_id", UUID.class);
    return new Line(
        new Sums(
            row.getLong("total"),
            row.getLong("live"),
            row.getLong("idle"),
            row.getLong("users"),
            row.getLong("most"),
            row.getLong("over_limit"),
            row.getLong("near_limit"),
            row.getLong("orphans")),
        user == null
            ? null
            : new UserSessions(user, row.getString("email"), row.getInt("user_live")));
  }

  private static String sql(String orphans) {
    return """
    with per_user as materialized (
      select user_id, count(*) as total,
             count(*) filter (where expires_at > now()) as live,
             count(*) filter (where expires_at > now() and last_activity < now() - interval '1 hour') as idle
      from public.atoms_sessions group by user_id),
    sums as (
      select coalesce(sum(total), 0)::bigint as total, coalesce(sum(live), 0)::bigint as live,
             coalesce(sum(idle), 0)::bigint as idle,
             count(*) filter (where live > 0 and user_id is not null) as users,
             coalesce(max(live) filter (where user_id is not null), 0) as most,
             count(*) filter (where live > ? and user_id is not null) as over_limit,
             coalesce(sum(live) filter (where live >= ? and user_id is not null), 0)::bigint as near_limit,
             %s as orphans
      from per_user p),
    best as (
      (select user_id, live from per_user where live > 0 and user_id is not null
       order by live desc, user_id limit %d)
      union
      (select user_id, live from per_user where live >= ? and user_id is not null
       order by live desc, user_id limit %d))
    select s.*, b.user_id, b.live as user_live, coalesce(u.email, '') as email
    from sums s left join best b on true left join public.atoms_users u on u.id = b.user_id
    order by b.live desc, b.user_id
    """
        .formatted(orphans, AppSessionCounts.TOP, MOST_USERS);
  }
}
