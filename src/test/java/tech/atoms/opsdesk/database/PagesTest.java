package tech.atoms.opsdesk.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;

class PagesTest {
  private static final Fixture FIXTURE = new Fixture();
  private static final MonitoredDatabase DATABASE = FIXTURE.open(FIXTURE.monitor);

  /** 60 users with 0 to 12 sessions, many of them at the same instant, some without a user. */
  @BeforeAll
  static void rows() {
    FIXTURE.execute(
        """
        insert into atoms_users(email)
          select (case when i % 3 = 0 then 'a_b' when i % 3 = 1 then 'axb' else 'Zed' end) || i || '@x.org'
          from generate_series(1, 60) i;
        insert into atoms_sessions(user_id, token_hash, expires_at, last_activity, metadata)
          select u.id, 'hash', date_trunc('hour', now()) + (((u.n * 7 + i) % 9) - 3) * interval '1 hour',
                 now() - (i % 4) * interval '40 min', '{"client": "Cursor", "ip": "10.1.2.3"}'
          from (select id, row_number() over (order by email) as n from atoms_users) u,
               generate_series(1, (u.n % 13)::int) i;
        insert into atoms_sessions(token_hash, expires_at)
          select 'hash', now() + interval '2 h' from generate_series(1, 7);
        """);
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  private static List<UUID> all(AppSessionQuery query, int size) {
    List<UUID> ids = new ArrayList<>();
    String cursor = null;
    do {
      AppSessionPage page = DATABASE.appSessions(query, cursor, size);
      assertThat(page.sessions()).hasSizeLessThanOrEqualTo(size);
      page.sessions().forEach(s -> ids.add(s.id()));
      cursor = page.next();
    } while (cursor != null);
    return ids;
  }

  private static Set<UUID> expected(String where) {
    String ids =
        FIXTURE.value(
            "select coalesce(string_agg(s.id::text, ','), '') from atoms_sessions s"
                + " left join atoms_users u on u.id = s.user_id where "
                + where);
    Set<UUID> set = new HashSet<>();
    for (String id : ids.split(",", 0)) {
      if (!id.isEmpty()) {
        set.add(UUID.fromString(id));
      }
    }
    return set;
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void everyRowIsSeenExactlyOnceWhateverThePageSize(Order order) {
    Set<UUID> expected = expected(order == Order.USER ? "s.user_id is not null" : "true");
    for (int size : new int[] {3, 7, 50, 1000}) {
      assertThat(all(new AppSessionQuery(Filter.ALL, "", order), size))
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXPIRED|s.expires_at <= now()",
        "IDLE|s.expires_at > now() and s.last_activity < now() - interval '1 hour'",
        "ORPHANS|s.user_id is null",
        "NEAR_LIMIT|s.expires_at > now() and (select count(*) from atoms_sessions x where x.user_id"
            + " = s.user_id and x.expires_at > now()) >= 8",
        "OVER_LIMIT|false"
      })
  void everyFilterShowsItsRowsAndNoOthers(Filter filter, String where) {
    assertThat(all(new AppSessionQuery(filter, "", Order.EXPIRES_SOONEST), 5))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(expected(where));
    if (filter != Filter.ORPHANS) {
      assertThat(all(new AppSessionQuery(filter, "axb", Order.EXPIRES_LATEST), 5))
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(
              expected("(" + where + ") and starts_with(u.email, 'axb')"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WITHIN_HOUR|s.expires_at > now() and s.expires_at <= now() + interval '1 hour'",
        "WITHIN_DAY|s.expires_at > now() and s.expires_at <= now() + interval '1 day'",
        "LATER|false",
        "ANY|true"
      })
  void clientAndExpiryNarrowEveryList(AppSessionQuery.Expiry expiry, String where) {
    for (Order order : Order.values()) {
      for (String client : List.of("Cursor", "cursor")) {
        AppSessionQuery query =
            new AppSessionQuery(Filter.ALL, "", order).withClient(client).with(expiry);
        assertThat(all(query, 5))
            .doesNotHaveDuplicates()
            .containsExactlyInAnyOrderElementsOf(
                expected("(" + where + ") and s.metadata ->> 'client' = '" + client + "'"));
      }
    }
    AppSessionQuery many =
        new AppSessionQuery(Filter.NEAR_LIMIT, "", Order.USER).withClient("Other").with(expiry);
    assertThat(all(many, 5)).isEmpty();
    assertThat(DATABASE.appSessionClients()).containsExactly("Cursor");
  }

  @Test
  void ordersByExpiryBothWays() {
    List<AppSession> soonest = DATABASE.appSessions(AppSessionQuery.ALL, null, 1000).sessions();
    assertThat(soonest).isSortedAccordingTo(java.util.Comparator.comparing(AppSession::expiresAt));
    assertThat(
            DATABASE
                .appSessions(new AppSessionQuery(Filter.ALL, "", Order.EXPIRES_LATEST), null, 1000)
                .sessions())
        .isSortedAccordingTo(java.util.Comparator.comparing(AppSession::expiresAt).reversed());
    assertThat(soonest)
        .filteredOn(s -> !s.orphan())
        .allSatisfy(
            s -> {
              assertThat(s.client()).isEqualTo("Cursor");
              assertThat(s.address()).isEqualTo("10.1.2.3");
              assertThat(s.ofUser()).isBetween(0, 12);
            });
    assertThat(soonest).filteredOn(AppSession::orphan).hasSize(7).allMatch(s -> s.ofUser() == 0);
  }

  @Test
  void thePrefixIsTakenLetterByLetterAndAlsoInLowerCase() {
    assertThat(all(new AppSessionQuery(Filter.ALL, "a_b", Order.USER), 9))
        .containsExactlyInAnyOrderElementsOf(expected("starts_with(u.email, 'a_b')"));
    assertThat(all(new AppSessionQuery(Filter.ALL, "AXB", Order.USER), 9))
        .containsExactlyInAnyOrderElementsOf(expected("starts_with(u.email, 'axb')"));
    assertThat(all(new AppSessionQuery(Filter.ALL, "Zed", Order.USER), 9))
        .containsExactlyInAnyOrderElementsOf(expected("starts_with(u.email, 'Zed')"));
    assertThat(all(new AppSessionQuery(Filter.ALL, "%", Order.USER), 9)).isEmpty();
  }

  /** Rows come and go while a list is read: those that stay are seen exactly once. */
  @ParameterizedTest
  @EnumSource(Order.class)
  void rowsThatStayAreSeenExactlyOnceWhileOthersComeAndGo(Order order) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    AppSessionQuery query = new AppSessionQuery(Filter.ALL, "", order);
    for (int round = 0; round < 2; round++) {
      FIXTURE.execute(
          """
          insert into atoms_sessions(user_id, token_hash, expires_at)
          select id, 'passing', date_trunc('hour', now()) + (random() * 9 - 3)::int * interval '1 hour'
          from atoms_users\
          """);
      Set<UUID> staying =
          expected(
              "token_hash = 'hash'" + (order == Order.USER ? " and s.user_id is not null" : ""));
      List<UUID> seen = new ArrayList<>();
      String cursor = null;
      do {
        AppSessionPage page = DATABASE.appSessions(query, cursor, 5 + random.nextInt(90));
        page.sessions().forEach(s -> seen.add(s.id()));
        cursor = page.next();
        FIXTURE.execute(
            """
            delete from atoms_sessions where id in
              (select id from atoms_sessions where token_hash = 'passing' order by random() limit 9);
            insert into atoms_sessions(user_id, token_hash, expires_at)
              select id, 'passing', date_trunc('hour', now()) + (random() * 9 - 3)::int * interval '1 hour'
              from atoms_users order by random() limit 9\
            """);
      } while (cursor != null);
      assertThat(seen).doesNotHaveDuplicates().containsAll(staying);
    }
    FIXTURE.execute("delete from atoms_sessions where token_hash = 'passing'");
  }

  @Test
  void aDamagedOrForeignCursorIsRefused() {
    String cursor =
        java.util.Objects.requireNonNull(DATABASE.appSessions(AppSessionQuery.ALL, null, 5).next());
    assertThat(cursor).doesNotContain("@", "=");
    AppSessionQuery other = new AppSessionQuery(Filter.EXPIRED, "", Order.EXPIRES_SOONEST);
    assertThatThrownBy(() -> DATABASE.appSessions(other, cursor, 5))
        .satisfies(e -> FiguresTest.isKind(e, "BAD_CURSOR"))
        .hasMessageContaining("another filter or order");
    RandomGenerator random = RandomGenerator.getDefault();
    List<String> damaged =
        new ArrayList<>(List.of("", "x", "%%%", "'; drop table atoms_users; --"));
    for (int i = 0; i < cursor.length(); i++) {
      char other2 = cursor.charAt(i) == 'A' ? 'B' : 'A';
      damaged.add(cursor.substring(0, i) + other2 + cursor.substring(i + 1));
      damaged.add(cursor.substring(0, i));
    }
    damaged.add(cursor + random.nextInt(10));
    for (String text : damaged) {
      assertThatThrownBy(() -> DATABASE.appSessions(AppSessionQuery.ALL, text, 5))
          .as(text)
          .satisfies(e -> FiguresTest.isKind(e, "BAD_CURSOR"));
    }
  }

  @Test
  void aSessionThatNeverExpiresIsPagedLikeAnyOther() {
    Fixture fixture = new Fixture();
    fixture.execute(
        """
        insert into atoms_sessions(token_hash, expires_at, created_at, last_activity)
          select 'h', 'infinity', null, null from generate_series(1, 5)\
        """);
    try (MonitoredDatabase database = fixture.open(fixture.monitor)) {
      AppSessionPage first = database.appSessions(AppSessionQuery.ALL, null, 3);
      AppSessionPage second = database.appSessions(AppSessionQuery.ALL, first.next(), 3);
      assertThat(first.sessions()).hasSize(3).allMatch(s -> s.createdAt() == null);
      assertThat(second.sessions()).hasSize(2).doesNotContainAnyElementsOf(first.sessions());
      assertThat(second.next()).isNull();
    }
  }
}
