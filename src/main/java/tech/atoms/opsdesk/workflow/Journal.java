package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.SqlTrouble;
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

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String RUNS =
      "select id, plan, state, why, reason, by_name, login, host, beat_at, created_at, ended_at"
          + " from run where ";
  private static final String STEPS =
      "select step, name, state, attempts, detail, started_at, ended_at from run_step"
          + " where run_id = ? order by seq";

  private final Store store;

  /** The journal of a store. */
  public Journal(Store store) {
    this.store = store;
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
    work(
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
   * @return the run that holds it instead; empty where this one does
   */
  Optional<String> lock(Run run, Instant now) {
    return work(
        "The environment cannot be locked",
        connection -> {
          String environment = run.plan().environment();
          Sql.update(
              connection,
              "insert into change_lock (environment, run_id, since) values (?, ?, ?)"
                  + " on conflict (environment) do nothing",
              environment,
              run.id(),
              now);
          String holder =
              one(connection, "select run_id from change_lock where environment = ?", environment);
          return run.id().equals(holder) ? Optional.<String>empty() : Optional.ofNullable(holder);
        });
  }

  /** The run that holds an environment; empty where none does. */
  public Optional<Run> holder(String environment) {
    Optional<String> id =
        work(
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
          say(connection, run, now, state.word() + (why.isEmpty() ? "" : ": " + why));
        },
        "state = ?, why = ?, beat_at = ?, ended_at = ?",
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
              step.name() + ": " + step.state().word() + (detail.isEmpty() ? "" : ", " + detail));
        },
        "beat_at = ?",
        now);
  }

  /**
   * Takes a run over that nobody works on.
   *
   * @return whether it is ours; false where somebody works on it, or it is over
   */
  boolean claim(String run, Owner owner, Instant now) {
    return work(
        "The run cannot be taken over",
        connection -> {
          boolean ours =
              Sql.update(
                      connection,
                      "update run set owner = ?, host = ?, state = 'running', why = '', beat_at = ?"
                          + " where id = ? and (state = 'paused'"
                          + " or (state in ('running', 'waiting') and beat_at < ?))",
                      owner.owner(),
                      owner.host(),
                      now,
                      run,
                      now.minus(GONE))
                  == 1;
          if (ours) {
            say(connection, run, now, "taken over by the desk on " + owner.host());
          }
          return ours;
        });
  }

  /** The runs of an environment, newest first. */
  public List<Run> runs(String environment, int most, Instant now) {
    return work(
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
    return work(
        "The run cannot be read",
        connection -> select(connection, RUNS + "id = ?", now, id).stream().findFirst());
  }

  /** What a run has said, a line each: time and text. */
  public List<String> log(String run) {
    return work(
        "The log of the run cannot be read",
        connection -> {
          List<String> lines = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select at, text from run_log where run_id = ? order by id")) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                lines.add(Sql.instant(row, 1) + "  " + row.getString(2));
              }
            }
          }
          return lines;
        });
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
          boolean alive = state == RunState.RUNNING || state == RunState.WAITING;
          boolean gone = alive && now.isAfter(beat.plus(GONE));
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

  private interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  private interface Also {
    void with(Connection connection) throws SQLException;
  }

  /** Changes the run and what belongs to it, both or neither, while the owner owns it. */
  private void owned(String run, Owner owner, Also also, String set, @Nullable Object... values) {
    boolean ours =
        work(
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

  private static void say(Connection connection, String run, Instant now, String text)
      throws SQLException {
    Sql.update(
        connection,
        "insert into run_log (run_id, at, text) values (?, ?, ?)",
        run,
        now,
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

  private <T extends @Nullable Object> T work(String what, Work<T> work) {
    Problem trouble = store.trouble();
    try (Connection connection =
        store
            .dataSource()
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            what,
                            store.where(),
                            trouble == null ? "the store is not open yet" : trouble.why(),
                            "Nothing is changed without the journal; try again when it is back")))
            .getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.with(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      store.suspect();
      throw new ProblemException(SqlTrouble.problem(what, store.where(), e), e);
    }
  }

  private static String json(Plan plan) {
    try {
      return JSON.writeValueAsString(plan);
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
}
