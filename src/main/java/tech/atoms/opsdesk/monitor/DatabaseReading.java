package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.database.MonitoredDatabase;

/**
 * One look at the monitored database.
 *
 * @param responseTime of the smallest statement
 * @param figures connections; null: no rights to see them
 * @param missing why there are no figures; null where there are
 */
record DatabaseReading(
    Duration responseTime, @Nullable ConnectionFigures figures, @Nullable Problem missing) {

  /** A look that was allowed to see everything. */
  DatabaseReading(Duration responseTime, @Nullable ConnectionFigures figures) {
    this(responseTime, figures, null);
  }

  /** Looks once; fails where the database does not answer. */
  static DatabaseReading of(MonitoredDatabase database) {
    Duration took = database.responseTime();
    try {
      return new DatabaseReading(took, database.connectionFigures());
    } catch (DatabaseException e) {
      if (e.kind() != DatabaseException.Kind.NO_RIGHTS) {
        throw e;
      }
      return new DatabaseReading(took, null, e.problem());
    }
  }

  /**
   * Application sessions.
   *
   * @param counts null: no rights, or there is no such table
   * @param missing why there are no counts; null where there are
   */
  record Sessions(@Nullable AppSessionCounts counts, @Nullable DatabaseException missing) {

    /** Counts once; having no rights is an answer, not a failure. */
    static Sessions of(MonitoredDatabase database) {
      try {
        return new Sessions(database.appSessionCounts(), null);
      } catch (DatabaseException e) {
        return switch (e.kind()) {
          case NO_RIGHTS, MISSING -> new Sessions(null, e);
          default -> throw e;
        };
      }
    }

    /** As the snapshot tells them; null where they are not known. */
    @Nullable SessionCounts asCounts() {
      AppSessionCounts known = counts;
      return known == null
          ? null
          : new SessionCounts(
              known.at(),
              known.cost(),
              known.live(),
              known.users(),
              known.most(),
              known.limit(),
              known.expiredNotCleaned(),
              known.usersOverLimit());
    }
  }
}
