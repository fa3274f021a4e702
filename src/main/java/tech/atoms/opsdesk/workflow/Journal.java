package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Store;

/**
 * The runs of all environments in the store, and the lock of each. Safe on any thread; every method
 * may block on the store, and throws a {@link ProblemException} where it is away. Whoever works on
 * a run does so as its owner: what somebody writes who is not the owner any more is refused with
 * {@link NotOwner}.
 */
public final class Journal {
  /** A desk that works on a run is heard of at least so often. */
  public static final Duration BEAT = Duration.ofSeconds(5);

  /** A desk that was not heard of for so long is gone. */
  public static final Duration GONE = Duration.ofSeconds(20);

  private static final JsonMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  private static final String ALIVE = "('running', 'waiting', 'needs_you', 'stopping')";

  private static final String RUNS =
      "select id, plan, state, why, reason, by_name, login, host, beat_at, created_at, ended_at,"
          + " cancel, back, gate from run where ";
  private static final String STEPS =
      "select step, name, state, attempts, detail, started_at, ended_at from run_step"
          + " where run_id = ? order by seq";

  private final JournalStore store;
  private final People people;
  private final Details details;

  /** The journal of a store. */
  public Journal(Store store) {
    this.store = new JournalStore(store);
    this.people = new People(this.store);
    this.details = new Details(this.store, people);
  }

  /** Whether the store opens for the first time: nothing is known yet, and nothing is wrong. */
  public boolean isOpening() {
    return store.isOpening();
  }

  /** Who writes is not the run's owner any more: another desk has taken it over. */
  public static final class NotOwner extends ProblemException {
    private static final long serialVersionUID = 1L;

    NotOwner(String run) {
      super(
          new Problem(
              "The run belongs to another desk now",
              run,
              "somebody has taken it over",
              "See 'opsdesk runs show " + run + "'"));
    }
  }

  /**
   * Who is about to work on a run.
   *
   * @param owner made up anew for each time that somebody works on it
   * @param host the machine
   */
  record Owner(String owner, String host) {}

  void create(Run run, Owner owner) {
    store.work(
        "The run cannot be recorded",
        connection -> {
          Plan plan = run.plan();
          Sql.update(
              connection,
              "insert into run (id, environment, workflow, target, plan, state, why, reason,"
                  + " by_name, login, host, owner, beat_at, created_at)"
                  + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              run.id(),
              plan.environment(),
              plan.workflow(),
              plan.target(),
              json(plan),
              run.state().word(),
              run.why(),
              Masking.mask(run.reason()),
              run.by(),
              run.login(),
              run.host(),
              owner.owner(),
              run.beat(),
              run.created());
          for (int i = 0; i < run.steps().size(); i++) {
            Run.RunStep step = run.steps().get(i);
            Sql.update(
                connection,
                "insert into run_step (run_id, seq, step, name, state, attempts, detail)"
                    + " values (?, ?, ?, ?, ?, 0, '')",
                run.id(),
                i,
                step.id(),
                step.name(),
                step.state().word());
          }
          return true;
        });
  }

  /**
   * Takes the lock of the run's environment, or finds that it has it.
   *
   * @return the run that holds it instead, or waits for longer, itself where it is to try again;
   *     empty where it has it
   */
  Optional<String> lock(Run run, Instant now) {
    return store.work(
        "The environment cannot be locked",
        connection -> {
          String environment = run.plan().environment();
          // Who waits longest is next; a run whose desk is gone keeps nobody waiting.
          Sql.update(
              connection,
              "insert into change_lock (environment, run_id, since) select ?, ?, ?"
                  + " where not exists (select from run where environment = ? and state = 'waiting'"
                  + " and beat_at >= ? and (created_at, id) < (?, ?))"
                  + " on conflict (environment) do nothing",
              environment,
              run.id(),
              now,
              environment,
              now.minus(GONE),
              run.created(),
              run.id());
          String holder =
              one(connection, "select run_id from change_lock where environment = ?", environment);
          if (run.id().equals(holder)) {
            return Optional.<String>empty();
          }
          String first =
              holder != null
                  ? holder
                  : one(
                      connection,
                      "select id from run where environment = ? and state = 'waiting'"
                          + " order by created_at, id limit 1",
                      environment);
          // Who waited before may be gone by now: then it is its own turn, at the next try.
          return Optional.of(first == null ? run.id() : first);
        });
  }

  /** The run that holds an environment; empty where none does. */
  public Optional<Run> holder(String environment) {
    Optional<String> id =
        store.work(
            "The lock cannot be read",
            connection ->
                Optional.ofNullable(
                    one(
                        connection,
                        "select run_id from change_lock where environment = ?",
                        environment)));
    return id.flatMap(this::run);
  }

  /** Says that the owner is still there. */
  void beat(String run, Owner owner, Instant now) {
    owned(run, owner, connection -> {}, "beat_at = ?", now);
  }

  /** Says how the run stands; where it is over, the environment is free again. */
  void state(String run, Owner owner, RunState state, String why, Instant now) {
    owned(
        run,
        owner,
        connection -> {
          if (state.isOver()) {
            Sql.update(connection, "delete from change_lock where run_id = ?", run);
          }
          say(
              connection,
              run,
              now,
              state == RunState.DONE && !why.isEmpty() ? RunLog.Level.WARN : state.level(),
              "",
              state.words() + (why.isEmpty() ? "" : ": " + why));
        },
        "state = ?, why = ?, beat_at = ?, ended_at = ?, gate = null"
            + (state.isAlive() ? "" : ", cancel = ''"),
        state.word(),
        Masking.mask(why),
        now,
        state.isOver() ? now : null);
  }

  /** Says how a step stands. */
  void step(String run, Owner owner, int seq, Run.RunStep step, Instant now) {
    owned(
        run,
        owner,
        connection -> {
          String detail = Masking.mask(step.detail());
          Sql.update(
              connection,
              "update run_step set state = ?, attempts = ?, detail = ?, started_at = ?,"
                  + " ended_at = ? where run_id = ? and seq = ?",
              step.state().word(),
              step.attempts(),
              detail,
              step.started(),
              step.ended(),
              run,
              seq);
          say(
              connection,
              run,
              now,
              step.state().level(),
              step.id(),
              step.name() + ": " + step.state().words() + (detail.isEmpty() ? "" : ", " + detail));
        },
        "beat_at = ?",
        now);
  }

  /**
   * Takes a run over.
   *
   * @param alive also where somebody works on it
   * @return whether it is ours; false where somebody works on it, or it is over
   */
  boolean claim(String run, Owner owner, boolean alive, Instant now) {
    return store.work(
        "The run cannot be taken over",
        connection -> {
          boolean ours =
              Sql.update(
                      connection,
                      "update run set owner = ?, host = ?, state = 'running', why = '', beat_at ="
                          + " ?, cancel = '', gate = null where id = ? and (state = 'paused' or"
                          + " (state in "
                          + ALIVE
                          + " and beat_at < ?))",
                      owner.owner(),
                      owner.host(),
                      now,
                      run,
                      alive ? now.plus(GONE) : now.minus(GONE))
                  == 1;
          if (ours) {
            say(
                connection,
                run,
                now,
                RunLog.Level.RUN,
                "",
                "taken over by the desk on " + owner.host());
          }
          return ours;
        });
  }

  /** The runs of an environment, newest first. */
  public List<Run> runs(String environment, int most, Instant now) {
    return store.work(
        "The runs cannot be read",
        connection ->
            select(
                connection,
                RUNS + "environment = ? order by created_at desc limit ?",
                now,
                environment,
                most));
  }

  /** A run; empty where there is none of that id. */
  public Optional<Run> run(String id) {
    return run(id, Instant.MIN);
  }

  /**
   * A run as it stands at a time.
   *
   * @param now a run that nobody was heard to work on for long is interrupted by then
   */
  public Optional<Run> run(String id, Instant now) {
    return store.work(
        "The run cannot be read",
        connection -> select(connection, RUNS + "id = ?", now, id).stream().findFirst());
  }

  /**
   * What a run has said, in order.
   *
   * @param after only lines with a greater id; 0: from the beginning
   * @param most lines at the most
   */
  public List<LogLine> log(String run, long after, int most) {
    return store.list(
        "The log of the run cannot be read",
        row ->
            new LogLine(
                row.getLong(1),
                Sql.instant(row, 2),
                RunLog.Level.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5)),
        "select id, at, level, step, text from run_log where run_id = ? and id > ?"
            + " order by id limit ?",
        run,
        after,
        most);
  }

  /** All that the journal has of a run. */
  public RunRecord record(Run run) {
    return details.of(run);
  }

  /** What people said at the gates of a run, with the approvals of its plan that count now. */
  public List<Said> said(Run run, Instant now) {
    return people.said(run.id(), run.plan().environment(), run.plan().hash(), now);
  }

  /**
   * How long each step of a workflow usually takes, by id: the median of the last runs that are
   * done. A step that never was is not in it.
   */
  public Map<String, Duration> usual(String environment, String workflow) {
    Map<String, Duration> usual = new HashMap<>();
    store
        .list(
            "Earlier runs cannot be read",
            row ->
                Map.entry(
                    row.getString(1), Duration.ofMillis(Math.round(row.getDouble(2) * 1_000))),
            "select s.step, percentile_cont(0.5) within group"
                + " (order by extract(epoch from s.ended_at - s.started_at))"
                + " from (select id from run where environment = ? and workflow = ?"
                + " and state = 'done' order by created_at desc limit 20) r"
                + " join run_step s on s.run_id = r.id"
                + " where s.state = 'done' and s.ended_at is not null group by s.step",
            environment,
            workflow)
        .forEach(one -> usual.put(one.getKey(), one.getValue()));
    return usual;
  }

  People people() {
    return people;
  }

  /** A line of a run's log; who owns the run does not matter, the line was said. */
  void line(String run, RunLog.Level level, String step, String text, Instant now) {
    store.work(
        "The run cannot be recorded",
        connection -> {
          say(connection, run, now, level, step, text);
          return true;
        });
  }

  /**
   * Asks for a run's end.
   *
   * @return whether it was alive
   */
  boolean askCancel(String run, String who, Instant now) {
    return store.work(
        "The end of the run cannot be asked for",
        connection -> {
          boolean asked =
              Sql.update(
                      connection,
                      "update run set cancel = ? where id = ? and state in " + ALIVE,
                      Masking.mask(who),
                      run)
                  == 1;
          if (asked) {
            say(connection, run, now, RunLog.Level.RUN, "", "its end was asked for: " + who);
          }
          return asked;
        });
  }

  /** Who asked for a run's end; empty where nobody did. */
  Optional<String> cancelAsked(String run) {
    return store
        .list(
            "The run cannot be read",
            row -> row.getString(1),
            "select cancel from run where id = ? and cancel <> ''",
            run)
        .stream()
        .findFirst();
  }

  /** Says that the end that was asked for cannot be had any more. */
  void refuseCancel(String run, Owner owner, String why, Instant now) {
    owned(
        run,
        owner,
        connection -> say(connection, run, now, RunLog.Level.WARN, "", why),
        "cancel = ''");
  }

  /** Shows the gate that a run waits at. */
  void gate(String run, Owner owner, GateView gate, Instant now) {
    owned(
        run,
        owner,
        connection -> Details.gate(connection, run, gate),
        "gate = ?, beat_at = ?",
        Masking.mask(json(gate)),
        now);
  }

  /** Keeps the steps as they are carried out. */
  void define(String run, Owner owner, List<StepDefinition> steps, Instant now) {
    owned(run, owner, connection -> Details.define(connection, run, steps), "beat_at = ?", now);
  }

  /** From here on the run takes back what it did. */
  void back(String run, Owner owner, Instant now) {
    owned(
        run,
        owner,
        connection -> say(connection, run, now, RunLog.Level.RUN, "", "takes back what it did"),
        "back = true");
  }

  private List<Run> select(Connection connection, String sql, Instant now, Object... values)
      throws SQLException {
    List<Run> runs = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      Sql.set(select, values);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          RunState state = RunState.valueOf(row.getString(3).toUpperCase(java.util.Locale.ROOT));
          Instant beat = Sql.instant(row, 9);
          boolean gone = state.isAlive() && now.isAfter(beat.plus(GONE));
          runs.add(
              new Run(
                  row.getString(1),
                  plan(row.getString(2)),
                  gone ? RunState.INTERRUPTED : state,
                  gone ? "nothing was heard of its desk since " + beat : row.getString(4),
                  row.getString(5),
                  row.getString(6),
                  row.getString(7),
                  row.getString(8),
                  beat,
                  Sql.instant(row, 10),
                  Sql.instantOrNull(row, 11),
                  row.getString(12),
                  row.getBoolean(13),
                  gate(row.getString(14)),
                  steps(connection, row.getString(1))));
        }
      }
    }
    return runs;
  }

  private static List<Run.RunStep> steps(Connection connection, String run) throws SQLException {
    List<Run.RunStep> steps = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(STEPS)) {
      select.setString(1, run);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          steps.add(
              new Run.RunStep(
                  row.getString(1),
                  row.getString(2),
                  StepState.valueOf(row.getString(3).toUpperCase(java.util.Locale.ROOT)),
                  row.getInt(4),
                  row.getString(5),
                  Sql.instantOrNull(row, 6),
                  Sql.instantOrNull(row, 7)));
        }
      }
    }
    return steps;
  }

  private interface Also {
    void with(Connection connection) throws SQLException;
  }

  /** Changes the run and what belongs to it, both or neither, while the owner owns it. */
  private void owned(String run, Owner owner, Also also, String set, @Nullable Object... values) {
    boolean ours =
        store.work(
            "The run cannot be recorded",
            connection -> {
              @Nullable Object[] all = Arrays.copyOf(values, values.length + 2);
              all[values.length] = run;
              all[values.length + 1] = owner.owner();
              int rows =
                  Sql.update(
                      connection, "update run set " + set + " where id = ? and owner = ?", all);
              if (rows == 1) {
                also.with(connection);
              }
              return rows == 1;
            });
    if (!ours) {
      throw new NotOwner(run);
    }
  }

  private static void say(
      Connection connection, String run, Instant now, RunLog.Level level, String step, String text)
      throws SQLException {
    Sql.update(
        connection,
        "insert into run_log (run_id, at, level, step, text) values (?, ?, ?, ?, ?)",
        run,
        now,
        level.name(),
        step,
        Masking.mask(text));
  }

  private static @Nullable String one(Connection connection, String sql, String value)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, value);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Plan plan(String text) {
    try {
      return JSON.readValue(text, Plan.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal holds a plan that this desk cannot read", e);
    }
  }

  private static @Nullable GateView gate(@Nullable String text) {
    try {
      return text == null ? null : JSON.readValue(text, GateView.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal holds a gate that this desk cannot read", e);
    }
  }
}
