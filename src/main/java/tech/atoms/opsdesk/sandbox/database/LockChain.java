package tech.atoms.opsdesk.sandbox.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.FaultEffect;

/**
 * A batch job that forgot its transaction: it holds row locks on {@code atoms_entities}, and
 * sessions of the server queue behind it. The second waiter holds a lock of its own that the last
 * one waits for, so that the chain is a tree.
 */
public final class LockChain implements FaultEffect {
  private static final Logger log = LoggerFactory.getLogger(LockChain.class);
  private static final int MOST_WAITERS = 20;
  private static final String LOCK =
      "update public.atoms_entities set metadata = metadata || '{\"embedded\": true}' where id = ?";

  private final DataSource source;
  private final List<Connection> held = new ArrayList<>();
  private double made;

  /**
   * Locks rows of this database.
   *
   * @param admin connections that may update entities; unpooled
   */
  public LockChain(DataSource admin) {
    this.source = admin;
  }

  @Override
  public Fault fault() {
    return Fault.LOCK_CHAIN;
  }

  /** Also where somebody ended one of its sessions: that is how the fault is meant to be mended. */
  @Override
  public boolean holds(double value) {
    return value == made;
  }

  @Override
  public void make(double value) throws SQLException {
    undo();
    int count = (int) Math.clamp(value, 1, MOST_WAITERS);
    try {
      Connection batch = open("atoms-embed-batch");
      List<UUID> rows = rows(batch);
      lock(batch, rows.getFirst());
      Connection second = open(SandboxDatabase.SERVER_APPLICATION);
      lock(second, rows.getLast());
      for (int i = 0; i < count; i++) {
        boolean nested = i == count - 1 && count > 1;
        Connection waiter = i == 0 ? second : open(SandboxDatabase.SERVER_APPLICATION);
        UUID row = nested ? rows.getLast() : rows.getFirst();
        Thread.ofVirtual().name("lock-chain-" + i).start(() -> await(waiter, row));
      }
      made = value;
    } catch (SQLException e) {
      undo();
      throw e;
    }
  }

  @Override
  public void undo() {
    for (Connection connection : held) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        log.debug("A session of the lock chain was gone already", e);
      }
    }
    held.clear();
    made = 0;
  }

  private Connection open(String application) throws SQLException {
    Connection connection = source.getConnection();
    held.add(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "set application_name = '"
              + application
              + "'; set statement_timeout = 0; set lock_timeout = 0;"
              + " set idle_in_transaction_session_timeout = 0;"
              + " set client_connection_check_interval = '500ms'");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private static List<UUID> rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select id from public.atoms_entities order by id limit 2")) {
      List<UUID> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getObject(1, UUID.class));
      }
      if (rows.size() < 2) {
        throw new SQLException("a lock chain needs two entities");
      }
      return rows;
    }
  }

  private static void lock(Connection connection, UUID row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setObject(1, row);
      statement.executeUpdate();
    }
  }

  private static void await(Connection connection, UUID row) {
    try {
      lock(connection, row);
      connection.rollback();
    } catch (SQLException e) {
      log.debug("A session of the lock chain ended", e);
    }
  }
}
