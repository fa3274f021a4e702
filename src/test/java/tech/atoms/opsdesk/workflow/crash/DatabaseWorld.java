package tech.atoms.opsdesk.workflow.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.Fixture;
import tech.atoms.opsdesk.workflow.sessions.EndBackend;
import tech.atoms.opsdesk.workflow.sessions.EndSessions;

/** A database with sessions, and a client in it that counts what is done to it. */
final class DatabaseWorld implements World {
  private static final String MEANT = "select pg_sleep(600) /* meant */";
  private static final String OTHER = "select pg_sleep(600) /* another */";

  private final String workflow;
  private final Fixture fixture = new Fixture();
  private final String operator = fixture.monitor + "_operator";
  private final String app = fixture.monitor + "_app";
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Relay relay;
  private final int port;
  private @Nullable Connection client;
  private int pid;

  DatabaseWorld(String workflow, Site site, Relay.Watch changes) throws Exception {
    this.workflow = workflow;
    site.secret("database", Fixture.PASSWORD);
    fixture.execute(
        """
        create role %1$s login password '%3$s'; create role %2$s login password '%3$s';
        grant select, delete on atoms_sessions to %1$s; grant select on atoms_users to %1$s;
        grant pg_read_all_stats, pg_signal_backend to %1$s;
        create table removals (rows int);
        create function counted() returns trigger language plpgsql security definer as $$ begin
          insert into removals select count(*) from gone having count(*) > 0; return null; end $$;
        create trigger counted after delete on atoms_sessions referencing old table as gone
          for each statement execute function counted();
        insert into atoms_users (email) values ('ann@atoms.tech'), ('bob@atoms.tech');
        insert into atoms_sessions (user_id, token_hash, expires_at)
          select id, 'h' || n, now() + interval '1 hour' from atoms_users, generate_series(1, 3) n;
        insert into atoms_sessions (user_id, token_hash, expires_at)
          select id, 'x', now() - interval '1 hour' from atoms_users where email like 'ann%%';
        """
            .formatted(operator, app, Fixture.PASSWORD));
    String url = fixture.jdbcUrl();
    port = Integer.parseInt(url.replaceAll("^.*:(\\d+)/.*$", "$1"));
    relay = new Relay(port, changes);
    if (!sessions()) {
      connect();
    }
  }

  private boolean sessions() {
    return workflow.startsWith("sessions");
  }

  private boolean cancels() {
    return workflow.equals(EndBackend.Kind.CANCEL.id());
  }

  private void connect() throws Exception {
    Connection connection =
        DriverManager.getConnection(
            fixture.jdbcUrl() + "?ApplicationName=client", app, Fixture.PASSWORD);
    client = connection;
    pid = Fixture.pid(connection);
    Thread.ofVirtual()
        .start(
            () -> {
              String statement = MEANT;
              while (true) {
                try (Statement running = connection.createStatement()) {
                  running.execute(statement);
                } catch (SQLException e) {
                  if (!"57014".equals(e.getSQLState())) {
                    ended.incrementAndGet();
                    return;
                  }
                  cancelled.incrementAndGet();
                  statement = OTHER;
                }
              }
            });
    while (!query().equals(MEANT)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private String query() {
    return fixture.value(
        "select coalesce(max(query), 'gone') from pg_stat_activity where state = 'active' and pid ="
            + " "
            + pid);
  }

  @Override
  public String workflow() {
    return workflow;
  }

  @Override
  public String target() {
    return sessions()
        ? workflow.equals(EndSessions.Kind.REVOKE.id()) ? "user:bob@atoms.tech" : ""
        : Integer.toString(pid);
  }

  @Override
  public List<String> command() {
    if (!sessions()) {
      return List.of("db", cancels() ? "cancel" : "terminate", Integer.toString(pid));
    }
    return workflow.equals(EndSessions.Kind.REVOKE.id())
        ? List.of("sessions", "revoke", "--user", "bob@atoms.tech")
        : List.of("sessions", "cleanup");
  }

  /** Rows are removed by the commit; a signal is sent by its statement. */
  @Override
  public boolean asks(String said) {
    int at = said.indexOf("delete from public.atoms_sessions");
    return sessions()
        ? at >= 0 && said.indexOf("COMMIT", at) >= 0
        : said.contains("pg_cancel_backend(") || said.contains("pg_terminate_backend(");
  }

  @Override
  public int applied() {
    return sessions()
        ? Integer.parseInt(fixture.value("select count(*) from removals"))
        : cancelled.get() + ended.get();
  }

  @Override
  public String wrong() {
    if (sessions()) {
      String left =
          fixture.value(
              "select string_agg(u.email || ' ' || s.token_hash, ', ' order by u.email,"
                  + " s.token_hash) from atoms_sessions s join atoms_users u on u.id = s.user_id");
      String ann = "ann@atoms.tech h1, ann@atoms.tech h2, ann@atoms.tech h3";
      String wanted =
          workflow.equals(EndSessions.Kind.REVOKE.id())
              ? ann + ", ann@atoms.tech x"
              : ann + ", bob@atoms.tech h1, bob@atoms.tech h2, bob@atoms.tech h3";
      return left.equals(wanted) ? "" : "left are " + left;
    }
    String now = query();
    return now.equals(cancels() ? OTHER : "gone") ? "" : "the client runs " + now;
  }

  @Override
  public String profile() {
    return """
    server:
      baseUrl: http://127.0.0.1:9
    database:
      url: %s
      user: %s
      password: "file:database"
      sslmode: disable
      write:
        user: %s
        password: "file:database"
    """
        .formatted(
            fixture
                .jdbcUrl()
                .substring("jdbc:".length())
                .replace(":" + port + "/", ":" + relay.port() + "/"),
            fixture.monitor,
            operator);
  }

  @Override
  public void close() {
    relay.close();
    Connection connection = client;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
