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
    assertThat(SessionSurvey.keepFor(Duration.ofMillis(2))).isEqualTo(Duration.ofSeconds(2));
    assertThat(SessionSurvey.keepFor(Duration.ofMillis(600))).isEqualTo(Duration.ofSeconds(30));
    assertThat(SessionSurvey.keepFor(Duration.ofSeconds(9))).isEqualTo(Duration.ofMinutes(5));
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
}
