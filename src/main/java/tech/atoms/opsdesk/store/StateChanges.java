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
  public static final int NEWEST = 50;

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

  private final Store store;
  private final String environment;
  private final Deque<Change> waiting = new ArrayDeque<>();

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

  private void write(DataSource source) {
    try (Connection connection = source.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into state_change (environment, at, subject, from_state, to_state, why)"
                    + " values (?, ?, ?, ?, ?, ?)")) {
      connection.setAutoCommit(false);
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
    } catch (SQLException e) {
      failed(e);
    }
  }

  private void failed(SQLException e) {
    log.warn("{}", SqlTrouble.problem("State changes wait in memory", store.where(), e).line());
    store.suspect();
  }
}
