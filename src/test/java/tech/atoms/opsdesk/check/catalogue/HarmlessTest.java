package tech.atoms.opsdesk.check.catalogue;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.metric.ExpositionParser;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Ready;
import tech.atoms.opsdesk.sandbox.Sandbox;
import tech.atoms.opsdesk.sandbox.database.Size;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/**
 * Looking harms nobody: the database stays as it was, and a probe sends what it announces. In a
 * sandbox without traffic, so that whatever changes is of the desk's making.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HarmlessTest {
  /** Where the server notes whose token it has seen: the only trace of a caller. */
  private static final Set<String> OF_THE_SERVER =
      Set.of("public.atoms_sessions", "sandbox.seen_tokens");

  private static final String NEWEST_USER =
      "select id || ' ' || email || ' ' || created_at from atoms_users order by created_at desc"
          + " limit 1";

  private final HttpClient http = HttpClient.newHttpClient();
  private Sandbox sandbox;
  private Ready ready;
  private Catalogue catalogue;
  private FaultClient faults;

  @BeforeAll
  void start(@TempDir Path temp) {
    sandbox =
        Sandbox.start(
            new Options(temp.resolve("sandbox"), false, Size.ofScale(1), null, false),
            InstantSource.system(),
            line -> {});
    ready = sandbox.ready();
    Path profile = Path.of(ready.profile());
    var environment = Profiles.load(profile).environments().getFirst();
    Secrets secrets = Secrets.of(profile);
    catalogue = new Catalogue(environment, secrets, null, InstantSource.system());
    faults = new FaultClient(java.util.Objects.requireNonNull(environment.platform()), secrets);
  }

  @AfterAll
  void stop() {
    catalogue.close();
    faults.close();
    sandbox.close();
    http.close();
  }

  private List<Finding> run(Predicate<CheckSpec> wanted) throws InterruptedException {
    return new CheckRun(InstantSource.system()).run(catalogue.matching(wanted), one -> {});
  }

  @Test
  void aFullPassiveAndActiveRunChangesNoRowButTheServersNotesOfItsCallers() throws Exception {
    try (Connection admin = admin()) {
      // The server keeps who signs in for the first time: the two whom the probes sign in.
      run(spec -> Set.of("auth.leeway", "security.rate-limit").contains(spec.id()));
      Map<String, String> rows = rows(admin);
      Map<String, String> schema = schema(admin);
      Map<String, Long> writes = writes(admin);
      assertThat(run(spec -> true)).extracting(Finding::outcome).contains(Outcome.PASS);
      Map<String, String> after = rows(admin);
      assertThat(after.keySet()).isEqualTo(rows.keySet());
      assertThat(
              after.entrySet().stream()
                  .filter(one -> !one.getValue().equals(rows.get(one.getKey()))))
          .extracting(Map.Entry::getKey)
          .as("the newest user: %s", one(admin, NEWEST_USER))
          .isSubsetOf(OF_THE_SERVER);
      assertThat(schema(admin)).isEqualTo(schema);
      Map<String, Long> written = writes(admin);
      assertThat(changed(writes, written)).isSubsetOf(OF_THE_SERVER);
      // The server wrote its notes, and this sees them.
      assertThat(changed(writes, written)).isNotEmpty();
    }
  }

  @Test
  void theDatabasesOwnChecksWriteNothingAtAll() throws Exception {
    Predicate<CheckSpec> ofDatabase =
        spec ->
            spec.subject().equals("database")
                || Set.of("auth.session-duration", "auth.session-timeout", "deployment.migrations")
                    .contains(spec.id());
    try (Connection admin = admin()) {
      faults.set(Fault.SERVER_STOPPED.word(), null, null);
      try {
        // The server of the database writes a little by itself now and then.
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () -> {
                  String before = one(admin, "select pg_current_wal_insert_lsn()");
                  assertThat(run(ofDatabase)).hasSizeGreaterThan(15);
                  assertThat(one(admin, "select pg_current_wal_insert_lsn()")).isEqualTo(before);
                });
      } finally {
        faults.clear(Fault.SERVER_STOPPED.word());
      }
      assertThat(
              one(
                  admin,
                  "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                      + " where relkind = 'r' and nspname not in ('pg_catalog',"
                      + " 'information_schema') and has_table_privilege('"
                      + ready.databaseUser()
                      + "', c.oid, 'insert, update, delete, truncate')"))
          .isEqualTo("0");
    }
  }

  @Test
  void noActiveProbeSendsMoreThanItAnnounces() throws Exception {
    await()
        .untilAsserted(
            () ->
                assertThat(run(spec -> spec.id().equals("auth.scopes")))
                    .extracting(Finding::outcome)
                    .containsOnly(Outcome.PASS));
    long signIn = requests("auth.scopes");
    for (CheckSpec spec : catalogue.all().stream().map(Check::spec).toList()) {
      if (spec.cost() == Cost.PASSIVE) {
        continue;
      }
      // Its requests go to the authorization server; it reads first where that is.
      boolean elsewhere = spec.id().equals("auth.redirect-uris");
      assertThat(requests(spec.id()))
          .as(spec.id())
          .isBetween(1L, elsewhere ? signIn : spec.requests());
    }
  }

  /** Requests that reach the server while one check runs. */
  private long requests(String check) throws Exception {
    long before = requests();
    run(spec -> spec.id().equals(check));
    return requests() - before;
  }

  private long requests() throws IOException, InterruptedException {
    String text =
        http.send(
                HttpRequest.newBuilder(URI.create(ready.metricsUrl())).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return Math.round(
        ExpositionParser.parse(text, false).values().entrySet().stream()
            .filter(one -> one.getKey().metric().equals("http_requests_total"))
            .filter(one -> !"/metrics".equals(one.getKey().labels().get("route")))
            .mapToDouble(Map.Entry::getValue)
            .sum());
  }

  /** Every row of every table, in one line: where it lies, and which transaction wrote it. */
  private static Map<String, String> rows(Connection admin) throws SQLException {
    Map<String, String> all = new TreeMap<>();
    for (String table : tables(admin)) {
      all.put(
          table,
          one(
              admin,
              "select count(*) || ' ' || coalesce(md5(string_agg(t.ctid::text || t.xmin::text,"
                  + " ',' order by t.ctid)), '') from "
                  + table
                  + " t"));
    }
    return all;
  }

  private static List<String> tables(Connection admin) throws SQLException {
    return new ArrayList<>(
        all(
                admin,
                "select schemaname || '.' || tablename, '' from pg_tables where schemaname not in"
                    + " ('pg_catalog', 'information_schema')")
            .keySet());
  }

  private static Map<String, String> schema(Connection admin) throws SQLException {
    return all(
        admin,
        "select c.oid::text, relname || ' ' || relkind::text || ' ' || relnatts || ' ' ||"
            + " coalesce(relacl::text, '') from pg_class c join pg_namespace n on n.oid ="
            + " c.relnamespace where nspname not in ('pg_catalog', 'information_schema',"
            + " 'pg_toast')");
  }

  /** Rows written to each table so far, those of transactions rolled back too. */
  private static Map<String, Long> writes(Connection admin) throws SQLException {
    tellWrites(admin);
    Map<String, Long> writes = new TreeMap<>();
    all(
            admin,
            "select schemaname || '.' || relname, (n_tup_ins + n_tup_upd + n_tup_del)::text from"
                + " pg_stat_user_tables")
        .forEach((table, count) -> writes.put(table, Long.parseLong(count)));
    return writes;
  }

  /** An idle connection keeps its counts for up to 10 s, one that ends tells them at once. */
  private static void tellWrites(Connection admin) throws SQLException {
    String others =
        all(
                admin,
                "select pid::text, pg_terminate_backend(pid)::text from pg_stat_activity where"
                    + " backend_type = 'client backend' and pid <> pg_backend_pid()")
            .keySet()
            .stream()
            .collect(joining(","));
    await()
        .until(
            () ->
                one(
                    admin,
                    "select count(*) from pg_stat_activity where pid = any ('{" + others + "}')"),
            "0"::equals);
  }

  private static List<String> changed(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .filter(one -> !one.getValue().equals(before.get(one.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String one(Connection admin, String sql) throws SQLException {
    try (Statement statement = admin.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static Map<String, String> all(Connection admin, String sql) throws SQLException {
    Map<String, String> all = new TreeMap<>();
    try (Statement statement = admin.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        all.put(row.getString(1), row.getString(2));
      }
    }
    return all;
  }

  private Connection admin() throws SQLException {
    return DriverManager.getConnection(ready.jdbcUrl(), ready.adminUser(), ready.adminPassword());
  }
}
