package tech.atoms.opsdesk.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurveyTest {

  private static void user(Fixture fixture, String email, int live, int expired) {
    fixture.execute(
        """
        insert into atoms_users(email) values ('%1$s');
        insert into atoms_sessions(user_id, token_hash, expires_at)
          select id, 'h', now() + interval '1 h' from atoms_users, generate_series(1, %2$d)
          where email = '%1$s';
        insert into atoms_sessions(user_id, token_hash, expires_at)
          select id, 'h', now() - interval '1 h' from atoms_users, generate_series(1, %3$d)
          where email = '%1$s';
        """
            .formatted(email, live, expired));
  }

  @Test
  void countsLiveExpiredIdleOrphansAndUsersOverTheLimit() {
    Fixture fixture = new Fixture();
    user(fixture, "over@x.org", 12, 1);
    user(fixture, "near@x.org", 8, 0);
    user(fixture, "few@x.org", 2, 3);
    fixture.execute(
        """
        insert into atoms_sessions(token_hash, expires_at) values ('h', now() + interval '1 h');
        update atoms_sessions set last_activity = now() - interval '2 h'
          where user_id = (select id from atoms_users where email = 'few@x.org');
        """);
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      AppSessionCounts counts = database.appSessionCounts();
      assertThat(counts.total()).isEqualTo(27);
      assertThat(counts.live()).isEqualTo(23);
      assertThat(counts.expiredNotCleaned()).isEqualTo(4);
      assertThat(counts.idle()).isEqualTo(2);
      assertThat(counts.orphans()).isEqualTo(1);
      assertThat(counts.users()).isEqualTo(3);
      assertThat(counts.most()).isEqualTo(12);
      assertThat(counts.usersOverLimit()).isEqualTo(1);
      assertThat(counts.sessionsNearLimit()).isEqualTo(20);
      assertThat(counts.top())
          .extracting(UserSessions::email, UserSessions::live)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("over@x.org", 12),
              org.assertj.core.groups.Tuple.tuple("near@x.org", 8),
              org.assertj.core.groups.Tuple.tuple("few@x.org", 2));
      assertThat(database.appSessionCounts()).as("kept").isSameAs(counts);
    }
  }

  /** Its end is the present by another clock; that tells nothing of how long it was to last. */
  @Test
  void aSessionThatIsJustBeingEndedIsNoShortOne() {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_users(email) values ('one@x.org');
        insert into atoms_sessions(user_id, token_hash, created_at, expires_at)
          select id, 'h', now() - interval '2 min', now() + interval '20 s' from atoms_users;
        insert into atoms_sessions(user_id, token_hash, created_at, expires_at)
          select id, 'h', now() - interval '1 h', now() + interval '23 h' from atoms_users;
        """);
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      assertThat(database.sessionLifetimes())
          .isEqualTo(new SessionLifetimes(1, Duration.ofHours(24), Duration.ofHours(24)));
    }
  }

  @Test
  void countsNothingWhereTheTablesAreEmpty() {
    Fixture fixture = new Fixture();
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      AppSessionCounts counts = database.appSessionCounts();
      assertThat(counts.total()).isZero();
      assertThat(counts.most()).isZero();
      assertThat(counts.top()).isEmpty();
    }
  }

  @Test
  void countsSessionsOfMissingUsersWhereNoForeignKeyForbidsThem() {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        alter table atoms_sessions drop constraint atoms_sessions_user_id_fkey;
        insert into atoms_sessions(user_id, token_hash, expires_at)
          values (gen_random_uuid(), 'h', now() + interval '1 h'), (null, 'h', now());
        """);
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      assertThat(database.appSessionCounts().orphans()).isEqualTo(2);
    }
  }

  @Test
  void rowsHiddenByRowLevelSecurityAreNoRightsAndNotZero() {
    Fixture fixture = new Fixture();
    user(fixture, "one@x.org", 3, 0);
    fixture.execute("alter table atoms_sessions enable row level security");
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      assertThatThrownBy(database::appSessionCounts)
          .satisfies(e -> FiguresTest.isKind(e, "NO_RIGHTS"))
          .hasMessageContaining("row-level security hides rows of public.atoms_sessions");
    }
    fixture.execute(
        "create policy desk on atoms_sessions for select to " + fixture.monitor + " using (true)");
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      assertThat(database.appSessionCounts().live()).isEqualTo(3);
    }
  }

  @Test
  void aMissingTableIsMissingAndNotZero() {
    Fixture fixture = new Fixture();
    fixture.execute("drop table atoms_sessions");
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      assertThatThrownBy(database::appSessionCounts)
          .satisfies(e -> FiguresTest.isKind(e, "MISSING"));
    }
  }

  @Test
  void dearScansAreKeptLonger() {
    assertThat(KeptScan.keepFor(Duration.ofMillis(2))).isEqualTo(Duration.ofSeconds(2));
    assertThat(KeptScan.keepFor(Duration.ofMillis(600))).isEqualTo(Duration.ofSeconds(30));
    assertThat(KeptScan.keepFor(Duration.ofSeconds(9))).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void rareIdleSessionsAmongManyArePagedFromTheListOfTheLastCount() {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_sessions(token_hash, expires_at, last_activity)
          select 'h', now() + (i % 40) * interval '1 min' + interval '2 h',
                 now() - case when i % 200 = 0 then interval '2 h' else interval '1 min' end
          from generate_series(1, 51000) i\
        """);
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      assertThat(database.appSessionCounts().idle()).isEqualTo(255);
      fixture.execute(
          """
          update atoms_sessions set last_activity = now() where id in
            (select id from atoms_sessions where last_activity < now() - interval '1 h'
             order by expires_at, id limit 90)\
          """);
      for (AppSessionQuery.Order order :
          List.of(AppSessionQuery.Order.EXPIRES_SOONEST, AppSessionQuery.Order.EXPIRES_LATEST)) {
        AppSessionQuery query = new AppSessionQuery(AppSessionQuery.Filter.IDLE, "", order);
        List<java.util.UUID> seen = new java.util.ArrayList<>();
        AppSessionPage page = database.appSessions(query, null, 20);
        page.sessions().forEach(s -> seen.add(s.id()));
        while (page.next() != null) {
          page = database.appSessions(query, page.next(), 20);
          page.sessions().forEach(s -> seen.add(s.id()));
        }
        assertThat(seen).hasSize(165).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void rareIdleSessionsOfManyUsersArePagedInTheOrderOfTheirAddresses() {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_users(email)
          select (case when i % 3 = 0 then 'a_b' when i % 3 = 1 then 'axb' else 'Zed' end) || i || '@x.org'
          from generate_series(1, 60) i;
        insert into atoms_sessions(user_id, token_hash, expires_at, last_activity)
          select case when i % 1000 = 0 then null else u.id end, 'h',
                 now() + (i % 7) * interval '1 min' + interval '2 h',
                 now() - case when i % 100 = 0 then interval '2 h' else interval '1 min' end
          from generate_series(1, 51000) i
          join (select id, row_number() over (order by id) as n from atoms_users) u
            on u.n = 1 + (i / 100) % 60\
        """);
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      assertThat(database.appSessionCounts().idle()).isEqualTo(510);
      for (String prefix : List.of("", "axb", "Zed", "ZED")) {
        String expected =
            fixture.value(
                "select coalesce(string_agg(s.id::text, ',' order by u.email, s.expires_at, s.id),"
                    + " '') from atoms_sessions s join atoms_users u on u.id = s.user_id where"
                    + " s.last_activity < now() - interval '1 hour' and starts_with(u.email, '"
                    + prefix
                    + "')");
        AppSessionQuery query =
            new AppSessionQuery(AppSessionQuery.Filter.IDLE, prefix, AppSessionQuery.Order.USER);
        assertThat(String.join(",", idle(database, query, null))).isEqualTo(expected);
      }
    }
  }

  @Test
  void aCursorWhoseSessionIsNoLongerListedLosesNoIdleSession() {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_users(email) select 'u' || i || '@x.org' from generate_series(100, 299) i;
        insert into atoms_sessions(token_hash, expires_at)
          select 'h', now() + interval '2 h' from generate_series(1, 51000);
        insert into atoms_sessions(user_id, token_hash, expires_at, last_activity)
          select id, 'h', now() + interval '2 h', now() - interval '2 h' from atoms_users\
        """);
    AppSessionQuery query =
        new AppSessionQuery(AppSessionQuery.Filter.IDLE, "u", AppSessionQuery.Order.USER);
    String cursor;
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      database.appSessionCounts();
      AppSessionPage page = database.appSessions(query, null, 50);
      assertThat(page.sessions().getLast().email()).isEqualTo("u149@x.org");
      cursor = java.util.Objects.requireNonNull(page.next());
    }
    fixture.execute(
        "update atoms_sessions set last_activity = now() where user_id ="
            + " (select id from atoms_users where email = 'u149@x.org')");
    try (MonitoredDatabase another = fixture.open(fixture.monitor)) {
      assertThat(another.appSessionCounts().idle()).isEqualTo(199);
      assertThat(another.appSessions(query, cursor, 50).sessions().getFirst().email())
          .isEqualTo("u150@x.org");
      assertThat(idle(another, query, cursor)).hasSize(150);
    }
  }

  private static List<String> idle(
      MonitoredDatabase database,
      AppSessionQuery query,
      @org.jspecify.annotations.Nullable String from) {
    List<String> seen = new java.util.ArrayList<>();
    String cursor = from;
    do {
      AppSessionPage page = database.appSessions(query, cursor, 20);
      page.sessions().forEach(s -> seen.add(s.id().toString()));
      cursor = page.next();
    } while (cursor != null);
    return seen;
  }
}
