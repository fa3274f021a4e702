package tech.atoms.opsdesk.bench;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.restore.InPlace;
import tech.atoms.opsdesk.backup.restore.IntoNew;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;

/**
 * What backups and restores cost beside PostgreSQL's own programs with the same settings, on a
 * database of its own and with nobody else on it. Arguments: entities in thousands (500: about 500
 * MB), rounds (3), and "backup" where that pair alone is wanted. In each round every pair is
 * measured side by side.
 */
public final class BackupSpeedBench {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String OWNER = "bench";
  private static final Secret PASSWORD = new Secret("password-of-the-bench");
  private static final List<String> TABLES =
      List.of("atoms_users", "atoms_workspaces", "atoms_entities", "atoms_relationships");

  private final Path directory;
  private final Client client;
  private final Map<String, List<Double>> seconds = new java.util.LinkedHashMap<>();

  private BackupSpeedBench(Path directory, Client client) {
    this.directory = directory;
    this.client = client;
  }

  /**
   * Runs it.
   *
   * @param args entities in thousands, rounds, and perhaps "backup"
   */
  public static void main(String[] args) throws Exception {
    int thousands = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Path directory = Files.createTempDirectory(Path.of("target"), "speed");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(
                directory.resolve("postgresql"),
                0,
                OWNER,
                PASSWORD,
                Map.of("max_wal_size", "4GB", "shared_buffers", "256MB")))) {
      fill(server, thousands);
      new BackupSpeedBench(directory, Client.of(15)).run(server, rounds, args.length > 2);
    }
    System.exit(0);
  }

  private void run(EmbeddedPostgres server, int rounds, boolean backupAlone) throws Exception {
    Path profile = profile(server);
    Environment environment = Profiles.load(profile).environments().getFirst();
    Secrets secrets = Secrets.of(profile);
    DatabaseSettings database = Objects.requireNonNull(environment.database());
    Target target = Target.of(database, secrets);
    Catalogue catalogue = new Catalogue(environment, secrets);
    Path bare = directory.resolve("bare.pgdump");
    long before = settled();
    for (int i = 0; i < rounds; i++) {
      timed("pg_dump", () -> dump(target, bare));
      Stored taken =
          timed(
              "backup",
              () ->
                  new Taking(catalogue, target, environment.name(), List.of(), CLOCK)
                      .take("", "bench", "bench"));
      if (backupAlone) {
        continue;
      }
      timed("empty", () -> anew(server, "restored"));
      timed("pg_restore", () -> bareRestore(server, bare));
      timed(
          "verify", () -> new Trial(catalogue, secrets, directory, CLOCK).verify(taken, "b", "b"));
      timed("empty", () -> anew(server, "fresh"));
      timed(
          "restore",
          () ->
              new IntoNew(
                      new Archived(taken),
                      secrets.resolve(key(catalogue)),
                      Target.here(server.port(), "fresh", OWNER, PASSWORD))
                  .restore());
      Stored verified = catalogue.named(taken.id()).orElseThrow();
      timed("bare in place", () -> bareInPlace(target, bare));
      timed(
          "in place",
          () ->
              new InPlace(verified, secrets.resolve(key(catalogue)), target)
                  .restore(Set.of(), transaction -> {}));
    }
    say("backup", "pg_dump");
    if (backupAlone) {
      return;
    }
    say("restore", "pg_restore");
    say("verify", "pg_restore");
    say("in place", "bare in place");
    System.out.printf(
        Locale.ENGLISH, "heap %d MB before, %d MB at its peak%n", before >> 20, peak() >> 20);
  }

  private static tech.atoms.opsdesk.environment.SecretRef key(Catalogue catalogue) {
    return Objects.requireNonNull(catalogue.settings().identity());
  }

  private <T> T timed(String what, Callable<T> work) throws Exception {
    long begin = System.nanoTime();
    T made = work.call();
    double took = (System.nanoTime() - begin) / 1e9;
    seconds.computeIfAbsent(what, _ -> new ArrayList<>()).add(took);
    System.err.printf(Locale.ENGLISH, "%s %.2f s%n", what, took);
    return made;
  }

  private void say(String ours, String bare) {
    double a = median(Objects.requireNonNull(seconds.get(ours)));
    double b = median(Objects.requireNonNull(seconds.get(bare)));
    System.out.printf(
        Locale.ENGLISH, "%s %.2f s, %s %.2f s: %.2f times (medians)%n", ours, a, bare, b, a / b);
  }

  private static double median(List<Double> of) {
    double[] sorted = of.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long settled() {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    return used;
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private Path profile(EmbeddedPostgres server) throws Exception {
    KeyPair keys = new X25519KeyPairGenerator().generateKeyPair();
    Path secrets = Files.createDirectories(directory.resolve("secrets"));
    secret(secrets.resolve("identity"), keys.getPrivate().toString());
    secret(secrets.resolve("signing"), "signs-manifests-of-the-bench");
    secret(secrets.resolve("database"), PASSWORD.reveal());
    return Files.writeString(
        directory.resolve("profile.yaml"),
        """
        environments:
          - name: bench
            kind: sandbox
            server: {baseUrl: "http://127.0.0.1:9"}
            database: {url: "postgresql://127.0.0.1:%d/bench", user: %s, password: "file:secrets/database"}
            backup:
              directory: backups
              recipients: ["%s"]
              identity: "file:secrets/identity"
              signingKey: "file:secrets/signing"
              restore: {user: %s, password: "file:secrets/database"}
        """
            .formatted(server.port(), OWNER, keys.getPublic(), OWNER));
  }

  private static void secret(Path file, String value) throws IOException {
    Files.writeString(file, value);
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  private Path dump(Target target, Path file) throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    run(
        target,
        List.of(
            client.dump().toString(),
            "--format=custom",
            "--no-password",
            "--compress=1",
            "--schema=public",
            "--file=" + file));
    return file;
  }

  private static String anew(EmbeddedPostgres server, String database) throws Exception {
    try (Connection connection = server.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + database);
      statement.execute("create database " + database + " template template0");
    }
    return database;
  }

  private Path bareRestore(EmbeddedPostgres server, Path file) throws Exception {
    Target target = Target.here(server.port(), "restored", OWNER, PASSWORD);
    try (Connection connection = target.connect("bench", 0);
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public");
    }
    run(
        target,
        List.of(
            client.restore().toString(),
            "--exit-on-error",
            "--single-transaction",
            "--no-password",
            "--dbname=restored",
            file.toString()));
    return file;
  }

  /** One transaction by psql: empty, load, compare what can be compared, commit. */
  private Path bareInPlace(Target target, Path file) throws Exception {
    Path psql = client.dump().resolveSibling("psql");
    ProcessBuilder writing =
        new ProcessBuilder(
            psql.toString(),
            "--quiet",
            "--no-psqlrc",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null");
    writing.environment().putAll(target.variables());
    writing.environment().put("PGPASSWORD", PASSWORD.reveal());
    writing.redirectError(ProcessBuilder.Redirect.INHERIT);
    writing.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process to = writing.start();
    try (OutputStream script = to.getOutputStream()) {
      line(script, "begin; truncate " + String.join(", ", TABLES) + ";");
      for (String table : TABLES) { // in the order of their foreign keys
        rows(file, table, script);
      }
      for (String table : TABLES) {
        line(
            script,
            "select count(*), sum(hashtextextended(t::text, 0)::numeric) from public."
                + table
                + " t;");
      }
      line(script, "commit;");
    }
    if (to.waitFor() != 0) {
      throw new IOException("the bare restore in place has failed");
    }
    return file;
  }

  private void rows(Path file, String table, OutputStream to)
      throws IOException, InterruptedException {
    Process from =
        new ProcessBuilder(
                client.restore().toString(),
                "--data-only",
                "--table=" + table,
                "--file=-",
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream data = from.getInputStream()) {
      data.transferTo(to);
    }
    if (from.waitFor() != 0) {
      throw new IOException("pg_restore has failed");
    }
  }

  private static void line(OutputStream to, String sql) throws IOException {
    to.write((sql + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void run(Target target, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(target.variables());
    builder.environment().put("PGPASSWORD", PASSWORD.reveal());
    if (builder.inheritIO().start().waitFor() != 0) {
      throw new IOException(command.getFirst() + " has failed");
    }
  }

  private static void fill(EmbeddedPostgres server, int thousands) throws Exception {
    try (Connection connection = server.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database bench");
    }
    int entities = thousands * 1000;
    try (Connection connection = server.dataSource("bench").getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "create table atoms_users (id uuid primary key default gen_random_uuid(), email text"
                  + " unique not null, created_at timestamptz default now())",
              "create table atoms_workspaces (id uuid primary key default gen_random_uuid(), name"
                  + " text not null, owner_id uuid references atoms_users(id))",
              "create table atoms_entities (n int generated always as identity unique, id uuid"
                  + " primary key default gen_random_uuid(), workspace_id uuid references"
                  + " atoms_workspaces(id), type text not null, name text not null, metadata jsonb"
                  + " default '{}', created_at timestamptz default now())",
              "create table atoms_relationships (id uuid primary key default gen_random_uuid(),"
                  + " source_id uuid references atoms_entities(id), target_id uuid references"
                  + " atoms_entities(id), type text not null, metadata jsonb default '{}')",
              "insert into atoms_users (email) select 'user-' || i || '@example.com' from"
                  + " generate_series(1, 5000) i",
              "insert into atoms_workspaces (name, owner_id) select 'workspace ' ||"
                  + " row_number() over (), id from atoms_users",
              "insert into atoms_entities (workspace_id, type, name, metadata) select w.id,"
                  + " (array['document','task','note','person'])[1 + i % 4], 'entity ' || i,"
                  + " jsonb_build_object('title', md5(i::text), 'body', repeat(md5((i * 7)::text)"
                  + " || ' lorem ipsum dolor sit amet ', 3), 'rank', i) from generate_series(1, "
                  + entities
                  + ") i join (select id, row_number() over () k from atoms_workspaces) w on w.k ="
                  + " 1 + i % 5000",
              "insert into atoms_relationships (source_id, target_id, type) select a.id, b.id,"
                  + " 'relates' from atoms_entities a join atoms_entities b on b.n = 1 + (a.n * 31)"
                  + " % "
                  + entities,
              "create index on atoms_entities (workspace_id)",
              "create index on atoms_entities (type)",
              "create index on atoms_relationships (source_id)",
              "create index on atoms_relationships (target_id)",
              "vacuum analyze")) {
        statement.execute(sql);
      }
      try (ResultSet row =
          statement.executeQuery(
              "select pg_database_size(current_database()) / 1000000, (select count(*) from"
                  + " atoms_entities) + (select count(*) from atoms_relationships)")) {
        row.next();
        System.out.printf(
            Locale.ENGLISH, "database of %d MB, %,d rows%n", row.getLong(1), row.getLong(2));
      }
    }
  }
}
