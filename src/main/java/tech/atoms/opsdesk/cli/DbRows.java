package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.DatabaseSession;

/** Database sessions as lines and as JSON. What the role may not see is null, and said in words. */
final class DbRows {
  static final String NO_RIGHTS = "no rights";
  private static final int SHOWN = 70;

  private DbRows() {}

  static Map<String, @Nullable Object> json(DatabaseSession session) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("pid", session.pid());
    row.put("user", session.user());
    row.put("application", session.application());
    row.put("client", session.client());
    row.put("state", session.state());
    row.put("wait", session.waitEvent());
    row.put("connectedAt", session.connectedAt());
    row.put("transactionMs", millis(session.transactionAge()));
    row.put("queryMs", millis(session.queryAge()));
    row.put("inStateMs", millis(session.stateAge()));
    row.put("blockedBy", session.blockedBy());
    row.put("waitsFor", session.waitsFor());
    row.put("query", session.query());
    row.put("noRights", session.hidden());
    return row;
  }

  static Map<String, @Nullable Object> json(ConnectionFigures figures) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("inUse", figures.inUse());
    row.put("active", figures.active());
    row.put("idleInTransaction", figures.idleInTransaction());
    row.put("lockWaiting", figures.lockWaiting());
    row.put("max", figures.max());
    row.put("reserved", figures.reserved());
    row.put("available", figures.available());
    return row;
  }

  static String line(DatabaseSession session) {
    return "%7d  %-28s %-10s  %-24s  %s"
        .formatted(
            session.pid(),
            session.hidden() ? NO_RIGHTS : session.state() + (session.blocked() ? ", blocked" : ""),
            age(session.duration()),
            session.application().isEmpty() ? session.user() : session.application(),
            query(session));
  }

  static String query(DatabaseSession session) {
    String query = session.query();
    if (query == null) {
      return NO_RIGHTS;
    }
    String line = query.strip().replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN - 1) + "…";
  }

  static String age(@Nullable Duration age) {
    if (age == null) {
      return "";
    }
    long seconds = age.toSeconds();
    return seconds < 60
        ? "%.1f s".formatted(age.toMillis() / 1000.0)
        : seconds < 3600
            ? seconds / 60 + " min " + seconds % 60 + " s"
            : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  private static @Nullable Long millis(@Nullable Duration age) {
    return age == null ? null : age.toMillis();
  }
}
