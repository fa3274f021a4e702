package tech.atoms.opsdesk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What changed its state, and when. While the store is down, changes wait in memory and are written
 * when it is back. Safe on any thread; every method may block on the store.
 */
public final class StateChanges {
  /** How many changes are given back at most. */
  public static final int NEWEST = 500;

  private static final Logger log = LoggerFactory.getLogger(StateChanges.class);
  private static final int MOST_WAITING = 1000;

  private static final String COLUMNS = "at, subject, from_state, to_state, why";

  private static final String NEWEST_STORED =
      "select "
          + COLUMNS
          + " from state_change where environment = ? order by at desc, id desc limit "
          + NEWEST;

  private static final String STORED =
      """
      select %1$s from (
        (select id, %1$s from state_change where environment = ? order by at desc, id desc limit %2$d)
        union
        (select distinct on (subject) id, %1$s from state_change where environment = ?
         order by subject, at desc, id desc)) c
      order by at desc, id desc
      """
          .formatted(COLUMNS, NEWEST);

  /**
   * Leaves out what another desk on the same store has written: the same change, seen by it at its
   * own turn, with nothing in between. Remarks without a change are the same only within 15 s and
   * in the same words.
   */
  private static final String INSERT =
      """
      with line (environment, at, subject, from_state, to_state, why) as
        (values (?, ?::timestamptz, ?, ?, ?, ?)),
      twin as (
        select t.at, t.subject from line l join state_change t
          on t.environment = l.environment and t.subject = l.subject
         and t.from_state = l.from_state and t.to_state = l.to_state
         and case when l.from_state = l.to_state
                  then t.why = l.why and t.at between l.at - interval '15 s' and l.at + interval '15 s'
                  else t.at between l.at - interval '90 s' and l.at + interval '90 s' end
        where not exists (
          select from state_change b
          where b.environment = l.environment and b.subject = l.subject
            and b.at > least(t.at, l.at) and b.at < greatest(t.at, l.at)
            and b.from_state <> b.to_state))
      insert into state_change (environment, at, subject, from_state, to_state, why)
      select * from line where not exists (select from twin)
      """;

  /** One desk at a time writes lines of an environment, or both would find none of the other's. */
  private static final String ALONE = "select pg_advisory_xact_lock(1869636451, hashtext(?))";

  /** The newest line of a subject stays: it tells since when its state holds. */
  private static final String PRUNE =
      """
      delete from state_change c where c.at < ? and exists (
        select from state_change n
        where n.environment = c.environment and n.subject = c.subject
          and (n.at > c.at or (n.at = c.at and n.id > c.id)))
      """;

  private final Store store;
  private final String environment;
  private final Deque<Change> waiting = new ArrayDeque<>();

  /** Told once, not at every attempt. */
  private boolean failing;

  /**
   * One change.
   *
   * @param at when the desk saw it
   * @param subject what changed
   * @param from state before
   * @param to state after
   * @param why one line
   */
  public record Change(Instant at, String subject, String from, String to, String why) {}

  /**
   * The changes of one environment.
   *
   * @param store where they are kept
   * @param environment its name
   */
  public StateChanges(Store store, String environment) {
    this.store = store;
    this.environment = environment;
  }

  /** Keeps a change. Never fails: where the store is down it waits, at most 1,000 do. */
  public synchronized void append(Change change) {
    waiting.addLast(change);
    if (waiting.size() > MOST_WAITING) {
      waiting.removeFirst();
    }
    flush();
  }

  /** The newest changes, newest first, at most {@link #NEWEST}; of memory alone while down. */
  public synchronized List<Change> newest() {
    flush();
    List<Change> found = new ArrayList<>(waiting);
    Optional<DataSource> source = store.dataSource();
    if (source.isPresent()) {
      try (Connection connection = source.get().getConnection()) {
        read(connection, NEWEST_STORED, found);
      } catch (SQLException e) {
        failed(e);
      }
    }
    // Those that wait are newer than any row of the same instant.
    return found.stream()
        .sorted(Comparator.comparing(Change::at).reversed())
        .limit(NEWEST)
        .toList();
  }

  /**
   * What earlier runs have written: the newest changes, at most {@link #NEWEST}, and besides them
   * the newest one of every subject; newest first.
   *
   * @return empty while the store is away
   */
  public Optional<List<Change>> stored() {
    Optional<DataSource> source = store.dataSource();
    if (source.isEmpty()) {
      return Optional.empty();
    }
    try (Connection connection = source.get().getConnection()) {
      List<Change> found = new ArrayList<>();
      read(connection, STORED, found);
      return Optional.of(found);
    } catch (SQLException e) {
      failed(e);
      return Optional.empty();
    }
  }

  /** Writes what waits. Does nothing where nothing does, or the store is away. */
  public synchronized void flush() {
    Optional<DataSource> source = store.dataSource();
    if (!waiting.isEmpty() && source.isPresent()) {
      write(source.get());
    }
  }

  private void read(Connection connection, String sql, List<Change> found) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 1; i <= select.getParameterMetaData().getParameterCount(); i++) {
        select.setString(i, environment);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new Change(
                  row.getObject(1, OffsetDateTime.class).toInstant(),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5)));
        }
      }
    }
  }

  /**
   * Forgets the changes of all environments before an instant, but for the newest of every subject.
   *
   * @param connection to the store
   * @return how many were forgotten
   */
  public static int prune(Connection connection, Instant oldest) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
      delete.setObject(1, OffsetDateTime.ofInstant(oldest, ZoneOffset.UTC));
      return delete.executeUpdate();
    }
  }

  private void write(DataSource source) {
    try (Connection connection = source.getConnection();
        PreparedStatement alone = connection.prepareStatement(ALONE);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      alone.setString(1, environment);
      alone.execute();
      for (Change change : waiting) {
        insert.setString(1, environment);
        insert.setObject(2, OffsetDateTime.ofInstant(change.at(), ZoneOffset.UTC));
        insert.setString(3, change.subject());
        insert.setString(4, change.from());
        insert.setString(5, change.to());
        insert.setString(6, change.why());
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
      waiting.clear();
      failing = false;
    } catch (SQLException e) {
      failed(e);
    }
  }

  private void failed(SQLException e) {
    if (!failing) {
      log.warn("{}", SqlTrouble.problem("State changes wait in memory", store.where(), e).line());
    }
    failing = true;
    store.suspect();
  }
}
