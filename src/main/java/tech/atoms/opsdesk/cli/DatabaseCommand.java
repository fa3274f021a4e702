package tech.atoms.opsdesk.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;

/** A command that reads the monitored database of an environment. */
abstract class DatabaseCommand extends EnvironmentCommand {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** Reads and prints. */
  abstract int read(Environment environment, MonitoredDatabase database) throws Exception;

  @Override
  protected final int execute() throws Exception {
    Environment environment = environment();
    DatabaseSettings settings = environment.database();
    if (settings == null) {
      throw new ProblemException(
          new Problem(
              "The environment " + environment.name() + " names no database",
              profileFile().toString(),
              "there is no database section",
              "Add one as docs/profile.md shows"));
    }
    try (MonitoredDatabase database =
        new MonitoredDatabase(
            settings,
            environment.policy().budgets().databaseConnections(),
            secrets(),
            InstantSource.system())) {
      return read(environment, database);
    }
  }

  @Override
  protected final int exitCodeOf(ProblemException problem) {
    return problem instanceof DatabaseException e && e.kind() != DatabaseException.Kind.BAD_CURSOR
        ? ExitCode.UNDETERMINED
        : ExitCode.USAGE;
  }

  static Map<String, @Nullable Object> answer(Environment environment, Instant at, boolean whole) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("environment", environment.name());
    answer.put("at", at.truncatedTo(ChronoUnit.MILLIS));
    answer.put("outcome", whole ? "done" : "unknown");
    return answer;
  }

  static String shown(@Nullable Instant time) {
    return time == null ? "not recorded" : SHOWN.format(time);
  }
}
