package tech.atoms.opsdesk.backup;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.DueTimes;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** A database of the shared test server with an environment that backs it up. */
public final class BackedUp {
  private static final String IDENTITY = "IDENTITY";
  private static final String KEY = "KEY";

  public final TestPostgres.Database database = TestPostgres.createDatabase();
  public final String recipient;
  private final String identity;
  private final Path directory;
  private BackupSettings.Keep keep = BackupSettings.Keep.USUAL;
  private int port;
  private List<BackupCopy> copies = List.of();

  public BackedUp(Path directory) {
    this.directory = directory;
    this.port = database.port();
    try {
      KeyPair keys = new X25519KeyPairGenerator().generateKeyPair();
      recipient = keys.getPublic().toString();
      identity = keys.getPrivate().toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Skips, with the reason, where this machine has no client programs. */
  public static void needsClient() throws InterruptedException {
    String why = "";
    try {
      Client.of(15);
    } catch (ProblemException e) {
      why = e.problem().line();
    }
    Assumptions.assumeTrue(why.isEmpty(), why);
  }

  /** From now on the profile names another port, behind which the server is. */
  public void through(int another) {
    port = another;
  }

  /** Keeps them for another time than the usual. */
  public void keep(BackupSettings.Keep another) {
    keep = another;
  }

  /** Names the places that it is copied to. */
  public void copyTo(BackupCopy... places) {
    copies = List.of(places);
  }

  /** As the profile has it. */
  public Environment environment() {
    return environment(null);
  }

  /** As the other, with a schedule; null: none. */
  public Environment environment(@Nullable DueTimes schedule) {
    Environment plain = Worlds.environment(EnvironmentKind.SANDBOX, "shop");
    return new Environment(
        "shop",
        plain.kind(),
        plain.server(),
        new DatabaseSettings(
            "postgresql://127.0.0.1:" + port + "/" + database.name(),
            TestPostgres.USER,
            SecretRef.parse("env:DB"),
            SslMode.DISABLE,
            null),
        null,
        plain.policy(),
        plain.contacts(),
        plain.samplingInterval(),
        plain.source(),
        List.of(),
        new BackupSettings(
            List.of("public"),
            List.of(recipient),
            SecretRef.parse("env:" + IDENTITY),
            SecretRef.parse("env:" + KEY),
            directory.resolve("backups"),
            Duration.ofHours(24),
            null,
            new DatabaseSettings.Write(TestPostgres.USER, SecretRef.parse("env:DB")),
            schedule,
            keep,
            copies),
        plain.notices());
  }

  public SecretResolver secrets() {
    return secrets("a-key-that-signs-manifests");
  }

  /** As the others, with another key of seals. */
  public SecretResolver secrets(String key) {
    Map<String, String> all =
        Map.of("DB", TestPostgres.PASSWORD.reveal(), IDENTITY, identity, KEY, key);
    return ref -> new Secret(all.getOrDefault(ref.name(), ""));
  }

  /** How it is backed up. */
  public BackupSettings settings() {
    return java.util.Objects.requireNonNull(environment().backup());
  }

  /** The secret key that opens archives. */
  public Secret identity() {
    return new Secret(identity);
  }

  public Catalogue catalogue() {
    return new Catalogue(environment(), secrets());
  }

  public Target target() {
    DatabaseSettings settings = environment().database();
    if (settings == null) {
      throw new IllegalStateException();
    }
    return Target.of(settings, secrets());
  }

  /** Tables of a shop, with what a real one has around them. */
  public void fill(int rows) {
    TestPostgres.execute(
        database.dataSource(),
        "create schema auth",
        "create function auth.uid() returns uuid language sql stable as"
            + " $$ select nullif(current_setting('request.jwt.sub', true), '')::uuid $$",
        "do $$ begin create role shopper nologin; exception when duplicate_object then null; end"
            + " $$",
        "create table public.users (id uuid primary key default gen_random_uuid(),"
            + " email text not null unique, joined timestamptz not null default now())",
        "create table public.orders (id bigserial primary key, user_id uuid not null"
            + " references public.users, note text, amount numeric(10, 2), tags text[], raw bytea)",
        "create index orders_by_user on public.orders (user_id)",
        "alter table public.users enable row level security",
        "create policy own on public.users for select to shopper using (id = auth.uid())",
        "grant select on public.users to shopper",
        "insert into public.users (email) select 'u' || i || '@example.com' from"
            + " generate_series(1, "
            + rows
            + ") i",
        "insert into public.orders (user_id, note, amount, tags, raw) select id, repeat(md5(email),"
            + " 4), random() * 100, array[email, 'x'], decode(md5(email), 'hex') from"
            + " public.users");
  }
}
