package tech.atoms.opsdesk.monitor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.monitor.Rule.Hit;

/** Rules about the monitored database and the application's sessions. */
final class DatabaseRules {
  /** Fewer free connections than this are too few (9.3 database_pool_exhausted). */
  static final double LEAST_FREE = 2;

  /** A pool that is this full has no room for a burst, and says that connections leak. */
  static final double FULL = 0.9;

  static final String UNCOUNTED = "sessions-uncounted";

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "database-unreachable",
              Kind.DATABASE,
              Metrics.DATABASE,
              1,
              "The newest look at the database got no connection, no accepted certificate, or a"
                  + " refused sign-in. DOWN",
              DatabaseRules::unreachable),
          new Rule(
              "database-failing",
              Kind.DATABASE,
              Metrics.DATABASE,
              1,
              "The newest look at the database failed otherwise: no answer in time, no connection"
                  + " left at the server, an error. DEGRADED",
              DatabaseRules::failing),
          new Rule(
              "connections-near-limit",
              Kind.DATABASE,
              Metrics.METRICS,
              1,
              "Nine tenths of the server's pool are in use, or fewer than 2 connections are free in"
                  + " it or at the database itself. DEGRADED",
              DatabaseRules::nearLimit),
          new Rule(
              "blocked-sessions",
              Kind.DATABASE,
              Metrics.DATABASE,
              2,
              "Database sessions wait for a lock on two readings in a row. DEGRADED",
              DatabaseRules::blocked),
          new Rule(
              "sessions-over-limit",
              null,
              Metrics.SESSIONS,
              1,
              "A user has more live sessions than MAX_SESSIONS_PER_USER allows. DEGRADED",
              DatabaseRules::sessions),
          new Rule(
              UNCOUNTED,
              null,
              Metrics.SESSIONS,
              1,
              "Counting the application's sessions takes too long, and the last count is older than"
                  + " three intervals. Says whether all else is known. UNKNOWN",
              DatabaseRules::uncounted));

  private DatabaseRules() {}

  private static @Nullable Hit unreachable(Facts facts) {
    ProblemException failure = facts.failure(Metrics.DATABASE);
    return failure == null || !isUnreachable(failure)
        ? null
        : new Hit(State.DOWN, "Database unreachable: " + failure.problem().why());
  }

  private static boolean isUnreachable(ProblemException failure) {
    return failure instanceof DatabaseException database
        && switch (database.kind()) {
          case UNREACHABLE, SIGN_IN_REFUSED, NOT_TRUSTED -> true;
          default -> false;
        };
  }

  private static @Nullable Hit failing(Facts facts) {
    ProblemException failure = facts.failure(Metrics.DATABASE);
    return failure == null || isUnreachable(failure) || Facts.couldNotAsk(failure)
        ? null
        : new Hit(State.DEGRADED, failure.problem().what() + ": " + failure.problem().why());
  }

  private static @Nullable Hit nearLimit(Facts facts) {
    Double free = facts.metric(Metrics.AVAILABLE_CONNECTIONS);
    Double used = facts.metric(Metrics.DATABASE_CONNECTIONS);
    Double most = facts.metric(Metrics.MAX_CONNECTIONS);
    if (free != null
        && used != null
        && most != null
        && (free < LEAST_FREE || used >= FULL * most)) {
      return new Hit(
          State.DEGRADED,
          Words.number(used) + " of " + Words.number(most) + " DB connections used");
    }
    DatabaseReading reading = facts.value(Metrics.DATABASE, DatabaseReading.class);
    ConnectionFigures figures = reading == null ? null : reading.figures();
    return figures == null || figures.available() >= LEAST_FREE
        ? null
        : new Hit(
            State.DEGRADED,
            figures.inUse() + " of " + figures.usable() + " connections of the database used");
  }

  private static @Nullable Hit blocked(Facts facts) {
    DatabaseReading reading = facts.value(Metrics.DATABASE, DatabaseReading.class);
    ConnectionFigures figures = reading == null ? null : reading.figures();
    if (figures == null || figures.lockWaiting() == 0) {
      return null;
    }
    int waiting = figures.lockWaiting();
    return new Hit(
        State.DEGRADED,
        waiting == 1
            ? "1 database session waits for a lock"
            : waiting + " database sessions wait for a lock");
  }

  private static @Nullable Hit sessions(Facts facts) {
    DatabaseReading.Sessions reading =
        facts.value(Metrics.SESSIONS, DatabaseReading.Sessions.class);
    SessionCounts counts = reading == null ? null : reading.asCounts();
    if (counts == null || counts.usersOverLimit() == 0) {
      return null;
    }
    long users = counts.usersOverLimit();
    return new Hit(
        State.DEGRADED,
        (users == 1 ? "1 user is" : Words.number((double) users) + " users are")
            + " over the session limit: most "
            + counts.most()
            + " of "
            + counts.limit());
  }

  private static @Nullable Hit uncounted(Facts facts) {
    ProblemException failure = facts.failure(Metrics.SESSIONS);
    if (failure == null || !isUncounted(facts)) {
      return null;
    }
    boolean allElse =
        facts.sources().values().stream()
            .filter(source -> !source.name().equals(Metrics.PLATFORM))
            .allMatch(source -> source.name().equals(Metrics.SESSIONS) || !source.stale());
    return new Hit(
        State.UNKNOWN,
        (allElse
                ? "Only the number of sessions is unknown: "
                : "The number of sessions is unknown: ")
            + failure.problem().why());
  }

  /**
   * Whether the counts are too old because counting takes too long, not because nothing answers.
   */
  static boolean isUncounted(Facts facts) {
    SourceFacts source = facts.source(Metrics.SESSIONS);
    return source != null
        && source.stale()
        && source.failure() instanceof DatabaseException slow
        && slow.kind() == DatabaseException.Kind.TOO_SLOW;
  }
}
