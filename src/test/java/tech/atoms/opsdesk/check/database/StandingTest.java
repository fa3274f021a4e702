package tech.atoms.opsdesk.check.database;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.TransactionPooler;
import tech.atoms.opsdesk.sandbox.database.Accounts;
import tech.atoms.opsdesk.sandbox.database.SandboxDatabase;
import tech.atoms.opsdesk.sandbox.database.Size;

/** A database as Supabase sets it up, and what a person may do to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandingTest {
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
                InstantSource.system()));
  }

  @AfterAll
  void stop() {
    database.close();
  }

  private MonitoredDatabase open(int port, String role, int connections) {
    return new MonitoredDatabase(
        new DatabaseSettings(
            "postgresql://127.0.0.1:" + port + "/postgres",
            role,
            new SecretRef(SecretRef.Scheme.ENV, "NONE"),
            SslMode.DISABLE,
            null),
        connections,
        ref -> PASSWORD,
        InstantSource.system());
  }

  private Map<String, Finding> run(int port, String role, int connections)
      throws InterruptedException {
    Map<String, Finding> findings = new TreeMap<>();
    try (MonitoredDatabase opened = open(port, role, connections)) {
      CheckRun run = new CheckRun(InstantSource.system());
      run.run(new DatabaseChecks(opened).all(), one -> {})
          .forEach(one -> findings.put(one.check().substring("database.".length()), one));
    }
    return findings;
  }

  private Map<String, Finding> run() throws InterruptedException {
    return run(database.port(), Accounts.READER, 2);
  }

  private static List<String> falling(Map<String, Finding> findings) {
    List<String> falling = new ArrayList<>();
    findings.forEach(
        (check, finding) -> {
          if (finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN) {
            falling.add(check);
          }
        });
    return falling;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), Accounts.SUPERUSER, PASSWORD.reveal());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aSupabaseAsItComesIsInOrder() throws Exception {
    Map<String, Finding> findings = run();
    assertThat(falling(findings)).isEmpty();
    assertThat(found(findings, "pooler")).contains("each connection kept its process in 3 rounds");
    assertThat(found(findings, "desk-role")).isEqualTo("desk_reader reads only");
    assertThat(found(findings, "api-roles")).isEqualTo("nothing past the policies");
    assertThat(found(findings, "connection-budget")).matches("\\d+ of 57 in use, \\d+ left");
    assertThat(of(findings, "roles").outcome()).isEqualTo(Outcome.FACTS);
    assertThat(of(findings, "roles").evidence().getFirst().text())
        .contains("service_role (bypassrls, no login)")
        .contains("authenticator in anon, authenticated, service_role");
  }

  private static Finding of(Map<String, Finding> findings, String check) {
    return requireNonNull(findings.get(check), check);
  }

  private static String found(Map<String, Finding> findings, String check) {
    return of(findings, check).found();
  }

  record Change(String make, String undo, String check, String found) {
    @Override
    public String toString() {
      return make;
    }
  }

  static Stream<Change> changes() {
    return Stream.of(
        new Change(
            "grant update (name) on atoms_entities to desk_reader",
            "revoke update (name) on atoms_entities from desk_reader",
            "desk-role",
            "desk_reader: it may change public.atoms_entities"),
        new Change(
            "grant service_role to desk_reader",
            "revoke service_role from desk_reader",
            "desk-role",
            "it may become service_role"),
        new Change(
            "alter role desk_reader createrole",
            "alter role desk_reader nocreaterole",
            "desk-role",
            "desk_reader: it may make roles"),
        new Change(
            "create role intern login superuser",
            "drop role intern",
            "strong-roles",
            "not expected: intern (superuser)"),
        new Change(
            "alter role authenticated bypassrls",
            "alter role authenticated nobypassrls",
            "strong-roles",
            "not expected: authenticated (bypassrls)"),
        new Change(
            "create table public.notes (id int); grant select, insert on public.notes to anon",
            "drop table public.notes",
            "api-roles",
            "anon may SELECT, INSERT notes (no row-level security)"),
        new Change(
            "create view public.people as select * from public.atoms_users;"
                + " grant select on public.people to authenticated",
            "drop view public.people",
            "api-roles",
            "authenticated may SELECT people (a view that reads as its owner)"),
        new Change(
            "create policy anything on atoms_entities for update to authenticated using (true)",
            "drop policy anything on atoms_entities",
            "api-roles",
            "authenticated may UPDATE atoms_entities (policy anything is true for every row)"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeTurnsItsOwnAnswerAlone(Change change) throws Exception {
    execute(change.make());
    try {
      Map<String, Finding> findings = run();
      assertThat(falling(findings)).containsExactly(change.check());
      assertThat(found(findings, change.check())).endsWith(change.found());
    } finally {
      execute(change.undo());
    }
    assertThat(falling(run())).isEmpty();
  }

  @Test
  void aViewThatAsksAsItsReaderIsNoOpening() throws Exception {
    execute(
        "create view public.mine with (security_invoker = true) as select * from"
            + " public.atoms_users; grant select on public.mine to authenticated");
    try {
      assertThat(falling(run())).isEmpty();
    } finally {
      execute("drop view public.mine");
    }
  }

  @Test
  void emptyingATableIsNotCoveredByRowSecurityAndSaidSo() throws Exception {
    execute("grant truncate on atoms_users to anon");
    try {
      Finding finding = of(run(), "api-roles");
      assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
      assertThat(finding.found()).contains("but TRUNCATE");
      assertThat(finding.evidence().getFirst().text()).isEqualTo("TRUNCATE, anon: atoms_users");
    } finally {
      execute("revoke truncate on atoms_users from anon");
    }
  }

  @Test
  void aColumnThatTheServerDoesNotFillKeepsItsRowsOut() throws Exception {
    execute("alter table atoms_relationships add weight int");
    try {
      assertThat(falling(run())).isEmpty();
      execute(
          "update atoms_relationships set weight = 1;"
              + " alter table atoms_relationships alter weight set not null");
      Map<String, Finding> findings = run();
      assertThat(falling(findings)).containsExactly("table.atoms-relationships");
      assertThat(found(findings, "table.atoms-relationships"))
          .isEqualTo("weight, which the specification does not know, must be filled");
    } finally {
      execute("alter table atoms_relationships drop weight");
    }
  }

  @Test
  void idsNeedTheirFunction() throws Exception {
    execute("alter function extensions.uuid_generate_v4() rename to elsewhere");
    try {
      // The tables' defaults are bound to the function, whatever it is called.
      execute("alter table atoms_users alter id set default gen_random_uuid()");
      assertThat(of(run(), "extensions").outcome()).isEqualTo(Outcome.PASS);
      execute("alter table atoms_users alter id drop default");
      assertThat(of(run(), "extensions").outcome()).isEqualTo(Outcome.FAIL);
    } finally {
      execute(
          "alter function extensions.elsewhere() rename to uuid_generate_v4;"
              + " alter table atoms_users alter id set default extensions.uuid_generate_v4()");
    }
  }

  @Test
  void aPoolerOfTransactionsIsSeen() throws Exception {
    try (TransactionPooler pooler = new TransactionPooler(database.port())) {
      Map<String, Finding> findings = run(pooler.port(), Accounts.READER, 2);
      assertThat(falling(findings)).containsExactly("pooler");
      assertThat(found(findings, "pooler"))
          .isEqualTo("a pooler of transactions: two connections shared a process");
    }
  }

  @Test
  void oneConnectionIsTooFewToTell() throws Exception {
    Map<String, Finding> findings = run(database.port(), Accounts.READER, 1);
    assertThat(falling(findings)).containsExactly("pooler");
    assertThat(of(findings, "pooler").outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void fewConnectionsLeftFallShort() throws Exception {
    List<Connection> held = new ArrayList<>();
    try {
      for (int i = 0; i < 55; i++) {
        held.add(database.admin().getConnection());
      }
      assertThat(falling(run())).containsExactly("connection-budget");
    } finally {
      for (Connection one : held) {
        one.close();
      }
    }
  }

  @Test
  void aDatabaseThatIsAwayMakesAllItsChildrenUnknownWithItsReasonAndSoon() throws Exception {
    database.pause();
    try {
      long start = System.nanoTime();
      Map<String, Finding> findings = run();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      assertThat(findings).hasSizeGreaterThan(18);
      assertThat(findings.values())
          .allSatisfy(
              one -> {
                assertThat(one.outcome()).isEqualTo(Outcome.UNKNOWN);
                assertThat(one.found())
                    .isEqualTo("The database cannot be reached: connection refused");
              });
    } finally {
      database.resume();
    }
  }
}
