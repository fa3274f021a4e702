package tech.atoms.opsdesk.workflow.sessions;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Sha256;
import tech.atoms.opsdesk.database.DatabaseActivity;
import tech.atoms.opsdesk.database.DatabaseSession;
import tech.atoms.opsdesk.database.DatabaseWriter;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/**
 * Cancels what a connection to the database runs, or ends the connection. A target is the server's
 * process, {@code 4711}, or with the instant at which it connected, {@code 4711@2026-…}: another
 * connection that got the same number is not meant.
 */
public final class EndBackend implements Workflow {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String STATEMENT = "statement's hash";
  private static final int SHOWN = 160;

  /** How. */
  public enum Kind {
    /** Cancels the statement; the connection stays. */
    CANCEL("db-cancel", "signal"),
    /** Ends the connection; its transaction is rolled back. */
    TERMINATE("db-terminate", "signal");

    private final String id;
    private final String step;

    Kind(String id, String step) {
      this.id = id;
      this.step = step;
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
   * @param writer signals
   */
  public EndBackend(
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
    Backend meant = Backend.parse(target);
    DatabaseActivity activity = database.activity();
    DatabaseSession session = find(activity, meant);
    if (session == null) {
      throw refusal(target, "no connection has that number, or it is another one by now");
    }
    Instant connected = session.connectedAt();
    String query = session.query();
    if (connected == null || query == null) {
      throw refusal(target, "the desk has no rights to see what it is");
    }
    if (session.ownedByDesk()) {
      throw refusal(target, "it is the desk's own");
    }
    boolean cancel = kind == Kind.CANCEL;
    if (cancel && !runs(session)) {
      throw refusal(target, "it runs nothing: it is " + session.state());
    }
    String who = session.application().isEmpty() ? session.user() : session.application();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("connection", session.pid() + ", connected " + connected);
    facts.put("role", session.user());
    facts.put("application", session.application());
    facts.put("client", session.client());
    if (cancel) {
      facts.put("statement", shown(query));
      facts.put(STATEMENT, Sha256.hex(query));
    }
    facts.put("role that signals", writer.role());
    return new Plan(
        kind.id(),
        environment.name(),
        new Backend(session.pid(), connected).word(),
        (cancel ? "Cancel the statement of " : "End the connection of ")
            + who
            + ", process "
            + session.pid(),
        environment.name() + " " + session.pid(),
        facts,
        warnings(session, activity),
        List.of(
            new PlannedStep(
                kind.step,
                cancel ? "Cancel the statement" : "End the connection",
                session.state() + ": " + shown(query),
                cancel ? "the statement is cancelled" : "the connection is gone",
                "cannot be undone: its transaction is rolled back, the client may try again")));
  }

  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return List.of(new SignalStep(Backend.parse(plan.target()), plan));
  }

  private static List<String> warnings(DatabaseSession session, DatabaseActivity activity) {
    List<String> all = new ArrayList<>();
    long victims =
        activity.sessions().stream().filter(s -> s.blockedBy().contains(session.pid())).count();
    if (victims > 0) {
      all.add(victims + (victims == 1 ? " session waits" : " sessions wait") + " for it");
    }
    Duration open = session.transactionAge();
    if (open != null) {
      all.add("Its transaction has been open for " + open.toSeconds() + " s and is rolled back");
    }
    return all;
  }

  private ProblemException refusal(String target, String why) {
    boolean cancel = kind == Kind.CANCEL;
    return new ProblemException(
        new Problem(
            cancel ? "There is no statement to cancel" : "The connection cannot be ended",
            "process " + target,
            why,
            "See 'opsdesk db sessions'"));
  }

  private static boolean runs(DatabaseSession session) {
    return "active".equals(session.state());
  }

  private static String shown(String query) {
    String line = Masking.mask(query.strip().replaceAll("\\s+", " "));
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  private static @Nullable DatabaseSession find(DatabaseActivity activity, Backend meant) {
    DatabaseSession found =
        activity.sessions().stream()
            .filter(s -> s.pid() == meant.pid())
            .filter(s -> meant.connected() == null || meant.connected().equals(s.connectedAt()))
            .findFirst()
            .orElse(null);
    if (found == null && activity.sessions().size() >= DatabaseActivity.MOST) {
      throw new ProblemException(
          new Problem(
              "The connection cannot be looked for",
              "process " + meant.pid(),
              "the desk sees " + DatabaseActivity.MOST + " connections, and there may be more",
              "Look again when there are fewer"));
    }
    return found;
  }

  /** A connection: its process, and when it connected; null: whenever. */
  private record Backend(int pid, @Nullable Instant connected) {
    String word() {
      return pid + (connected == null ? "" : "@" + connected);
    }

    static Backend parse(String text) {
      int at = text.indexOf('@');
      String pid = at < 0 ? text : text.substring(0, at);
      try {
        if (pid.matches("[0-9]{1,9}")) {
          return new Backend(
              Integer.parseInt(pid), at < 0 ? null : Instant.parse(text.substring(at + 1)));
        }
      } catch (DateTimeParseException notOne) {
        // Told below.
      }
      throw new ProblemException(
          new Problem(
              "This is no connection",
              text,
              "it must be the number of the server's process",
              "See 'opsdesk db sessions'"));
    }
  }

  /** Sends the signal, and looks whether it has worked. */
  private final class SignalStep extends ChangingStep {
    private final Backend backend;
    private final Plan plan;

    /** When the statement began that was signalled: a client may try the same one again. */
    private @Nullable Instant signalled;

    SignalStep(Backend backend, Plan plan) {
      super(kind.step, TIMEOUT);
      this.backend = backend;
      this.plan = plan;
    }

    @Override
    public Observed observe() {
      DatabaseSession session = find(database.activity(), backend);
      if (session == null) {
        return Observed.done("the connection is gone");
      }
      if (kind == Kind.TERMINATE) {
        return Observed.notDone("it is there: " + session.state());
      }
      if (!meant(session) || !runs(session)) {
        return Observed.done("it is " + session.state());
      }
      return signalled == null || signalled.equals(session.queryBegan())
          ? Observed.notDone("it runs the statement")
          : Observed.done("it was cancelled; the client has begun the same statement again");
    }

    @Override
    public void apply() {
      DatabaseSession session = find(database.activity(), backend);
      Instant connected = session == null ? null : session.connectedAt();
      String query = session == null ? null : session.query();
      if (session == null || connected == null || query == null) {
        return; // it has gone by itself: the next look tells
      }
      if (kind == Kind.CANCEL && !(meant(session) && runs(session))) {
        return; // it runs something else by now, which nobody asked to cancel
      }
      try {
        if (kind == Kind.TERMINATE) {
          writer.terminate(backend.pid(), connected);
        } else {
          signalled = session.queryBegan();
          writer.cancel(backend.pid(), connected, query);
        }
      } catch (DatabaseWriter.NotChanged e) {
        throw new Refused(e.problem());
      }
    }

    private boolean meant(DatabaseSession session) {
      String query = session.query();
      return query != null && Sha256.hex(query).equals(plan.facts().get(STATEMENT));
    }
  }
}
