package tech.atoms.opsdesk.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Which PostgreSQL cluster a connection leads to. The system identifier is made by initdb and
 * shared by all databases of a cluster and its replicas.
 *
 * @param systemIdentifier from pg_control_system(); empty where the role may not ask
 * @param address host and port as the server sees itself, with its start time
 */
record ClusterIdentity(String systemIdentifier, String address) {

  static ClusterIdentity of(Connection connection) throws SQLException {
    return new ClusterIdentity(systemIdentifier(connection), address(connection));
  }

  private static String systemIdentifier(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select system_identifier from pg_control_system()")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      if (connection.isValid(2)) {
        return "";
      }
      throw e;
    }
  }

  private static String address(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select concat_ws(' ', inet_server_addr(), inet_server_port(),"
                    + " pg_postmaster_start_time())")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Refuses two connections into one cluster. */
  static void refuseIfSame(Connection store, Connection monitored, String where)
      throws SQLException {
    ClusterIdentity own = of(store);
    ClusterIdentity watched = of(monitored);
    boolean unknown = own.systemIdentifier.isEmpty() || watched.systemIdentifier.isEmpty();
    boolean same =
        unknown
            ? own.address.equals(watched.address)
            : own.systemIdentifier.equals(watched.systemIdentifier);
    if (same) {
      throw new ProblemException(
          new Problem(
              "The store must not live on the monitored database",
              where,
              "both are the same PostgreSQL cluster, so a restore would erase the record of itself",
              "Give the store a server of its own, or force it if you know why"));
    }
  }
}
