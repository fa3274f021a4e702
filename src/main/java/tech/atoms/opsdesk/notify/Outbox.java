package tech.atoms.opsdesk.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.MaskedJson;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.Transactions;

/**
 * Notices in the store, one for each channel, until they are delivered or given up, and after that
 * as a record. Whoever sends one holds it for a time; a desk that ends meanwhile leaves it to
 * another, which sends it once more with the same key. Safe on any thread; blocks, and throws a
 * {@link ProblemException} where the store is away.
 */
public final class Outbox {
  /** A notice that could not be delivered for so long is given up. */
  public static final Duration GIVEN_UP = Duration.ofHours(24);

  /** Longer than any channel's deadline. */
  static final Duration HELD = Duration.ofSeconds(60);

  private static final JsonMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();
  private static final String UNREADABLE = "Notifications cannot be read";
  private static final String UNWRITABLE = "A notification cannot be recorded";
  private static final String COLUMNS =
      "key, channel, notice, state, why, attempts, unsure, created_at, due_at, ended_at";

  private final Transactions store;

  /** The outbox in a store. */
  public Outbox(Store store) {
    this.store = new Transactions(store, "Nothing: it is sent when the store is back");
  }

  /**
   * Puts a notice in, within the caller's transaction; one that is in it already stays as it is.
   *
   * @param event made up of letters, digits and dashes; tells this notice from others of the same
   *     subject, so that it is put in once, whoever does
   * @param channels names of those that hear of it
   */
  public static void put(
      Connection connection, Notice notice, String event, List<String> channels, Instant now)
      throws SQLException {
    for (String channel : channels) {
      Sql.update(
          connection,
          "insert into notification (key, environment, channel, kind, subject, notice,"
              + " created_at, due_at, give_up_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
              + " on conflict (key) do nothing",
          String.join("-", notice.kind(), notice.subject(), event, channel),
          notice.environment(),
          channel,
          notice.kind(),
          notice.subject(),
          json(notice),
          now,
          now,
          now.plus(GIVEN_UP));
    }
  }

  /** What has become of the notices about a subject, in the order in which they came. */
  public List<Delivery> of(String kind, String subject) {
    return store.list(
        UNREADABLE,
        Outbox::delivery,
        "select " + COLUMNS + " from notification where kind = ? and subject = ? order by id",
        kind,
        subject);
  }

  /** What was to be told in an environment from a moment on, the oldest first. */
  public List<Delivery> since(String environment, Instant began) {
    return store.list(
        UNREADABLE,
        Outbox::delivery,
        "select "
            + COLUMNS
            + " from notification where environment = ? and created_at >= ? order by id",
        environment,
        began);
  }

  /** What waits in an environment, the oldest first. */
  public List<Delivery> waiting(String environment) {
    return store.list(
        UNREADABLE,
        Outbox::delivery,
        "select "
            + COLUMNS
            + " from notification where environment = ? and state = 'waiting' order by id",
        environment);
  }

  /**
   * A notice that this desk sends now.
   *
   * @param lost how often a desk ended while it was sending it
   * @param giveUp when it is given up
   */
  record Held(long id, String sender, Delivery delivery, int lost, Instant giveUp) {}

  /** Names of the channels for which something is due. */
  List<String> due(String environment, Instant now) {
    return store.list(
        UNREADABLE,
        row -> row.getString(1),
        "select distinct channel from notification where environment = ? and state = 'waiting'"
            + " and due_at <= ? and (sender is null or sender_until <= ?)",
        environment,
        now,
        now);
  }

  /** Takes the next notice that is due and that nobody else sends; empty where there is none. */
  Optional<Held> take(String environment, String channel, String sender, Instant now) {
    return store.work(
        UNWRITABLE,
        connection ->
            Transactions.list(
                    connection,
                    row ->
                        new Held(
                            row.getLong(11),
                            sender,
                            delivery(row),
                            row.getInt(12),
                            Sql.instant(row, 13)),
                    "update notification set attempts = attempts + 1,"
                        + " lost = lost + case when sender is null then 0 else 1 end,"
                        + " unsure = unsure or sender is not null,"
                        + " sender = ?, sender_until = ? where id = ("
                        + "select id from notification where environment = ? and channel = ?"
                        + " and state = 'waiting' and due_at <= ?"
                        + " and (sender is null or sender_until <= ?)"
                        + " order by due_at, id limit 1 for update skip locked) returning "
                        + COLUMNS
                        + ", id, lost, give_up_at",
                    sender,
                    now.plus(HELD),
                    environment,
                    channel,
                    now,
                    now)
                .stream()
                .findFirst());
  }

  /**
   * What has come of sending one.
   *
   * @param due when it is sent again, where it waits
   * @param quietUntil nothing is sent to its channel before then; null: the channel asked for none
   */
  record Outcome(
      Held held,
      Delivery.State state,
      String why,
      boolean unsure,
      Instant due,
      @Nullable Instant quietUntil) {}

  /** Writes what has come of it, while it is still ours. */
  void ended(Outcome outcome, Instant now) {
    boolean over = outcome.state() != Delivery.State.WAITING;
    Instant quiet = outcome.quietUntil();
    store.work(
        UNWRITABLE,
        connection -> {
          if (quiet != null) {
            Sql.update(
                connection,
                "update notification set due_at = ? where environment = ? and channel = ?"
                    + " and state = 'waiting' and due_at < ? and sender is null",
                quiet,
                outcome.held().delivery().notice().environment(),
                outcome.held().delivery().channel(),
                quiet);
          }
          return Sql.update(
              connection,
              "update notification set state = ?, why = ?, unsure = unsure or ?, due_at = ?,"
                  + " ended_at = ?, sender = null, sender_until = null"
                  + " where id = ? and sender = ?",
              outcome.state().word(),
              Masking.mask(outcome.why()),
              outcome.unsure(),
              outcome.due(),
              over ? now : null,
              outcome.held().id(),
              outcome.held().sender());
        });
  }

  /** Gives up what nobody could deliver in time, e.g. since no desk has the channel any more. */
  List<Delivery> giveUp(String environment, Instant now) {
    return store.list(
        UNWRITABLE,
        Outbox::delivery,
        "update notification set state = 'failed', ended_at = ?,"
            + " unsure = unsure or sender is not null, sender = null, sender_until = null,"
            + " why = ? || case when why = '' then 'no desk with this channel was there'"
            + " else why end where environment = ? and state = 'waiting' and give_up_at <= ?"
            + " and (sender is null or sender_until <= ?) returning "
            + COLUMNS,
        now,
        "given up after " + GIVEN_UP.toHours() + " h: ",
        environment,
        now,
        now);
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getString(1),
        row.getString(2),
        notice(row.getString(3)),
        Delivery.State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
        row.getString(5),
        row.getInt(6),
        row.getBoolean(7),
        Sql.instant(row, 8),
        Sql.instant(row, 9),
        Sql.instantOrNull(row, 10));
  }

  private static Notice notice(String text) {
    try {
      return JSON.readValue(text, Notice.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The outbox holds a notice that this desk cannot read", e);
    }
  }

  private static String json(Notice notice) {
    try {
      return JSON.writeValueAsString(MaskedJson.of(JSON.valueToTree(notice)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
