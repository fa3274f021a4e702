package tech.atoms.opsdesk.workflow.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.ChosenSessions;
import tech.atoms.opsdesk.database.DatabaseWriter;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.SessionChoice;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/**
 * Removes application sessions: whoever had one signs in again. Exactly those that the plan has
 * counted, or none. A target is {@link SessionChoice#word} or a shorter form of it.
 */
public final class EndSessions implements Workflow {
  static final String REMOVE = "remove";
  private static final String MEANT = "sessions meant";
  private static final String WHICH = "mark of these rows";

  /** What for. */
  public enum Kind {
    /** Revokes sessions that people have. */
    REVOKE("sessions-revoke"),
    /** Removes what has expired. */
    CLEANUP("sessions-cleanup");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The workflow's name. */
    public String id() {
      return id;
    }
  }

  private final Kind kind;
  private final Environment environment;
  private final MonitoredDatabase database;
  private final DatabaseWriter writer;

  /**
   * The workflow of an environment.
   *
   * @param database reads; stays open
   * @param writer changes
   */
  public EndSessions(
      Kind kind, Environment environment, MonitoredDatabase database, DatabaseWriter writer) {
    this.kind = kind;
    this.environment = environment;
    this.database = database;
    this.writer = writer;
  }

  @Override
  public String id() {
    return kind.id();
  }

  @Override
  public Plan plan(String target) {
    Instant now = database.now();
    boolean expired = kind == Kind.CLEANUP;
    SessionChoice choice =
        SessionChoice.parse(target.isEmpty() && expired ? "expired" : target, now);
    if (expired != choice instanceof SessionChoice.Expired) {
      throw new ProblemException(
          new Problem(
              expired ? "Only expired sessions are cleaned up" : "Expired sessions are cleaned up",
              target,
              expired ? "others are revoked" : "nobody has them any more",
              "Use 'opsdesk sessions " + (expired ? "revoke'" : "cleanup'")));
    }
    ChosenSessions meant = database.chosen(choice);
    if (meant.count() == 0) {
      throw new ProblemException(
          new Problem(
              "There are no such sessions",
              environment.name(),
              "the table holds none of " + words(choice),
              "See 'opsdesk sessions list'"));
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(MEANT, Long.toString(meant.count()));
    facts.put("of users", users(meant));
    facts.put(WHICH, meant.mark());
    facts.put("role that removes", writer.role());
    String sessions = meant.count() == 1 ? "1 session" : meant.count() + " sessions";
    return new Plan(
        kind.id(),
        environment.name(),
        choice.word(),
        title(choice, sessions),
        environment.name() + " " + sessions,
        facts,
        warnings(choice, meant),
        List.of(
            new PlannedStep(
                REMOVE,
                expired ? "Remove " + sessions : "Revoke " + sessions,
                meant.count() + " in the table, " + meant.live() + " of them live",
                "0 of them in the table",
                expired
                    ? "cannot be undone; nobody needs them"
                    : "cannot be undone: the people sign in again")));
  }

  private static String users(ChosenSessions meant) {
    if (meant.users() == 0) {
      return "none";
    }
    long more = meant.users() - meant.addresses().split(", ").length;
    return meant.users() + ": " + meant.addresses() + (more > 0 ? " and " + more + " more" : "");
  }

  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return List.of(
        new RemoveStep(
            database,
            writer,
            SessionChoice.parse(plan.target(), Instant.EPOCH),
            Long.parseLong(plan.facts().getOrDefault(MEANT, "0"))));
  }

  private static List<String> warnings(SessionChoice choice, ChosenSessions meant) {
    List<String> all = new ArrayList<>();
    if (choice instanceof SessionChoice.Ids some && some.ids().size() > meant.count()) {
      all.add((some.ids().size() - meant.count()) + " of them are not in the table any more");
    }
    if (meant.live() > 0) {
      all.add(
          "Requests of "
              + (meant.live() == 1 ? "1 live session" : meant.live() + " live sessions")
              + " are refused from then on; the server may notice some seconds later");
    }
    return all;
  }

  private static String title(SessionChoice choice, String sessions) {
    return switch (choice) {
      case SessionChoice.Expired _ -> "Remove " + sessions + ", " + words(choice);
      case SessionChoice.OfUser _ -> "Revoke " + sessions + " of " + words(choice);
      case SessionChoice.Ids _ -> "Revoke " + sessions;
    };
  }

  private static String words(SessionChoice choice) {
    return switch (choice) {
      case SessionChoice.Ids some ->
          some.ids().size() == 1 ? some.ids().getFirst().toString() : some.ids().size() + " ids";
      case SessionChoice.OfUser user -> user.email();
      case SessionChoice.Expired expired -> "expired by " + expired.until();
    };
  }
}
