package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tech.atoms.opsdesk.common.MaskedJson;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Transactions;

/** What the journal keeps of a run for its record. */
final class Details {
  private static final JsonMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();
  private static final String UNREADABLE = "The record of the run cannot be read";

  private final Transactions store;
  private final People people;

  Details(Transactions store, People people) {
    this.store = store;
    this.people = people;
  }

  static void define(Connection connection, String run, List<StepDefinition> steps)
      throws SQLException {
    for (StepDefinition step : steps) {
      Sql.update(
          connection,
          "update run_step set definition = ? where run_id = ? and step = ?",
          json(step),
          run,
          step.id());
    }
  }

  static void gate(Connection connection, String run, GateView gate) throws SQLException {
    Sql.update(
        connection,
        "update run_step set gate = ? where run_id = ? and step = ?",
        json(gate),
        run,
        gate.step());
  }

  RunRecord of(Run run, List<Delivery> deliveries) {
    return new RunRecord(
        run,
        list(run, "definition", StepDefinition.class),
        list(run, "gate", GateView.class),
        people.everSaid(run),
        store.list(
            UNREADABLE,
            row ->
                new LogLine(
                    row.getLong(1),
                    Sql.instant(row, 2),
                    RunLog.Level.valueOf(row.getString(3)),
                    row.getString(4),
                    row.getString(5)),
            "select id, at, level, step, text from run_log where run_id = ? order by id",
            run.id()),
        deliveries);
  }

  private <T> List<T> list(Run run, String column, Class<T> type) {
    List<T> all = new ArrayList<>();
    for (String text :
        store.list(
            UNREADABLE,
            row -> Objects.requireNonNull(row.getString(1)),
            "select "
                + column
                + " from run_step where run_id = ? and "
                + column
                + " is not null order by seq",
            run.id())) {
      try {
        all.add(JSON.readValue(text, type));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("The journal holds what this desk cannot read", e);
      }
    }
    return all;
  }

  /** Without secrets. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(MaskedJson.of(JSON.valueToTree(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
