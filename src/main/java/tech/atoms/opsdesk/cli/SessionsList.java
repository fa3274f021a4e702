package tech.atoms.opsdesk.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tech.atoms.opsdesk.database.AppSession;
import tech.atoms.opsdesk.database.AppSessionPage;
import tech.atoms.opsdesk.database.AppSessionQuery;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;

/** {@code opsdesk sessions list}: the application's sessions, a page at a time. */
@Command(
    name = "list",
    description = {
      "Lists application sessions, those that expire first at the top.",
      "Exit code 3 where the database is unreachable or the role has no rights."
    })
final class SessionsList extends DatabaseCommand {
  @Option(
      names = "--user",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Only users whose e-mail address begins with PREFIX; ordered by address.")
  String user = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Sessions a page, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  int limit;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "The page after the one that gave this cursor as \"next\".")
  @Nullable String after;

  @ArgGroup Only only = new Only();

  /** At most one of these. */
  static final class Only {
    @Option(names = "--expired", description = "Only expired sessions that were not cleaned up.")
    boolean expired;

    @Option(
        names = "--over-limit",
        description = "Only live sessions of users with more than they may have.")
    boolean overLimit;

    @Option(names = "--orphans", description = "Only sessions without a user.")
    boolean orphans;
  }

  @Override
  int read(Environment environment, MonitoredDatabase database) throws Exception {
    if (limit < 1 || limit > MonitoredDatabase.LARGEST_PAGE) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be 1 to " + MonitoredDatabase.LARGEST_PAGE);
    }
    if (only.orphans && !user.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--orphans have no user: leave out --user");
    }
    AppSessionPage page =
        database.appSessions(
            new AppSessionQuery(filter(), user, Order.EXPIRES_SOONEST), after, limit);
    if (format == Format.json) {
      Map<String, @Nullable Object> answer = answer(environment, page.at(), true);
      answer.put("sessions", page.sessions().stream().map(SessionsList::row).toList());
      answer.put("next", page.next());
      json(answer);
    } else {
      say(page.sessions().isEmpty() ? "No sessions." : heading());
      page.sessions().forEach(s -> say(line(s)));
      if (page.next() != null) {
        note("More: --after " + page.next());
      }
    }
    return ExitCode.OK;
  }

  private Filter filter() {
    if (only.expired) {
      return Filter.EXPIRED;
    }
    if (only.overLimit) {
      return Filter.OVER_LIMIT;
    }
    return only.orphans ? Filter.ORPHANS : Filter.ALL;
  }

  private static Map<String, @Nullable Object> row(AppSession session) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", session.id());
    row.put("user", session.email().isEmpty() ? null : session.email());
    row.put("userId", session.userId());
    row.put("client", session.client());
    row.put("address", session.address());
    row.put("createdAt", session.createdAt());
    row.put("lastActivity", session.lastActivity());
    row.put("expiresAt", session.expiresAt());
    row.put("expired", session.expired());
    row.put("sessionsOfUser", session.ofUser());
    return row;
  }

  private static String heading() {
    return String.format(
        "%-36s  %-32s  %-20s  %-19s  %-19s  %s",
        "SESSION", "USER", "CLIENT", "LAST ACTIVITY UTC", "EXPIRES UTC", "OF USER");
  }

  private static String line(AppSession session) {
    List<String> cells = new ArrayList<>();
    cells.add(session.id().toString());
    cells.add("%-32s".formatted(session.orphan() ? "no user" : session.email()));
    cells.add("%-20s".formatted(session.client().isEmpty() ? "not told" : session.client()));
    cells.add("%-19s".formatted(shown(session.lastActivity())));
    cells.add(shown(session.expiresAt()) + (session.expired() ? " expired" : ""));
    cells.add(session.ofUser() + " of " + MonitoredDatabase.SESSIONS_PER_USER);
    return String.join("  ", cells);
  }
}
