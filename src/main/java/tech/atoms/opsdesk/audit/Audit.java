package tech.atoms.opsdesk.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.audit.Anchor.Seen;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.SqlTrouble;
import tech.atoms.opsdesk.store.Store;

/** The audit trail of a store. Safe on any thread; every method may block on the store. */
public final class Audit {
  private static final Logger log = LoggerFactory.getLogger(Audit.class);
  private static final int MOST_WAITING = 1000;

  /** A menu with more would help nobody. */
  private static final int MOST_NAMES = 500;

  private static final String FIND =
      "select "
          + AuditRows.COLUMNS
          + " from audit where seq < ? and (? = '' or environment = ?)"
          + " and (? = '' or actor = ?) and (? = '' or action = ?) and (? = '' or subject = ?)"
          + " and (? = '' or strpos(lower(concat_ws(' ', actor, login, host, action, subject,"
          + " outcome, detail)), lower(?)) > 0) order by seq desc limit ?";
  private static final String ALL = "select " + AuditRows.COLUMNS + " from audit order by seq";

  private final Store store;
  private final Anchor anchor;
  private final String host;
  private final Deque<Entry> waiting = new ArrayDeque<>();

  /**
   * The audit trail of a store.
   *
   * @param data the desk's data directory, where it remembers the newest row that it has seen
   * @param host the name of this machine, stands in every row
   */
  public Audit(Store store, Path data, String host) {
    this.store = store;
    this.anchor = new Anchor(data, store.where());
    this.host = host;
  }

  /**
   * Appends a row in the transaction of a connection, so that a change and its row are there
   * together or not at all. Other writers wait until the transaction ends: do it last.
   *
   * @return the row; to be given to {@link #remember} when the transaction is committed
   */
  public Line append(Connection connection, Entry entry) throws SQLException {
    return AuditRows.append(connection, entry, host);
  }

  /** Remembers on this machine that a row is there. */
  public void remember(Line line) {
    anchor.remember(line.seq(), line.hash());
  }

  /**
   * Appends what needs no transaction of its own: what was refused or has failed. While the store
   * is away it waits in memory, at most 1,000 do, and is written with the next. Never fails.
   */
  public synchronized void record(Entry entry) {
    waiting.addLast(entry);
    if (waiting.size() > MOST_WAITING) {
      waiting.removeFirst();
    }
    flush();
  }

  /** Writes what waits. Does nothing where nothing does, or the store is away. */
  public synchronized void flush() {
    DataSource source = store.dataSource().orElse(null);
    if (waiting.isEmpty() || source == null) {
      return;
    }
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      Line last = null;
      for (Entry entry : waiting) {
        last = AuditRows.append(connection, entry, host);
      }
      connection.commit();
      waiting.clear();
      if (last != null) {
        remember(last);
      }
    } catch (SQLException e) {
      log.warn("{}", SqlTrouble.problem("The audit trail waits", store.where(), e).line());
      store.suspect();
    }
  }

  /**
   * The newest rows, newest first.
   *
   * @param environment of which environment; empty: of all
   * @param before only rows with a smaller number; {@link Long#MAX_VALUE}: from the newest on
   * @param limit how many at most
   * @throws ProblemException where the store is away
   */
  public List<Line> newest(String environment, long before, int limit) {
    return find(AuditQuery.of(environment), before, limit);
  }

  /**
   * Rows that match, newest first.
   *
   * @param before only rows with a smaller number; {@link Long#MAX_VALUE}: from the newest on
   * @param limit how many at most
   * @throws ProblemException where the store is away
   */
  public List<Line> find(AuditQuery query, long before, int limit) {
    List<Line> lines = new ArrayList<>();
    try (Connection connection = source().getConnection();
        PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setLong(1, before);
      int at = 2;
      for (String wanted :
          List.of(
              query.environment(), query.actor(), query.action(), query.subject(), query.text())) {
        select.setString(at++, wanted);
        select.setString(at++, wanted);
      }
      select.setInt(at, limit);
      AuditRows.each(select, lines::add);
    } catch (SQLException e) {
      throw failed(e);
    }
    return lines;
  }

  /**
   * The number of the newest row of the whole trail; 0: there is none. Costs next to nothing.
   *
   * @throws ProblemException where the store is away
   */
  public long newestNumber() {
    try (Connection connection = source().getConnection();
        PreparedStatement select =
            connection.prepareStatement("select coalesce(max(seq), 0) from audit");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Who did what to what, each once, so that rows can be asked for by it.
   *
   * @param environment in which environment; empty: in all
   * @throws ProblemException where the store is away
   */
  public AuditNames names(String environment) {
    try (Connection connection = source().getConnection()) {
      return new AuditNames(
          each(connection, "actor", environment),
          each(connection, "action", environment),
          each(connection, "subject", environment));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static List<String> each(Connection connection, String column, String environment)
      throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select distinct "
                + column
                + " from audit where (? = '' or environment = ?) and "
                + column
                + " <> '' order by 1 limit "
                + MOST_NAMES)) {
      select.setString(1, environment);
      select.setString(2, environment);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }

  /**
   * Reads the whole trail and holds each row against the one before, its end against the record of
   * the newest row, and both against what this machine has seen before.
   *
   * @throws ProblemException where the store is away
   */
  public Verification verify() {
    Seen seen = anchor.seen();
    Chain chain = new Chain();
    List<String> atSeen = new ArrayList<>();
    Seen head;
    try (Connection connection = source().getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      head = head(connection);
      try (PreparedStatement select = connection.prepareStatement(ALL)) {
        AuditRows.each(
            select,
            line -> {
              if (seen != null && line.seq() == seen.seq()) {
                atSeen.add(line.hash());
              }
              return chain.next(line);
            });
      }
      connection.rollback();
    } catch (SQLException e) {
      throw failed(e);
    }
    Verification found = chain.result();
    if (found.intact()) {
      found = end(chain, head, seen, atSeen);
    }
    if (found.intact()) {
      anchor.remember(chain.rows(), chain.head());
    }
    return found;
  }

  private Verification end(
      Chain chain, @Nullable Seen head, @Nullable Seen seen, List<String> atSeen) {
    long rows = chain.rows();
    long headSeq = head == null ? 0 : head.seq();
    if (headSeq > rows) {
      return cut(chain, "the record of the newest row names number " + headSeq);
    }
    if (headSeq < rows || (head != null && !head.hash().equals(chain.head()))) {
      String what = "the record of the newest row names another one: rows were put there";
      return Verification.bad(rows, chain.head(), Math.max(1, Math.min(rows, headSeq + 1)), what);
    }
    if (seen != null && seen.seq() > rows) {
      return cut(
          chain,
          "this machine has seen number "
              + seen.seq()
              + " (remembered in "
              + anchor.file()
              + "; take it away where the store was replaced on purpose)");
    }
    if (seen != null && !atSeen.contains(seen.hash())) {
      String what = "this machine has seen another row of that number: the trail was written anew";
      return Verification.bad(rows, chain.head(), seen.seq(), what);
    }
    return Verification.intact(rows, chain.head());
  }

  private static Verification cut(Chain chain, String because) {
    return Verification.bad(
        chain.rows(), chain.head(), chain.rows() + 1, "the end was cut off: " + because);
  }

  private static @Nullable Seen head(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select seq, hash from audit_head");
        ResultSet row = select.executeQuery()) {
      return row.next() ? new Seen(row.getLong(1), row.getString(2)) : null;
    }
  }

  private DataSource source() {
    return store
        .dataSource()
        .orElseThrow(
            () -> {
              Problem trouble = store.trouble();
              return new ProblemException(
                  new Problem(
                      "The audit trail cannot be read",
                      store.where(),
                      trouble == null ? "the store is not open yet" : trouble.why(),
                      "Try again when the store is back"));
            });
  }

  private ProblemException failed(SQLException e) {
    store.suspect();
    return new ProblemException(
        SqlTrouble.problem("The audit trail cannot be read", store.where(), e), e);
  }
}
