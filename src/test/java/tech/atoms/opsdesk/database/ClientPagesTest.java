package tech.atoms.opsdesk.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.database.AppSessionQuery.Expiry;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;
import tech.atoms.opsdesk.environment.Secret;

/** A large table in which clients are common, rare and none: every filter beside each of them. */
class ClientPagesTest {
  private static final Fixture FIXTURE = large();
  private static final MonitoredDatabase DATABASE = FIXTURE.open(FIXTURE.monitor);

  private static final DatabaseProblems PROBLEMS = new DatabaseProblems("there", "desk");

  /** 51,000 sessions of 5,100 users: one in 10 is of "Tenth", one in 51 of "Rare". */
  private static Fixture large() {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_users(email)
          select case when i % 3 = 0 then 'a_b' else 'axb' end || i || '@x.org'
          from generate_series(0, 5099) i;
        insert into atoms_sessions(user_id, token_hash, expires_at, last_activity, metadata)
          select case when i % 97 = 0 then null else u.id end, 'h',
                 now() + case when i % 8 = 0 then - interval '1 h'
                              when i % 8 = 1 then interval '20 min'
                              else interval '3 h' end + (i % 50) * interval '10 s',
                 now() - case when i % 7 = 0 then interval '2 h' else interval '20 min' end,
                 jsonb_build_object('client', case when i % 51 = 0 then 'Rare'
                                                   when i % 10 = 3 then 'Tenth'
                                                   else 'Usual' end)
          from generate_series(1, 51000) i
          join (select id, row_number() over () as n from atoms_users) u
            on u.n = 1 + (case when i % 5 < 3 then i / 20 else i end) % 5100;
        analyze;
        """);
    return fixture;
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  private static List<UUID> all(MonitoredDatabase database, AppSessionQuery query, int size) {
    List<UUID> ids = new ArrayList<>();
    String cursor = null;
    do {
      AppSessionPage page = database.appSessions(query, cursor, size);
      page.sessions().forEach(s -> ids.add(s.id()));
      cursor = page.next();
    } while (cursor != null);
    return ids;
  }

  private static List<UUID> expected(String where, String order) {
    String ids =
        FIXTURE.value(
            "select coalesce(string_agg(s.id::text, ',' order by "
                + order
                + "), '') from atoms_sessions s left join atoms_users u on u.id = s.user_id where "
                + where);
    return Arrays.stream(ids.split(",", -1))
        .filter(id -> !id.isEmpty())
        .map(UUID::fromString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALL|true",
        "EXPIRED|s.expires_at <= now()",
        "IDLE|s.expires_at > now() and s.last_activity < now() - interval '1 hour'",
        "ORPHANS|s.user_id is null"
      })
  void everyFilterShowsTheSessionsOfAClientInOrder(Filter filter, String where) {
    for (String client : List.of("Rare", "Tenth", "None")) {
      String ofClient = "(" + where + ") and s.metadata ->> 'client' = '" + client + "'";
      AppSessionQuery soonest =
          new AppSessionQuery(filter, "", Order.EXPIRES_SOONEST).withClient(client);
      assertThat(all(DATABASE, soonest, 170))
          .containsExactlyElementsOf(expected(ofClient, "s.expires_at, s.id"));
      assertThat(all(DATABASE, soonest.with(Order.EXPIRES_LATEST), 170))
          .containsExactlyElementsOf(expected(ofClient, "s.expires_at desc, s.id"));
      String soon = ofClient + " and s.expires_at between now() and now() + interval '1 hour'";
      assertThat(all(DATABASE, soonest.with(Expiry.WITHIN_HOUR), 170))
          .containsExactlyElementsOf(expected(soon, "s.expires_at, s.id"));
      if (filter != Filter.ORPHANS) {
        String byUser = "u.email, s.expires_at, s.id";
        String ofUsers = ofClient + " and s.user_id is not null";
        assertThat(all(DATABASE, soonest.with(Order.USER), 170))
            .containsExactlyElementsOf(expected(ofUsers, byUser));
        assertThat(all(DATABASE, soonest.with("a_b"), 170))
            .containsExactlyElementsOf(
                expected(ofUsers + " and starts_with(u.email, 'a_b')", byUser));
        assertThat(all(DATABASE, soonest.with("a_b").with(Expiry.WITHIN_HOUR), 170))
            .containsExactlyElementsOf(
                expected(
                    soon + " and s.user_id is not null and starts_with(u.email, 'a_b')", byUser));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"NEAR_LIMIT, 8", "OVER_LIMIT, 11"})
  void usersWithManySessionsAreShownForAClient(Filter filter, int least) {
    String many =
        "s.expires_at > now() and s.user_id in (select user_id from atoms_sessions"
            + " where expires_at > now() group by 1 having count(*) >= "
            + least
            + ")";
    for (String client : List.of("Rare", "Tenth", "None")) {
      AppSessionQuery query =
          new AppSessionQuery(filter, "", Order.EXPIRES_SOONEST).withClient(client);
      List<UUID> wanted =
          expected(many + " and s.metadata ->> 'client' = '" + client + "'", "s.id");
      assertThat(wanted.isEmpty()).isEqualTo(client.equals("None"));
      assertThat(all(DATABASE, query, 40)).containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  @Test
  void aSessionThatIsGoneSinceTheScanIsNotShownAndLosesNoOther() {
    AppSessionQuery rare = AppSessionQuery.ALL.withClient("Rare");
    for (AppSessionQuery query : List.of(rare, rare.with(Order.USER), rare.with("a_b"))) {
      List<UUID> before = all(DATABASE, query, 1000);
      AppSessionPage first = DATABASE.appSessions(query, null, 100);
      FIXTURE.execute(
          "delete from atoms_sessions where id in ('"
              + first.sessions().getLast().id()
              + "', '"
              + before.get(150)
              + "')");
      List<UUID> after = new ArrayList<>(before.subList(100, before.size()));
      after.remove(before.get(150));
      String cursor = Objects.requireNonNull(first.next());
      assertThat(rest(DATABASE, query, cursor)).containsExactlyElementsOf(after);
    }
  }

  private static List<UUID> rest(MonitoredDatabase database, AppSessionQuery query, String from) {
    List<UUID> ids = new ArrayList<>();
    String cursor = from;
    while (cursor != null) {
      AppSessionPage page = database.appSessions(query, cursor, 100);
      page.sessions().forEach(s -> ids.add(s.id()));
      cursor = page.next();
    }
    return ids;
  }

  @Test
  void onlyRareClientsOfALargeTableAreListed() {
    try (Access access = access(FIXTURE)) {
      ClientSurvey large = new ClientSurvey(access, PROBLEMS, InstantSource.system());
      assertThat(large.names()).containsExactly("Rare", "Tenth", "Usual");
      assertThat(size(large.of("Rare")))
          .isEqualTo(expected("s.metadata ->> 'client' = 'Rare'", "s.id").size());
      assertThat(large.of("Tenth")).as("common").isNull();
      assertThat(size(large.of("None"))).isZero();
    }
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_sessions(token_hash, expires_at, metadata)
          select 'h', now(), jsonb_build_object('client', case when i = 1 then 'Rare' else 'Usual' end)
          from generate_series(1, 100) i\
        """);
    try (Access access = access(fixture)) {
      ClientSurvey small = new ClientSurvey(access, PROBLEMS, InstantSource.system());
      assertThat(small.of("Rare")).isNull();
      assertThat(small.of("None")).isNull();
    }
  }

  @Test
  void aClientBeyondTheNamesInTheMenuIsSearchedFor() {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_sessions(token_hash, expires_at, metadata)
          select 'h', now(), jsonb_build_object('client', 'c' || to_char(i % 300, 'FM000'))
          from generate_series(1, 51000) i\
        """);
    try (Access access = access(fixture)) {
      ClientSurvey survey = new ClientSurvey(access, PROBLEMS, InstantSource.system());
      assertThat(survey.names()).hasSize(200).contains("c199").doesNotContain("c200");
      assertThat(size(survey.of("c007"))).isEqualTo(170);
      assertThat(survey.of("c250")).isNull();
    }
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      assertThat(all(database, AppSessionQuery.ALL.withClient("c250"), 100)).hasSize(170);
    }
  }

  private static Access access(Fixture fixture) {
    return new Access(
        fixture.settings(fixture.monitor), 1, ref -> new Secret(Fixture.PASSWORD), PROBLEMS);
  }

  private static int size(@Nullable ListedSessions sessions) {
    return Objects.requireNonNull(sessions).byExpiry(Order.EXPIRES_SOONEST, null).size();
  }
}
