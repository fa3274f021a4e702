package tech.atoms.opsdesk.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.restore.IntoNew;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** Which differences of rows a digest tells. */
class DigestTest {
  private static final String KINDS =
      """
      create type public.mood as enum ('calm', 'cross');
      create domain public.age as int check (value > 0);
      create type public.pair as (a int, b text);
      create table public.kinds (i int, l bigint, u uuid, t text, v varchar(20), c char(4), b bytea, ok bool,
        n numeric, f float8, r real, d date, ts timestamp, tz timestamptz, tm time, iv interval, m public.mood,
        a public.age, p public.pair, ints int[], texts text[], js json, jb jsonb, x xml, ip inet, rg int4range,
        tv tsvector, bits bit(3), mo money);
      insert into public.kinds values (1, 2, '8f14e45f-ceea-467f-a8f5-5b2c7e0d1a11', 'text', 'v', 'c', '\\x01', true,
        1.0, 0, 1.5, '2026-11-30', '2026-11-30 10:00', '2026-11-30 10:00Z', '10:00', '1 mon', 'calm', 7, (1, 'x'),
        '{1,null}', '{a,b}', '{"a": 1}', '{"a": [1, {"b": null}]}', '<a/>', '10.0.0.1', '[1,3)', 'a:1', '101', '1');
      """;

  private static final String SHAPES =
      """
      create table public.shaped (id serial primary key, t text default 'x');
      create index shaped_t on public.shaped (t);
      alter table public.shaped enable row level security;
      create policy seen on public.shaped as restrictive using (id > 0);
      create function public.nothing() returns trigger language plpgsql as 'begin return new; end';
      create trigger watched before insert on public.shaped for each row execute function public.nothing();
      create view public.view with (security_invoker = true) as select id from public.shaped;
      create table public.target (id int);
      create rule ruled as on insert to public.target do instead nothing;
      create table public."Weird; Na'me" (id int, j jsonb check (not j ? 'a'), twice int generated always as (id * 2) stored);
      insert into public."Weird; Na'me" values (1, '{"b": "{fn now()} ? $1 ; $$"}');
      create function public.quoted() returns text language sql as $f$ select $$a;b$$ || E'\\'' $f$;
      create rule twofold as on update to public.target
        do also (delete from public.shaped; select 1);
      create sequence public.alone start 40;
      select nextval('public.alone'), nextval('public.alone');
      create materialized view public.kept as select id from public.shaped;
      create table public.parted (id int, d date) partition by range (d);
      create table public.parted_1 partition of public.parted for values from ('2026-01-01') to ('2027-01-01');
      insert into public.parted values (1, '2026-05-05');
      create table public.refers (id int primary key, other int references public.shaped (id));
      comment on table public.refers is 'a; b';
      create function public.atomic(a int) returns int language sql begin atomic select 1; select a + 1; end;
      """;

  private static final List<String> RESHAPED =
      List.of(
          "alter table public.shaped alter t set default 'y'",
          "alter table public.shaped alter t set not null",
          "alter table public.shaped alter t type varchar(9)",
          "alter table public.shaped add check (id > 1)",
          "alter table public.shaped disable row level security",
          "alter table public.shaped force row level security",
          "drop index public.shaped_t",
          "drop policy seen on public.shaped;"
              + " create policy seen on public.shaped using (id > 0)",
          "alter policy seen on public.shaped to pg_monitor",
          "alter table public.shaped disable trigger watched",
          "alter table public.shaped enable always trigger watched",
          "create or replace function public.nothing() returns trigger language plpgsql as"
              + " 'begin return null; end'",
          "alter view public.view set (security_invoker = false)",
          "drop rule ruled on public.target",
          "alter sequence public.shaped_id_seq increment 2",
          "alter sequence public.shaped_id_seq cycle",
          "alter type public.mood rename value 'calm' to 'quiet'",
          "alter domain public.age add check (value < 200)",
          "alter domain public.age set not null");

  private static final List<String> CHANGES =
      List.of(
          "i = 2",
          "i = null",
          "i = 2, l = 1",
          "l = 3",
          "u = '8f14e45f-ceea-467f-a8f5-5b2c7e0d1a12'",
          "t = 'Text'",
          "t = 'text '",
          "t = ''",
          "t = null",
          "v = 'w'",
          "c = 'd'",
          "b = '\\x0100'",
          "ok = false",
          "n = 1.00",
          "f = '-0'",
          "f = 1e-300",
          "r = 1.5000001",
          "d = '2026-12-01'",
          "ts = '2026-11-30 10:00:00.000001'",
          "tz = '2026-11-30 10:00:00.000001Z'",
          "tm = '10:00:01'",
          "iv = '30 days'",
          "m = 'cross'",
          "a = 8",
          "p = (1, 'y')",
          "ints = '{null,1}'",
          "texts = '{b,a}'",
          "js = '{\"a\":1}'",
          "jb = '{\"a\": [1, {\"b\": 0}]}'",
          "jb = '{\"b\": [1, {\"a\": null}]}'",
          "x = '<b/>'",
          "ip = '10.0.0.1/31'",
          "rg = '[1,4)'",
          "tv = 'a:2'",
          "bits = '100'",
          "mo = '2'");

  @Test
  void everyChangeOfAnyKindOfColumnIsTold() throws SQLException {
    TestPostgres.Database database = TestPostgres.createDatabase();
    Set<String> digests = new HashSet<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(KINDS);
      connection.setAutoCommit(false);
      digests.add(digest(connection));
      for (String change : CHANGES) {
        statement.execute("update public.kinds set " + change);
        assertThat(digests.add(digest(connection))).as(change).isTrue();
        connection.rollback();
      }
      statement.execute("insert into public.kinds select * from public.kinds");
      assertThat(digests.add(digest(connection))).as("a row twice").isTrue();
    }
  }

  @Test
  void everyChangeOfTheShapeIsTold() throws SQLException {
    TestPostgres.Database database = TestPostgres.createDatabase();
    Set<String> shapes = new HashSet<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(KINDS + SHAPES);
      connection.setAutoCommit(false);
      shapes.add(shape(connection));
      for (String change : RESHAPED) {
        statement.execute(change);
        assertThat(shapes.add(shape(connection))).as(change).isTrue();
        connection.rollback();
      }
      assertThat(shapes.add(shape(connection))).as("unchanged").isFalse();
    }
  }

  private static String shape(Connection connection) throws SQLException {
    ContentReader.pin(connection);
    return ContentReader.fingerprint(connection, List.of("public"));
  }

  @Test
  void theOrderOfRowsAndTheSettingsOfASessionAreNot() throws SQLException {
    TestPostgres.Database database = TestPostgres.createDatabase();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(KINDS);
      statement.execute("insert into public.kinds (i, tz) values (9, now()), (10, null)");
      connection.setAutoCommit(false);
      String before = digest(connection);
      statement.execute("set timezone = 'Asia/Tokyo'; set datestyle = 'ISO, DMY'");
      statement.execute("set extra_float_digits = 0; set intervalstyle = 'sql_standard'");
      statement.execute(
          "create temporary table kept as select * from public.kinds order by i desc");
      statement.execute("delete from public.kinds");
      statement.execute("insert into public.kinds select * from kept");
      assertThat(digest(connection)).isEqualTo(before);
    }
  }

  @Test
  void everyKindOfColumnComesBackEqual(@TempDir Path directory) throws Exception {
    BackedUp.needsClient();
    BackedUp shop = new BackedUp(directory);
    try (Connection connection = shop.database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      // Enumerations have other numbers in the other server.
      statement.execute("create type public.first as enum ('x'); " + KINDS + SHAPES);
      statement.execute("create table public.nothing ()");
      statement.execute("insert into public.nothing default values");
    }
    InstantSource clock = InstantSource.system();
    Stored backup =
        new Taking(shop.catalogue(), shop.target(), "shop", List.of(), clock)
            .take("", "Operator", "here");
    assertThat(
            new Trial(shop.catalogue(), shop.secrets(), directory.resolve("work"), clock)
                .verify(backup, "Operator", "here")
                .rows())
        .isEqualTo(4);
    TestPostgres.Database empty = TestPostgres.createDatabase();
    new IntoNew(
            new Archived(backup),
            shop.identity(),
            Target.here(empty.port(), empty.name(), TestPostgres.USER, TestPostgres.PASSWORD))
        .restore();
    try (Connection connection = empty.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select nextval('public.alone')")) {
      row.next();
      assertThat(row.getLong(1)).isEqualTo(42);
    }
  }

  private static String digest(Connection connection) throws SQLException {
    ContentReader.pin(connection);
    return ContentReader.read(connection, List.of("public"), (table, done, of) -> {})
        .tables()
        .getFirst()
        .digest();
  }
}
