package tech.atoms.opsdesk.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.DatabaseActivity;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;

/** {@code opsdesk db sessions}: who is connected to the database, and what they do. */
@Command(
    name = "sessions",
    description = {
      "Shows the sessions of the monitored database.",
      "Exit code 3 where it is unreachable or the role may not see what others do."
    })
final class DbSessions extends DatabaseCommand {

  @Override
  int read(Environment environment, MonitoredDatabase database) throws Exception {
    DatabaseActivity activity = database.activity();
    boolean whole = !activity.hidden();
    if (format == Format.json) {
      Map<String, @Nullable Object> answer = answer(environment, activity.at(), whole);
      answer.put("connections", DbRows.json(activity.figures()));
      answer.put("sessions", activity.sessions().stream().map(DbRows::json).toList());
      answer.put("next", null);
      json(answer);
    } else {
      ConnectionFigures figures = activity.figures();
      say(
          "%d of %d connections used, %d available, %s active, %s idle in transaction, %d waiting for a lock"
              .formatted(
                  figures.inUse(),
                  figures.usable(),
                  figures.available(),
                  words(figures.active()),
                  words(figures.idleInTransaction()),
                  figures.lockWaiting()));
      activity.sessions().forEach(s -> say(DbRows.line(s)));
      if (activity.sessions().size() < figures.inUse()) {
        say("Showing %d of %d".formatted(activity.sessions().size(), figures.inUse()));
      }
    }
    if (!whole) {
      note("No rights to see what other roles do: the role needs pg_monitor.");
    }
    return whole ? ExitCode.OK : ExitCode.UNDETERMINED;
  }

  private static String words(@Nullable Integer figure) {
    return figure == null ? DbRows.NO_RIGHTS + " to count" : figure.toString();
  }
}
