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
    narrowed(database);
    clients(database);
    everything(database);
  }

  /** One client of three in five rows, one of one row in 2,000, none at all; each expiry. */
  private static void narrowed(MonitoredDatabase database) {
    AppSessionQuery byUser = new AppSessionQuery(Filter.ALL, "", Order.USER);
    AppSessionQuery prefix = new AppSessionQuery(Filter.ALL, "user1", Order.USER);
    for (AppSessionQuery query : List.of(AppSessionQuery.ALL, byUser, prefix)) {
      for (String client : List.of("Claude Desktop", "Rare client", "No such client")) {
        pages(database, query.withClient(client));
      }
    }
    for (AppSessionQuery query : List.of(AppSessionQuery.ALL, byUser, prefix)) {
      for (Expiry expiry : List.of(Expiry.WITHIN_HOUR, Expiry.WITHIN_DAY, Expiry.LATER)) {
        pages(database, query.with(expiry));
      }
    }
    pages(database, AppSessionQuery.ALL.withClient("Cursor").with(Expiry.WITHIN_HOUR));
    pages(
        database,
        new AppSessionQuery(Filter.NEAR_LIMIT, "", Order.EXPIRES_SOONEST).withClient("Cursor"));
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
    try {
      for (int i = 0; i < FIRST_PAGES; i++) {
        cursor = timed(database, query, null, first).next();
      }
      for (int i = 0; i < MORE_PAGES && cursor != null; i++) {
        cursor = timed(database, query, cursor, more).next();
      }
    } catch (ProblemException e) {
      trouble = "   " + e.problem().line();
    }
    System.out.printf(
        Locale.ENGLISH,
        "%-10s %-15s %-12s %-14s %-11s first %s   further (%d) %s%s%n",
        query.filter(),
        query.order(),
        query.userPrefix(),
        query.client(),
        query.expiry(),
        figures(first),
        more.size(),
        figures(more),
        trouble);
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
                     'client', case when m.i %% 2000 = 7 then 'Rare client'
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
