package tech.atoms.opsdesk.sandbox.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.FaultDriver;
import tech.atoms.opsdesk.sandbox.fault.Faults;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxDatabaseTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Secret PASSWORD = new Secret("a-password-of-the-test");

  private SandboxDatabase database;

  @BeforeAll
  void start(@TempDir Path directory) throws SQLException {
    database =
        SandboxDatabase.start(
            new SandboxDatabase.Settings(
                directory.resolve("pg"),
                0,
                new Accounts(PASSWORD, PASSWORD, PASSWORD, PASSWORD, PASSWORD),
                Size.ofScale(1),
                42,
                InstantSource.fixed(NOW)));
  }

  @AfterAll
  void stop() {
    database.close();
  }

  @Test
  void hasTheColumnsOfTheSpecification() throws SQLException {
    assertThat(
            rows(
                database.admin(),
                """
                select table_name || '.' || column_name || ' ' || data_type
                       || case is_nullable when 'NO' then ' not null' else '' end
                       || coalesce(' default ' || replace(column_default, 'extensions.', ''), '')
                  from information_schema.columns
                 where table_schema = 'public' order by table_name, ordinal_position
                """))
        .containsExactly(
            "atoms_entities.id uuid not null default uuid_generate_v4()",
            "atoms_entities.workspace_id uuid",
            "atoms_entities.type text not null",
            "atoms_entities.name text not null",
            "atoms_entities.metadata jsonb default '{}'::jsonb",
            "atoms_entities.created_at timestamp with time zone default now()",
            "atoms_entities.updated_at timestamp with time zone default now()",
            "atoms_relationships.id uuid not null default uuid_generate_v4()",
            "atoms_relationships.source_id uuid",
            "atoms_relationships.target_id uuid",
            "atoms_relationships.type text not null",
            "atoms_relationships.metadata jsonb default '{}'::jsonb",
            "atoms_relationships.created_at timestamp with time zone default now()",
            "atoms_sessions.id uuid not null default uuid_generate_v4()",
            "atoms_sessions.user_id uuid",
            "atoms_sessions.token_hash text not null",
            "atoms_sessions.expires_at timestamp with time zone not null",
            "atoms_sessions.created_at timestamp with time zone default now()",
            "atoms_sessions.last_activity timestamp with time zone default now()",
            "atoms_sessions.metadata jsonb default '{}'::jsonb",
            "atoms_users.id uuid not null default uuid_generate_v4()",
            "atoms_users.email text not null",
            "atoms_users.created_at timestamp with time zone default now()",
            "atoms_users.updated_at timestamp with time zone default now()",
            "atoms_workspaces.id uuid not null default uuid_generate_v4()",
            "atoms_workspaces.name text not null",
            "atoms_workspaces.owner_id uuid",
            "atoms_workspaces.created_at timestamp with time zone default now()",
            "atoms_workspaces.updated_at timestamp with time zone default now()");
  }

  @Test
  void hasTheIndexesAndKeysOfTheSpecification() throws SQLException {
    assertThat(
            rows(
                database.admin(),
                """
                select regexp_replace(indexdef, '.*INDEX (\\S+) ON public.(\\S+) USING btree', '\\1 on \\2')
                  from pg_indexes where schemaname = 'public' order by 1
                """))
        .containsExactly(
            "atoms_entities_pkey on atoms_entities (id)",
            "atoms_relationships_pkey on atoms_relationships (id)",
            "atoms_sessions_pkey on atoms_sessions (id)",
            "atoms_users_email_key on atoms_users (email)",
            "atoms_users_pkey on atoms_users (id)",
            "atoms_workspaces_pkey on atoms_workspaces (id)",
            "idx_entities_type on atoms_entities (type)",
            "idx_entities_workspace_id on atoms_entities (workspace_id)",
            "idx_relationships_source on atoms_relationships (source_id)",
            "idx_relationships_target on atoms_relationships (target_id)",
            "idx_sessions_expires_at on atoms_sessions (expires_at)",
            "idx_sessions_token_hash on atoms_sessions (token_hash)",
            "idx_sessions_user_id on atoms_sessions (user_id)",
            "idx_workspaces_owner_id on atoms_workspaces (owner_id)");
    assertThat(
            rows(
                database.admin(),
                """
                select conrelid::regclass || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
                  from pg_constraint where contype = 'f' order by 1
                """))
        .containsExactly(
            "atoms_entities FOREIGN KEY (workspace_id) REFERENCES atoms_workspaces(id) true",
            "atoms_relationships FOREIGN KEY (source_id) REFERENCES atoms_entities(id) true",
            "atoms_relationships FOREIGN KEY (target_id) REFERENCES atoms_entities(id) true",
            "atoms_sessions FOREIGN KEY (user_id) REFERENCES atoms_users(id) true",
            "atoms_workspaces FOREIGN KEY (owner_id) REFERENCES atoms_users(id) true");
  }

  @Test
  void protectsEveryTableByRowLevelSecurity() throws SQLException {
    assertThat(
            rows(
                database.admin(),
                """
                select c.relname || ' ' || c.relrowsecurity || ' ' || pg_get_userbyid(c.relowner) || ' '
                       || (select count(*) > 0 from pg_policies p where p.tablename = c.relname)
                  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1
                """))
        .containsExactly(
            "atoms_entities true postgres true",
            "atoms_relationships true postgres true",
            "atoms_sessions true postgres true",
            "atoms_users true postgres true",
            "atoms_workspaces true postgres true");
    String owner =
        rows(database.admin(), "select owner_id from atoms_workspaces limit 1").getFirst();
    try (Connection connection = signIn(Accounts.SERVER)) {
      assertThat(count(connection, "set role anon; select count(*) from atoms_sessions")).isZero();
      execute(connection, "set role authenticated");
      assertThat(count(connection, "select count(*) from atoms_users")).isZero();
      execute(
          connection,
          "select set_config('request.jwt.claims', '{\"sub\": \"" + owner + "\"}', false)");
      assertThat(count(connection, "select count(*) from atoms_users")).isOne();
      assertThat(count(connection, "select count(*) from atoms_workspaces")).isBetween(1L, 49L);
      assertThat(count(connection, "select count(*) from atoms_entities")).isBetween(1L, 4999L);
    }
  }

  @Test
  void hasTheRolesOfAHostedDatabase() throws SQLException {
    assertThat(
            rows(
                database.admin(),
                """
                select rolname || ' ' || concat_ws(',', case when rolsuper then 'super' end, case when rolcanlogin then 'login' end,
                         case when rolcreatedb then 'createdb' end, case when rolcreaterole then 'createrole' end,
                         case when rolreplication then 'replication' end, case when rolbypassrls then 'bypassrls' end)
                  from pg_roles where rolname !~ '^pg_' order by 1
                """))
        .containsExactly(
            "anon ",
            "authenticated ",
            "authenticator login",
            "desk_operator login",
            "desk_reader login,bypassrls",
            "postgres login,createdb,createrole,replication,bypassrls",
            "service_role bypassrls",
            "supabase_admin super,login,createdb,createrole,replication,bypassrls");
    assertThat(
            rows(
                database.admin(),
                "select usename || ' ' || array_to_string(useconfig, ',') from pg_user where"
                    + " usename = 'authenticator'"))
        .containsExactly("authenticator statement_timeout=8s,lock_timeout=8s");
  }

  @Test
  void letsTheReaderSeeEverythingAndWriteNothing() throws SQLException {
    try (Connection connection = signIn(Accounts.READER)) {
      assertThat(count(connection, "select count(*) from atoms_sessions")).isGreaterThan(200);
      assertThat(count(connection, "select count(*) from pg_ls_waldir()")).isPositive();
      assertThatThrownBy(() -> execute(connection, "delete from atoms_sessions"))
          .hasMessageContaining("read-only");
      execute(connection, "set default_transaction_read_only = off");
      assertThatThrownBy(() -> execute(connection, "delete from atoms_sessions"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> execute(connection, "checkpoint")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void keepsTheOwnerFromWhatOnlyASuperuserMay() throws SQLException {
    try (Connection connection = database.admin().getConnection()) {
      assertThatThrownBy(() -> execute(connection, "checkpoint")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> execute(connection, "select pg_read_file('postgresql.conf')"))
          .hasMessageContaining("permission denied");
      assertThat(count(connection, "select count(*) from extensions.pg_stat_statements"))
          .isPositive();
    }
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(
            () -> DriverManager.getConnection(database.jdbcUrl(), Accounts.READER, "wrong").close())
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void actsAsTheServiceForTheServer() throws SQLException {
    assertThat(
            rows(
                database.server(),
                "select current_user || ' ' || session_user || ' ' ||"
                    + " current_setting('application_name')"))
        .containsExactly("service_role authenticator atoms-mcp-server");
    assertThat(rows(database.server(), "select count(*) from atoms_users")).containsExactly("200");
  }

  @Test
  void makesUpAsManyRowsAsTheScaleSays() throws SQLException {
    assertThat(
            rows(
                database.admin(),
                """
                select 'users ' || count(*) from atoms_users union all
                select 'workspaces ' || count(*) from atoms_workspaces union all
                select 'entities ' || count(*) from atoms_entities union all
                select 'relationships ' || count(*) from atoms_relationships union all
                select 'sessions ' || count(*) from atoms_sessions
                """))
        .containsExactly(
            "users 200", "workspaces 50", "entities 5000", "relationships 10000", "sessions 300");
    assertThat(
            rows(
                database.admin(),
                """
                select count(*) filter (where expires_at <= '%1$s') || ' expired, most '
                       || (select max(n) from (select count(*) n from atoms_sessions group by user_id) u)
                  from atoms_sessions
                """
                    .formatted(NOW)))
        .containsExactly("2 expired, most 6");
    assertThat(
            rows(
                database.admin(),
                """
                select (select count(*) from atoms_relationships r
                         where not exists (select from atoms_entities e where e.id = r.source_id)
                            or not exists (select from atoms_entities e where e.id = r.target_id))
                     + (select count(*) from atoms_entities e
                         where not exists (select from atoms_workspaces w where w.id = e.workspace_id))
                     + (select count(*) from atoms_relationships where source_id = target_id)
                """))
        .containsExactly("0");
    assertThat(
            rows(
                database.admin(),
                "select count(*) from atoms_users where email !~"
                    + " '^[a-z]+[.][a-z]+@[a-z]+[.]example$'"))
        .containsExactly("0");
  }

  @Test
  void makesTheSameRowsUpFromTheSameSeed() throws SQLException {
    String hash =
        """
        select md5(string_agg(md5(e::text || w::text || u.id::text), ',' order by e.id))
          from atoms_entities e join atoms_workspaces w on w.id = e.workspace_id join atoms_users u on u.id = w.owner_id
        """;
    String before = rows(database.admin(), hash).getFirst();
    try (Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), Accounts.SUPERUSER, PASSWORD.reveal())) {
      connection.setAutoCommit(false);
      for (var seed : Map.of(42L, true, 43L, false).entrySet()) {
        execute(
            connection,
            "truncate atoms_users, atoms_workspaces, atoms_entities, atoms_relationships,"
                + " atoms_sessions");
        new Rows(seed.getKey()).fill(connection, Size.ofScale(1), NOW);
        assertThat(first(connection, hash).equals(before)).isEqualTo(seed.getValue());
        connection.rollback();
      }
    }
  }

  @Test
  void bringsEndedSessionsBackAfterAWhileSwitchedOff() throws SQLException {
    try (Connection connection = database.admin().getConnection()) {
      connection.setAutoCommit(false);
      Instant later = NOW.plus(Duration.ofDays(9));
      assertThat(Rows.wake(connection, later)).isGreaterThan(290);
      assertThat(
              count(
                  connection,
                  "select count(*) from atoms_sessions where expires_at > '" + later + "'"))
          .isGreaterThan(290);
      assertThat(
              count(
                  connection,
                  "select count(*) from atoms_sessions where last_activity > '" + later + "'"))
          .isZero();
      connection.rollback();
      int ending =
          (int)
              count(
                  connection,
                  "select count(*) from atoms_sessions where expires_at > '%1$s' and expires_at <= timestamptz '%1$s' + interval '1 minute'"
                      .formatted(NOW.plus(Duration.ofHours(5))));
      assertThat(Rows.renew(connection, NOW.plus(Duration.ofHours(5)))).isEqualTo(ending);
      connection.rollback();
    }
  }

  @Test
  void queuesSessionsBehindAForgottenTransaction() throws SQLException {
    Faults faults = new Faults(InstantSource.system());
    try (FaultDriver driver = new FaultDriver(faults, List.of(new LockChain(database.admin())))) {
      faults.set(Fault.LOCK_CHAIN, 5.0, null);
      driver.settle();
      String waiting =
          "select count(*) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0";
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> rows(database.admin(), waiting).getFirst().equals("5"));
      assertThat(
              rows(
                  database.admin(),
                  "select application_name || ', ' || state from pg_stat_activity where state ="
                      + " 'idle in transaction'"))
          .containsExactly("atoms-embed-batch, idle in transaction");
      assertThat(
              rows(
                  database.admin(),
                  """
                  select count(*) from pg_stat_activity w join pg_stat_activity b on b.pid = any(pg_blocking_pids(w.pid))
                   where cardinality(pg_blocking_pids(b.pid)) > 0 and b.application_name = 'atoms-mcp-server'
                  """))
          .as("waiters behind waiters")
          .isNotEqualTo(List.of("0"));

      faults.set(Fault.LOCK_CHAIN, 2.0, null);
      driver.settle();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> rows(database.admin(), waiting).getFirst().equals("2"));

      faults.clear(Fault.LOCK_CHAIN);
      driver.settle();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  rows(
                          database.admin(),
                          "select count(*) from pg_stat_activity where application_name ="
                              + " 'atoms-embed-batch' or state like 'idle in%'")
                      .getFirst()
                      .equals("0"));
    }
  }

  @Test
  void stopsAndComesBackOnItsPort() throws SQLException {
    Faults faults = new Faults(InstantSource.system());
    try (FaultDriver driver = new FaultDriver(faults, List.of(new DatabasePaused(database)))) {
      int port = database.port();
      faults.set(Fault.DATABASE_PAUSED, null, null);
      driver.settle();
      assertThatThrownBy(() -> rows(database.admin(), "select 1")).isInstanceOf(SQLException.class);
      faults.clear(Fault.DATABASE_PAUSED);
      driver.settle();
      assertThat(rows(database.admin(), "select count(*) from atoms_users")).containsExactly("200");
      assertThat(database.port()).isEqualTo(port);
    }
  }

  private Connection signIn(String user) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), user, PASSWORD.reveal());
  }

  private static List<String> rows(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (!rows) {
        rows = statement.getMoreResults();
      }
      try (ResultSet result = statement.getResultSet()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
