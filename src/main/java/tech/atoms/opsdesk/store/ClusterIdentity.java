package tech.atoms.opsdesk.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which PostgreSQL cluster a connection leads to. The system identifier is made by initdb and
 * shared by all databases of a cluster and its replicas.
 *
 * @param systemIdentifier from pg_control_system(); empty where the role may not ask
 * @param address host and port as the server sees itself, with its start time
 */
public record ClusterIdentity(String systemIdentifier, String address) {

  /**
   * Asks the server behind a connection.
   *
   * @throws SQLException where it does not answer
   */
  public static ClusterIdentity of(Connection connection) throws SQLException {
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

  /** Whether both are the same cluster. */
  public boolean sameAs(ClusterIdentity other) {
    boolean unknown = systemIdentifier.isEmpty() || other.systemIdentifier.isEmpty();
    return unknown
        ? address.equals(other.address)
        : systemIdentifier.equals(other.systemIdentifier);
  }
}
