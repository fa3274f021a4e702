package tech.atoms.opsdesk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.database.AppSessionPage;
import tech.atoms.opsdesk.database.AppSessionQuery;
import tech.atoms.opsdesk.database.AppSessionQuery.Expiry;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;

/**
 * Reads pages of 1,000,000 application sessions of 200,000 users, with nothing but the indexes of
 * the specification. Arguments: rows (1,000,000), collation of the addresses (C).
 */
public final class SessionsBench {
  private static final int PAGE = 100;
  private static final int FIRST_PAGES = 15;
  private static final int MORE_PAGES = 200;
  private static final int CLIENT_LISTS = 5;

  /** Beyond it, a list is measured with the pages read so far. */
  private static final long LONG_ENOUGH_NANOS = 10_000_000_000L;

  /** Of 3 in 5 rows, 1 in 5, 1 in 12, 1 in 25, 1 in 60, 1 in 200 and 1 in 2,000 rows; of no row. */
  private static final List<String> CLIENTS =
      List.of(
          "Claude Desktop",
          "Cursor",
          "Client 12",
          "Client 25",
          "Client 60",
          "Client 200",
          "Client 2000",
          "No such client");

  private SessionsBench() {}

  /**
   * Runs it.
   *
   * @param args rows, collation
   */
  public static void main(String[] args) throws IOException, SQLException {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    String collation = args.length > 1 ? args[1] : "C";
    Path directory = Files.createTempDirectory("sessions-bench-");
    Secret password = new Secret("sessions-bench-password");
    EmbeddedPostgres.Settings settings =
        new EmbeddedPostgres.Settings(directory, 0, "bench", password, Map.of());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(settings)) {
      fill(server, rows, collation);
      DatabaseSettings monitored =
          new DatabaseSettings(
              server.jdbcUrl("postgres"),
              "bench",
              new SecretRef(SecretRef.Scheme.ENV, "BENCH"),
              SslMode.DISABLE,
              null);
      try (MonitoredDatabase database =
          new MonitoredDatabase(monitored, 2, ref -> password, InstantSource.system())) {
        measure(database);
      }
    } finally {
      delete(directory);
    }
  }

  private static void measure(MonitoredDatabase database) {
    AppSessionCounts counts = database.appSessionCounts();
    System.out.printf(
        Locale.ENGLISH,
        "counted %,d rows in %,d ms (beside the pages, kept)%n",
        counts.total(),
        counts.cost().toMillis());
    for (Order order : Order.values()) {
      pages(database, new AppSessionQuery(Filter.ALL, "", order));
    }
    for (Filter filter :
        List.of(
            Filter.NEAR_LIMIT, Filter.OVER_LIMIT, Filter.IDLE, Filter.EXPIRED, Filter.ORPHANS)) {
      pages(database, new AppSessionQuery(filter, "", Order.EXPIRES_SOONEST));
    }
    for (String prefix : List.of("user1", "user123456", "u")) {
      pages(database, new AppSessionQuery(Filter.ALL, prefix, Order.USER));
    }
    pages(database, new AppSessionQuery(Filter.IDLE, "user1", Order.USER));
    pages(database, new AppSessionQuery(Filter.EXPIRED, "user1", Order.USER));
    pages(database, new AppSessionQuery(Filter.NEAR_LIMIT, "user1", Order.USER));
    clients(database);
    narrowed(database);
    everything(database);
  }

  /** Each expiry, and each client beside every other filter that the window offers. */
  private static void narrowed(MonitoredDatabase database) {
    AppSessionQuery byUser = new AppSessionQuery(Filter.ALL, "", Order.USER);
    AppSessionQuery prefix = new AppSessionQuery(Filter.ALL, "user1", Order.USER);
    for (AppSessionQuery query : List.of(AppSessionQuery.ALL, byUser, prefix)) {
      for (Expiry expiry : List.of(Expiry.WITHIN_HOUR, Expiry.WITHIN_DAY, Expiry.LATER)) {
        pages(database, query.with(expiry));
      }
    }
    for (String client : CLIENTS) {
      AppSessionQuery all = AppSessionQuery.ALL.withClient(client);
      pages(database, all);
      pages(database, all.with(Order.EXPIRES_LATEST));
      pages(database, all.with(Order.USER));
      pages(database, all.with("user1"));
      pages(database, all.with("user123"));
      pages(database, all.with(Filter.NEAR_LIMIT));
      pages(database, all.with(Filter.IDLE));
      pages(database, all.with(Filter.EXPIRED));
      pages(database, all.with(Filter.ORPHANS));
      pages(database, all.with(Expiry.WITHIN_HOUR));
      pages(database, all.with(Expiry.WITHIN_HOUR).with(Order.USER));
      pages(database, all.with(Filter.IDLE).with("user1"));
      pages(database, all.with(Filter.EXPIRED).with("user1"));
      pages(database, all.with(Filter.NEAR_LIMIT).with("user1"));
      pages(database, all.with(Expiry.WITHIN_HOUR).with("user1"));
    }
  }

  private static void clients(MonitoredDatabase database) {
    List<Double> times = new ArrayList<>();
    List<String> found = List.of();
    for (int i = 0; i < CLIENT_LISTS; i++) {
      long start = System.nanoTime();
      found = database.appSessionClients();
      times.add((System.nanoTime() - start) / 1e6);
    }
    System.out.printf(Locale.ENGLISH, "clients %s: %s%n", found, figures(times));
  }

  private static void pages(MonitoredDatabase database, AppSessionQuery query) {
    List<Double> first = new ArrayList<>();
    List<Double> more = new ArrayList<>();
    String cursor = null;
    String trouble = "";
    long start = System.nanoTime();
    try {
      for (int i = 0; i < FIRST_PAGES && !isLongEnough(start); i++) {
        cursor = timed(database, query, null, first).next();
      }
      long further = System.nanoTime();
      for (int i = 0; i < MORE_PAGES && cursor != null && !isLongEnough(further); i++) {
        cursor = timed(database, query, cursor, more).next();
      }
    } catch (ProblemException e) {
      trouble = "   " + e.problem().line();
    }
    System.out.printf(
        Locale.ENGLISH,
        "%-10s %-15s %-10s %-14s %-11s first %s   further (%d) %s%s%s%n",
        query.filter(),
        query.order(),
        query.userPrefix(),
        query.client(),
        query.expiry(),
        figures(first),
        more.size(),
        figures(more),
        isOver(first, 150) || isOver(more, 50) ? "   OVER" : "",
        trouble);
  }

  private static boolean isLongEnough(long start) {
    return System.nanoTime() - start > LONG_ENOUGH_NANOS;
  }

  private static void everything(MonitoredDatabase database) {
    List<Double> times = new ArrayList<>();
    String cursor = null;
    long rows = 0;
    long start = System.nanoTime();
    long before = used();
    do {
      AppSessionPage page = timed(database, AppSessionQuery.ALL, cursor, times);
      rows += page.sessions().size();
      cursor = page.next();
    } while (cursor != null);
    System.out.printf(
        Locale.ENGLISH,
        "all %,d rows page by page in %.0f s: %s; heap %d MB before, %d MB after%n",
        rows,
        (System.nanoTime() - start) / 1e9,
        figures(times),
        before,
        used());
  }

  private static AppSessionPage timed(
      MonitoredDatabase database,
      AppSessionQuery query,
      @Nullable String cursor,
      List<Double> times) {
    long start = System.nanoTime();
    AppSessionPage page = database.appSessions(query, cursor, PAGE);
    times.add((System.nanoTime() - start) / 1e6);
    return page;
  }

  private static String figures(List<Double> times) {
    if (times.isEmpty()) {
      return "none";
    }
    List<Double> sorted = times.stream().sorted().toList();
    return String.format(
        Locale.ENGLISH,
        "median %.1f ms, 95 %% %.1f ms, worst %.1f ms",
        sorted.get(sorted.size() / 2),
        sorted.get((int) (sorted.size() * 0.95)),
        sorted.getLast());
  }

  private static boolean isOver(List<Double> times, double wanted) {
    return !times.isEmpty() && times.stream().sorted().toList().get(times.size() / 2) > wanted;
  }

  private static long used() {
    System.gc();
    return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
  }

  private static void fill(EmbeddedPostgres server, int rows, String collation)
      throws SQLException {
    try (Connection connection = server.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table atoms_users (
            id uuid primary key default gen_random_uuid(), email text collate "%1$s" unique not null,
            created_at timestamptz default now(), updated_at timestamptz default now());
          create table atoms_sessions (
            id uuid primary key default gen_random_uuid(), user_id uuid references atoms_users(id),
            token_hash text not null, expires_at timestamptz not null,
            created_at timestamptz default now(), last_activity timestamptz default now(),
            metadata jsonb default '{}');
          insert into atoms_users(email)
            select 'user' || i || '@example.org' from generate_series(1, %2$d / 5) i;
          create temporary table numbered as
            select id, (row_number() over ())::int as n from atoms_users;
          create temporary table made as
            select i, now() - random() * interval '25 hours' as at,
                   case when i %% 2000 = 0 then -1
                        else 1 + (power(random(), 1.3) * (%2$d / 5 - 1))::int end as n
            from generate_series(1, %2$d) i;
          analyze made;
          analyze numbered;
          insert into atoms_sessions(user_id, token_hash, created_at, expires_at, last_activity, metadata)
            select u.id, md5(m.i::text), m.at, m.at + interval '24 hours',
                   case when m.i %% 500 = 0 then m.at else now() - random() * interval '50 min' end,
                   jsonb_build_object(
                     'client', case when m.i %% 2000 = 7 then 'Client 2000'
                                    when m.i %% 200 = 11 then 'Client 200'
                                    when m.i %% 60 = 13 then 'Client 60'
                                    when m.i %% 25 = 14 then 'Client 25'
                                    when m.i %% 12 = 2 then 'Client 12'
                                    when m.i %% 5 < 3 then 'Claude Desktop'
                                    when m.i %% 5 = 3 then 'Cursor'
                                    else 'VS Code' end,
                     'ip', '10.0.0.1')
            from made m left join numbered u on u.n = m.n;
          create index idx_sessions_user_id on atoms_sessions(user_id);
          create index idx_sessions_token_hash on atoms_sessions(token_hash);
          create index idx_sessions_expires_at on atoms_sessions(expires_at);
          """
              .formatted(collation, rows));
      statement.execute("vacuum analyze");
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
