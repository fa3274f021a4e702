package tech.atoms.opsdesk.desktop.sessions;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.database.DatabaseSession;
import tech.atoms.opsdesk.desktop.run.Planning;

/** Ends what is selected: each opens a plan first. On the JavaFX thread. */
final class SessionEnds {
  private static final String OFF = "mdi2a-account-off-outline";

  private final Planning plans;

  SessionEnds(Planning plans) {
    this.plans = plans;
  }

  void revoke(List<UUID> sessions) {
    String ids = sessions.stream().map(UUID::toString).collect(Collectors.joining(","));
    String what =
        sessions.size() == 1 ? "Revoke 1 session" : "Revoke " + sessions.size() + " sessions";
    plans.begin("sessions-revoke", "ids:" + ids, what, "Revoke", OFF);
  }

  void revokeUser(String email) {
    plans.begin("sessions-revoke", "user:" + email, "Revoke a user's sessions", "Revoke", OFF);
  }

  void cleanUpExpired() {
    plans.begin(
        "sessions-cleanup", "expired", "Clean up expired sessions", "Clean up", "mdi2b-broom");
  }

  void cancel(DatabaseSession session) {
    plans.begin("db-cancel", word(session), "Cancel a query", "Cancel query", "mdi2c-cancel");
  }

  void terminate(DatabaseSession session) {
    plans.begin(
        "db-terminate",
        word(session),
        "Terminate PID " + session.pid(),
        "Terminate",
        "mdi2p-power-plug-off-outline");
  }

  /** Process and start: a number alone may mean another connection by the time it is read. */
  private static String word(DatabaseSession session) {
    return session.connectedAt() == null
        ? String.valueOf(session.pid())
        : session.pid() + "@" + session.connectedAt();
  }
}
