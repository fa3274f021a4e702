package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Transactions;

/** Runs in the store, read and begun within a transaction. */
final class RunRows {
  private static final JsonMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  private static final DateTimeFormatter BEAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String RUNS =
      "select id, plan, state, why, reason, by_name, login, host, beat_at, created_at, ended_at,"
          + " cancel, back, gate from run where ";

  private RunRows() {}

  /** Begins a run: none of its steps has. */
  static void insert(Connection connection, Run run, String owner) throws SQLException {
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
        owner,
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
  }

  /** The runs of an environment, newest first. */
  static List<Run> newest(Connection connection, String environment, int most, Instant now)
      throws SQLException {
    return Transactions.list(
        connection,
        row -> run(connection, row, now),
        RUNS + "environment = ? order by created_at desc limit ?",
        environment,
        most);
  }

  /** A run; empty where there is none of that id. */
  static Optional<Run> one(Connection connection, String id, Instant now) throws SQLException {
    return Transactions.list(connection, row -> run(connection, row, now), RUNS + "id = ?", id)
        .stream()
        .findFirst();
  }

  /** The median of the last runs that are done, by step. */
  static Map<String, Duration> usual(Connection connection, String environment, String workflow)
      throws SQLException {
    Map<String, Duration> usual = new HashMap<>();
    Transactions.list(
            connection,
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

  private static Run run(Connection connection, ResultSet row, Instant now) throws SQLException {
    RunState state = RunState.valueOf(row.getString(3).toUpperCase(Locale.ROOT));
    Instant beat = Sql.instant(row, 9);
    boolean gone = state.isAlive() && now.isAfter(beat.plus(Journal.GONE));
    return new Run(
        row.getString(1),
        plan(row.getString(2)),
        gone ? RunState.INTERRUPTED : state,
        gone ? "nothing was heard of its desk since " + BEAT.format(beat) : row.getString(4),
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
        steps(connection, row.getString(1)));
  }

  private static List<Run.RunStep> steps(Connection connection, String run) throws SQLException {
    return Transactions.list(
        connection,
        row ->
            new Run.RunStep(
                row.getString(1),
                row.getString(2),
                StepState.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getInt(4),
                row.getString(5),
                Sql.instantOrNull(row, 6),
                Sql.instantOrNull(row, 7)),
        "select step, name, state, attempts, detail, started_at, ended_at from run_step"
            + " where run_id = ? order by seq",
        run);
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

  private static @Nullable GateView gate(@Nullable String text) {
    try {
      return text == null ? null : JSON.readValue(text, GateView.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal holds a gate that this desk cannot read", e);
    }
  }
}
