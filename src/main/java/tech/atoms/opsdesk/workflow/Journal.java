package tech.atoms.opsdesk.workflow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Notices;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.notify.Outbox;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.Transactions;

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

  static final String AWAY = "Nothing is changed without the journal; try again when it is back";

  private static final String ALIVE = "('running', 'waiting', 'needs_you', 'stopping')";

  private final Transactions store;
  private final People people;
  private final Details details;
  private final Outbox outbox;
  private final Heard heard;

  /** The journal of a store; nobody outside hears of what is written here. */
  public Journal(Store store) {
    this(store, Notices.NONE);
  }

  /**
   * The journal of a store.
   *
   * @param notices who hears how runs end that are written here
   */
  public Journal(Store store, Notices notices) {
    this(new Transactions(store, AWAY), new Outbox(store), new Heard(notices.runs()));
  }

  private Journal(Transactions store, Outbox outbox, Heard heard) {
    this.outbox = outbox;
    this.heard = heard;
    this.store = store;
    this.people = new People(store);
    this.details = new Details(store, people);
  }

  /** The same journal, for a run under way: a store that is away is waited for. */
  Journal waiting(Transactions.Patience patience) {
    return new Journal(store.waiting(patience), outbox, heard);
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
          RunRows.insert(connection, run, owner.owner());
          return true;
        });
  }

  /**
   * Takes the lock of the run's environment, or finds that it has it.
   *
   * @return the run that holds it instead, or waits for longer, itself where it is to try again;
   *     empty where it has it
   * @throws NotOwner where the run was taken over or given up: nobody would free the lock again
   */
  Optional<String> lock(Run run, Owner owner, Instant now) {
    AtomicReference<Optional<String>> other = new AtomicReference<>(Optional.empty());
    owned(
        run.id(),
        owner,
        connection -> other.set(ChangeLock.take(connection, run, now)),
        "beat_at = ?",
        now);
    return other.get();
  }

  /** The run that holds an environment; empty where none does. */
  public Optional<Run> holder(String environment) {
    Optional<String> id =
        store.work(
            "The lock cannot be read",
            connection -> Optional.ofNullable(ChangeLock.holder(connection, environment)));
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
          if (RunNotice.isToldOf(state)) {
            heard.state(connection, run, now);
          }
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

  /**
   * Tells whoever hears of runs that the desks of some are gone; each time once, whichever desk
   * finds out.
   */
  public void tellInterrupted(String environment, Instant now) {
    store.work(
        "Interrupted runs cannot be told of",
        connection -> {
          heard.interrupted(connection, environment, ALIVE, now);
          return true;
        });
  }

  /** Notes in a run's log what became of a notice about it. */
  public void told(Delivery delivery) {
    boolean arrived = delivery.state() == Delivery.State.DELIVERED;
    line(
        delivery.notice().subject(),
        arrived ? RunLog.Level.INFO : RunLog.Level.WARN,
        "",
        "notification of \"%s\" to %s: %s"
            .formatted(delivery.notice().outcome(), delivery.channel(), delivery.words()),
        Objects.requireNonNullElse(delivery.ended(), delivery.created()));
  }

  /** What people outside were told of a run, in order, and what became of it. */
  public List<Delivery> deliveries(String run) {
    return outbox.of(RunNotice.KIND, run);
  }

  /** The runs of an environment, newest first. */
  public List<Run> runs(String environment, int most, Instant now) {
    return store.work(
        "The runs cannot be read",
        connection -> RunRows.newest(connection, environment, most, now));
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
    return store.work("The run cannot be read", connection -> RunRows.one(connection, id, now));
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
    return details.of(run, deliveries(run.id()));
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
    return store.work(
        "Earlier runs cannot be read",
        connection -> RunRows.usual(connection, environment, workflow));
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
   * @return whether a desk works on it
   */
  boolean askCancel(String run, String who, Instant now) {
    return store.work(
        "The end of the run cannot be asked for",
        connection -> {
          boolean asked =
              Sql.update(
                      connection,
                      "update run set cancel = ? where id = ? and beat_at >= ? and state in "
                          + ALIVE,
                      Masking.mask(who),
                      run,
                      now.minus(GONE))
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
        Details.json(gate),
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
}
