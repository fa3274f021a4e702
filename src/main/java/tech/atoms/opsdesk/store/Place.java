package tech.atoms.opsdesk.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Properties;

/** Where the store's server is found; knows how to bring it up. Used by one thread. */
interface Place extends AutoCloseable {

  /** Name for people, e.g. a directory or a host and port. Safe on any thread. */
  String name();

  /**
   * Makes sure that a server is there, as far as that is ours to do.
   *
   * @return how to connect to it
   * @throws tech.atoms.opsdesk.common.ProblemException where it is not
   */
  Access access() throws IOException, SQLException;

  @Override
  void close();

  /**
   * How to connect.
   *
   * @param jdbcUrl without password
   * @param properties user, password and TLS settings of pgjdbc
   */
  record Access(String jdbcUrl, Properties properties) {

    /** A pool of at most that many connections. */
    HikariConfig pool(int size) {
      HikariConfig config = new HikariConfig();
      config.setPoolName("store");
      config.setJdbcUrl(jdbcUrl);
      config.setDataSourceProperties(properties);
      config.setMaximumPoolSize(size);
      config.setMinimumIdle(1);
      config.setConnectionTimeout(3_000);
      // One attempt: whoever opens the store tries again, with pauses.
      config.setInitializationFailTimeout(1);
      return config;
    }
  }
}
