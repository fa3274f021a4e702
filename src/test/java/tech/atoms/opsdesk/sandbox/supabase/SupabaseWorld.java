package tech.atoms.opsdesk.sandbox.supabase;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.sandbox.database.Accounts;
import tech.atoms.opsdesk.sandbox.database.Recovery;
import tech.atoms.opsdesk.sandbox.database.SandboxDatabase;
import tech.atoms.opsdesk.sandbox.database.Size;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** A database that its platform can put back in half a second. */
public final class SupabaseWorld implements AutoCloseable {
  /** Of every role. */
  public static final Secret PASSWORD = new Secret("a-password-of-the-test");

  /** Of the platform. */
  public static final Secret TOKEN = new Secret("sbp_0123456789abcdef0123456789abcdef01234567");

  /** The platform's. */
  public final Faults faults;

  /** The project's. */
  public final SandboxDatabase database;

  private final Server server;
  private final SupabaseHandler handler;

  /** Begins it, with a little history. */
  public SupabaseWorld(Path directory, InstantSource clock) throws Exception {
    faults = new Faults(clock);
    database =
        SandboxDatabase.start(
            new SandboxDatabase.Settings(
                directory.resolve("pg"),
                0,
                new Accounts(PASSWORD, PASSWORD, PASSWORD, PASSWORD, PASSWORD),
                Size.ofScale(1),
                42,
                clock));
    Recovery recovery = new Recovery(database, clock);
    handler = new SupabaseHandler(TOKEN, of(recovery), faults, clock, Duration.ofMillis(500));
    server = new Server(new QueuedThreadPool(4, 1));
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(handler);
    server.start();
  }

  private static Recoverable of(Recovery recovery) {
    return new Recoverable() {
      @Override
      public Instant begin() {
        return recovery.begin();
      }

      @Override
      public void finish(Instant target, Instant stopped) throws Exception {
        recovery.finish(target, stopped);
      }

      @Override
      public void giveUp() throws Exception {
        recovery.giveUp();
      }
    };
  }

  /** As a profile names it. */
  public SupabaseSettings settings() {
    return new SupabaseSettings(url(), SupabaseHandler.PROJECT, SecretRef.parse("env:SUPABASE"));
  }

  /** Where it answers. */
  public URI url() {
    return URI.create(
        "http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
  }

  /** Does something as the owner of the tables. */
  public void run(String sql) throws SQLException {
    try (Connection connection = database.admin().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Asks for one number. */
  public long number(String sql) throws SQLException {
    try (Connection connection = database.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** The timeline of its log. */
  public long timeline() throws SQLException {
    return number("select timeline_id from pg_control_checkpoint()");
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    handler.close();
    database.close();
  }
}
