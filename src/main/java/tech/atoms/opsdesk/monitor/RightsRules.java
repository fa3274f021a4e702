package tech.atoms.opsdesk.monitor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.monitor.Rule.Hit;

/** Rules about what the desk may not see: no rights is neither zero nor healthy. */
final class RightsRules {
  static final String SESSIONS = "sessions-no-rights";
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "database-no-rights",
              Kind.DATABASE,
              Metrics.DATABASE,
              1,
              "The desk's role may not see what other database sessions do. UNKNOWN",
              RightsRules::database),
          new Rule(
              SESSIONS,
              null,
              Metrics.SESSIONS,
              1,
              "The desk's role may not read the application's sessions. UNKNOWN",
              RightsRules::sessions));

  private RightsRules() {}

  private static @Nullable Hit database(Facts facts) {
    DatabaseReading reading = facts.value(Metrics.DATABASE, DatabaseReading.class);
    if (reading == null) {
      return null;
    }
    ConnectionFigures figures = reading.figures();
    if (figures != null && figures.active() == null) {
      return new Hit(
          State.UNKNOWN,
          "No rights to see what other database sessions do: the desk's role lacks pg_monitor");
    }
    return reading.missing() == null ? null : unknown(reading.missing());
  }

  private static @Nullable Hit sessions(Facts facts) {
    DatabaseReading.Sessions reading =
        facts.value(Metrics.SESSIONS, DatabaseReading.Sessions.class);
    DatabaseException missing = reading == null ? null : reading.missing();
    // A database without the application's tables lacks no right.
    return missing == null || missing.kind() != DatabaseException.Kind.NO_RIGHTS
        ? null
        : unknown(missing.problem());
  }

  private static Hit unknown(Problem problem) {
    return new Hit(State.UNKNOWN, problem.what() + ": " + problem.why());
  }
}
