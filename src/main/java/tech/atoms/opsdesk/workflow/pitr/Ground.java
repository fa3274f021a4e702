package tech.atoms.opsdesk.workflow.pitr;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.Written;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;
import tech.atoms.opsdesk.provider.supabase.Supabase;

/**
 * What a recovery is decided on and seen by: the platform, and the database itself.
 *
 * @param database null where the profile names none; what only it tells is not known then
 */
record Ground(
    Environment environment,
    Supabase supabase,
    @Nullable MonitoredDatabase database,
    InstantSource clock) {
  /** What the plan says where the database does not tell its timeline. */
  static final String UNKNOWN = "not known";

  private static final String CANNOT = "The database cannot be put back to that time";

  /** The time of a target, which is one to the second. */
  Instant target(String told) {
    try {
      return Instant.ofEpochSecond(Instant.parse(told).getEpochSecond());
    } catch (java.time.DateTimeException e) {
      throw new ProblemException(
          new Problem(
              CANNOT,
              told.isEmpty() ? environment.name() : told,
              "it is no time of the form 2026-11-30T12:00:00Z",
              "See 'opsdesk backup platform' for the times that there are"),
          e);
    }
  }

  /** Refuses a time that cannot be recovered to now. */
  void requireWithin(Instant target, PlatformBackups platform) {
    String obstacle = platform.obstacle(target);
    if (!obstacle.isEmpty()) {
      throw new ProblemException(
          new Problem(
              CANNOT,
              environment.name() + " to " + target,
              obstacle,
              "See 'opsdesk backup platform'"));
    }
  }

  /** The project's reference. */
  String project() {
    SupabaseSettings settings = environment.supabase();
    return settings == null ? "" : settings.project();
  }

  /** The timeline that the database tells; {@link #UNKNOWN} where it does not. */
  String timeline() {
    if (database == null) {
      return UNKNOWN;
    }
    try {
      return Long.toString(database.timeline());
    } catch (DatabaseException e) {
      return UNKNOWN;
    }
  }

  /** What was written within a time; nothing where there is no database to ask. */
  List<Written> written(Instant after, Instant until) {
    return database == null ? List.of() : database.written(after, until);
  }
}
