package tech.atoms.opsdesk.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Counts application sessions with one scan and keeps the result. The dearer the scan, the longer
 * it is kept, so that counting takes at most a fiftieth of the time; a million rows are counted
 * about twice a minute. One scan at a time.
 */
final class SessionSurvey {
  /** So many users near or over the limit are listed, those with most sessions. */
  static final int MOST_USERS = 10_000;

  private static final Duration LEAST = Duration.ofSeconds(2);
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(3);
  private static final Duration AFTER_TIMEOUT = Duration.ofMinutes(2);

  private static final String NO_USER = "coalesce(sum(total) filter (where user_id is null), 0)";
  private static final String NO_SUCH_USER =
      """
      (select coalesce(sum(o.total), 0) from per_user o
       where not exists (select from public.atoms_users x where x.id = o.user_id))::bigint\
      """;

  /** Below so many rows, and above so many idle ones, a page finds idle sessions quickly. */
  private static final int MANY_ROWS = 50_000;

  private static final int FEW_IDLE = 5_000;

  private static final String IDLE =
      """
      select s.id, s.expires_at, u.email
      from (select id, user_id, expires_at from public.atoms_sessions
            where expires_at > now() and last_activity < now() - interval '1 hour' limit %d) s
      left join public.atoms_users u on u.id = s.user_id
      order by u.email, s.expires_at, s.id
      """
          .formatted(FEW_IDLE);

  private final Access access;
  private final DatabaseProblems problems;
  private final int limit;
  private final InstantSource clock;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile @Nullable Result newest;
  private @Nullable ProblemException failure;
  private Instant notBefore = Instant.MIN;

  /**
   * A scan's result.
   *
   * @param counts the counts
   * @param nearLimit users near or over the limit, most sessions first, then by id; at most {@link
   *     #MOST_USERS}
   * @param idle all idle sessions by address, as the database orders them, where they are few among
   *     many; null where a page finds them quickly enough by itself
   */
  record Result(AppSessionCounts counts, List<UserSessions> nearLimit, @Nullable List<Idle> idle) {}

  /**
   * An idle session.
   *
   * @param id the session
   * @param expiresAt when it expires
   * @param email its user's address; null where there is no such user
   */
  record Idle(UUID id, Instant expiresAt, @Nullable String email) {}

  private static Idle idle(ResultSet row) throws SQLException {
    return new Idle(
        row.getObject("id", UUID.class), Read.instantOf(row, "expires_at"), row.getString("email"));
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
    this.access = access;
    this.problems = problems;
    this.limit = limit;
    this.clock = clock;
  }

  /** The newest result that is fresh enough; scans where there is none. */
  Result current() {
    Result kept = keptOrNull();
    if (kept != null) {
      return kept;
    }
    try {
      oneAtATime.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problems.cancelled("the session counts");
    }
    try {
      Result meanwhile = keptOrNull();
      if (meanwhile != null) {
        return meanwhile;
      }
      ProblemException last = failure;
      if (last != null && clock.instant().isBefore(notBefore)) {
        throw last;
      }
      return scan();
    } finally {
      oneAtATime.unlock();
    }
  }

  /** The newest result however old; scans only where there never was one. */
  Result any() {
    Result kept = newest;
    return kept != null ? kept : current();
  }

  private @Nullable Result keptOrNull() {
    Result kept = newest;
    if (kept == null) {
      return null;
    }
    Duration age = Duration.between(kept.counts.at(), clock.instant()).abs();
    return age.compareTo(keepFor(kept.counts.cost())) < 0 ? kept : null;
  }

  static Duration keepFor(Duration cost) {
    Duration wanted = cost.multipliedBy(50);
    if (wanted.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return wanted.compareTo(MOST) > 0 ? MOST : wanted;
  }

  private Result scan() {
    try {
      Result result = access.read("the session counts", this::scan);
      failure = null;
      newest = result;
      return result;
    } catch (DatabaseException e) {
      if (e.kind() != DatabaseException.Kind.CANCELLED) {
        boolean dear = e.kind() == DatabaseException.Kind.TOO_SLOW;
        failure = e;
        notBefore = clock.instant().plus(dear ? AFTER_TIMEOUT : AFTER_FAILURE);
      }
      throw e;
    }
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
    List<Idle> idle = null;
    if (sums.total > MANY_ROWS && sums.idle < FEW_IDLE) {
      idle = sums.idle == 0 ? List.of() : read.list(IDLE, SessionSurvey::idle);
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
