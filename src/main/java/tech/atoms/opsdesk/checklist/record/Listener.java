package tech.atoms.opsdesk.checklist.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.store.Store;

/** Hears from other desks on the store. Holds one of its connections. */
public final class Listener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final int WAIT_MILLIS = 10_000;
  private static final long PAUSE_MILLIS = 300;
  private static final Duration LEAVE = Duration.ofMillis(500);

  private final Store store;
  private final String environment;
  private final String self;
  private final Runnable changed;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  Listener(Store store, String environment, String desk, Runnable changed) {
    this.store = store;
    this.environment = environment;
    this.self = payload(environment, desk);
    this.changed = changed;
    this.thread = Thread.ofVirtual().name("checklist-listener").start(this::listen);
  }

  /** What is sent: who changed, and where; at most 8,000 bytes. */
  static String payload(String environment, String desk) {
    return desk + " " + environment;
  }

  /** Hears no more. Gives its connection back whole, where the store answers within 500 ms. */
  @Override
  public void close() {
    closed.countDown();
    // An interrupt would break the connection that it waits on; a word of its own wakes it.
    Thread.ofVirtual().name("checklist-listener-wake").start(this::wake);
    try {
      if (!thread.join(LEAVE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    DataSource source = store.dataSource().orElse(null);
    if (source == null) {
      return;
    }
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("notify " + Records.CHANNEL);
    } catch (SQLException e) {
      log.debug("The listener could not be woken", e);
    }
  }

  private void listen() {
    boolean away = false;
    try {
      while (closed.getCount() > 0) {
        DataSource source = store.dataSource().orElse(null);
        if (source != null) {
          try {
            listen(source);
          } catch (SQLException e) {
            log.debug("The listener lost its connection", e);
            if (closed.getCount() > 0) {
              store.suspect();
            }
          }
          away = false;
        } else if (!away) {
          away = true;
          changed.run();
        }
        if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      try (Statement statement = connection.createStatement()) {
        statement.execute("listen " + Records.CHANNEL);
        // What came before is not told.
        changed.run();
        while (closed.getCount() > 0) {
          PGNotification[] heard = postgres.getNotifications(WAIT_MILLIS);
          if (heard == null || heard.length == 0) {
            statement.execute("select 1");
          } else if (concerns(heard)) {
            changed.run();
          }
        }
        statement.execute("unlisten *");
      }
    }
  }

  private boolean concerns(PGNotification[] heard) {
    for (PGNotification one : heard) {
      String payload = one.getParameter();
      if (!payload.equals(self) && payload.endsWith(" " + environment)) {
        return true;
      }
    }
    return false;
  }
}
