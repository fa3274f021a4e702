package tech.atoms.opsdesk.backup.dump;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * A database, as pgjdbc and as PostgreSQL's own programs reach it.
 *
 * @param jdbcUrl without user and password
 * @param properties of pgjdbc
 * @param variables of libpq, without the password
 * @param password null where none is needed
 */
public record Target(
    String jdbcUrl,
    Map<String, String> properties,
    Map<String, String> variables,
    @Nullable Secret password) {
  /**
   * An argument of PostgreSQL's own programs, which are told the rest by their environment: libpq
   * gives a line up that carries nothing for about 20 s.
   */
  public static final String CONNECTING =
      "--dbname=keepalives=1 keepalives_idle=5 keepalives_interval=3 keepalives_count=4"
          + " tcp_user_timeout=20000";

  private static final int CONNECT_SECONDS = 10;

  /** The monitored database, as the role that reads it. Resolves the password now. */
  public static Target of(DatabaseSettings settings, SecretResolver secrets) {
    SecretRef reference = settings.password();
    return of(
        settings.jdbcUrl(),
        settings.connectionProperties(),
        reference == null ? null : secrets.resolve(reference));
  }

  /**
   * A database, as pgjdbc reaches it.
   *
   * @param url of JDBC, without user and password
   * @param properties user and TLS settings of pgjdbc
   * @param password null where none is needed
   */
  public static Target of(String url, Map<String, String> properties, @Nullable Secret password) {
    Properties parsed = new Properties();
    Map<String, String> variables = new LinkedHashMap<>();
    Properties all = org.postgresql.Driver.parseURL(url, parsed);
    if (all != null) {
      put(variables, "PGHOST", PGProperty.PG_HOST.getOrDefault(all));
      put(variables, "PGPORT", PGProperty.PG_PORT.getOrDefault(all));
      put(variables, "PGDATABASE", PGProperty.PG_DBNAME.getOrDefault(all));
    }
    put(variables, "PGUSER", properties.get("user"));
    String mode = properties.getOrDefault("sslmode", "");
    put(variables, "PGSSLMODE", mode);
    String certificate = properties.get("sslrootcert");
    if (certificate != null) {
      variables.put("PGSSLROOTCERT", certificate);
    } else if (mode.startsWith("verify-")) {
      variables.put("PGSSLROOTCERT", "system");
    }
    return new Target(url, properties, variables, password);
  }

  /** A server of this machine, by its port. */
  public static Target here(int port, String database, String user, Secret password) {
    return new Target(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        Map.of("user", user, "sslmode", "disable"),
        Map.of(
            "PGHOST",
            "127.0.0.1",
            "PGPORT",
            Integer.toString(port),
            "PGDATABASE",
            database,
            "PGUSER",
            user,
            "PGSSLMODE",
            "disable"),
        password);
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      variables.put(name, value);
    }
  }

  /**
   * Opens a connection. A read that gets no answer for so long fails.
   *
   * @param application {@code application_name}
   * @param socketSeconds 0: for ever
   */
  public Connection connect(String application, int socketSeconds) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl);
    for (Map.Entry<String, String> property : properties.entrySet()) {
      source.setProperty(property.getKey(), property.getValue());
    }
    source.setApplicationName(application);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(socketSeconds);
    source.setTcpKeepAlive(true);
    source.setPrepareThreshold(0);
    // A text of many statements goes to the server as it is, whatever they hold.
    source.setPreferQueryMode(PreferQueryMode.EXTENDED_FOR_PREPARED);
    return source.getConnection(properties.get("user"), password == null ? "" : password.reveal());
  }

  /**
   * Makes the environment of a client program lead here, and nowhere else: what the desk was
   * started with may name another server, which would win.
   *
   * @param all that it would inherit
   * @param application {@code application_name}
   */
  void into(Map<String, String> all, String application) {
    all.keySet().removeIf(name -> name.startsWith("PG"));
    all.putAll(variables);
    all.put("PGAPPNAME", application);
    all.put("PGCONNECT_TIMEOUT", Integer.toString(CONNECT_SECONDS));
    if (password != null) {
      all.put("PGPASSWORD", password.reveal());
    }
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return jdbcUrl + " as " + properties.get("user");
  }
}
