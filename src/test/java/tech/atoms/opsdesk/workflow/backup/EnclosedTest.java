package tech.atoms.opsdesk.workflow.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Configuration;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.RestoreRun;
import tech.atoms.opsdesk.backup.dump.StoreDump;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Enclosure;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.Source;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** What lies beside a dump: the configuration and the desk's own records. */
class EnclosedTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String VARIABLES =
      """
      {"envs":[
        {"id":"1","key":"LOG_LEVEL","type":"plain","target":["production"],"value":"info","updatedAt":1795000000000},
        {"id":"2","key":"DATABASE_URL","type":"sensitive","target":["production"],"value":"","updatedAt":1795000001000},
        {"id":"3","key":"PREVIEW_ONLY","type":"encrypted","target":["preview"],"value":"p4ss-of-preview","decrypted":true}
      ]}\
      """;

  private @TempDir Path directory = Path.of(".");
  private final MockWebServer platform = Prompt.server();
  private BackedUp shop;
  private Environment environment;
  private Vercel vercel;

  @BeforeEach
  void open() throws Exception {
    BackedUp.needsClient();
    shop = new BackedUp(directory);
    shop.fill(20);
    platform.start();
    vercel =
        new Vercel(
            new PlatformSettings(
                URI.create("http://127.0.0.1:" + platform.getPort()),
                "atoms-mcp",
                "team_1",
                SecretRef.parse("env:TOKEN")),
            _ -> new Secret("token-of-the-test"),
            Duration.ofSeconds(5),
            Duration.ZERO);
    Files.writeString(directory.resolve("vercel.json"), "{\"regions\":[\"iad1\"]}");
    Files.writeString(directory.resolve("profile.yaml"), "environments: []");
    Environment plain = shop.environment();
    BackupSettings settings = requireNonNull(plain.backup());
    environment =
        new Environment(
            plain.name(),
            plain.kind(),
            plain.server(),
            plain.database(),
            null,
            plain.policy(),
            plain.contacts(),
            plain.samplingInterval(),
            new Source(directory, null),
            List.of(),
            new BackupSettings(
                settings.schemas(),
                settings.recipients(),
                settings.identity(),
                settings.signingKey(),
                settings.directory(),
                settings.maxAge(),
                directory.resolve("profile.yaml"),
                requireNonNull(settings.restore()),
                null,
                BackupSettings.Keep.USUAL,
                List.of()),
            plain.notices());
  }

  @AfterEach
  void close() {
    if (vercel != null) {
      vercel.close();
      platform.close();
    }
  }

  private Stored take(Enclosure... enclosures) throws InterruptedException {
    return new BackupSteps(
            environment,
            shop.secrets(),
            directory.resolve("work"),
            "here",
            List.of(enclosures),
            CLOCK)
        .taking()
        .take("", "Operator", "here");
  }

  private Configured configured() {
    return new Configured(environment, vercel.variables(), CLOCK);
  }

  private static Enclosed first(Stored backup) {
    return requireNonNull(backup.manifest()).enclosed().getFirst();
  }

  @Test
  void variablesAndFilesAreKeptEncryptedAndTheManifestTellsTheirNamesAlone() throws Exception {
    platform.enqueue(new MockResponse.Builder().body(VARIABLES).build());
    take(configured());
    Stored backup = shop.catalogue().all().getFirst();
    assertThat(first(backup).items())
        .extracting(Enclosed.Item::name, Enclosed.Item::whole)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("LOG_LEVEL", true),
            org.assertj.core.groups.Tuple.tuple("DATABASE_URL", false),
            org.assertj.core.groups.Tuple.tuple("PREVIEW_ONLY", true),
            org.assertj.core.groups.Tuple.tuple("vercel.json", true),
            org.assertj.core.groups.Tuple.tuple("profile.yaml", true));
    try (var files = Files.walk(backup.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain("p4ss-of-preview");
      }
    }
    Configuration kept;
    try (InputStream plain = new Archived(backup).enclosed(first(backup).file(), shop.identity())) {
      kept =
          JsonMapper.builder()
              .addModule(new JavaTimeModule())
              .build()
              .readValue(plain, Configuration.class);
    }
    Map<String, String> values =
        kept.variables().stream()
            .collect(
                Collectors.toMap(Configuration.Variable::key, one -> String.valueOf(one.value())));
    assertThat(values)
        .containsEntry("LOG_LEVEL", "info")
        .containsEntry("PREVIEW_ONLY", "p4ss-of-preview")
        .containsEntry("DATABASE_URL", "null");
    assertThat(kept.files()).extracting(Configuration.TextFile::text).contains("environments: []");
    assertThat(kept.toString() + kept.variables()).doesNotContain("p4ss");
  }

  @Test
  void aPlatformThatDoesNotAnswerCostsTheConfigurationAndNotTheBackup() throws Exception {
    platform.enqueue(new MockResponse.Builder().code(403).build());
    Stored backup = take(configured());
    assertThat(first(backup).isThere()).isFalse();
    assertThat(first(backup).problem()).contains("403");
    assertThat(backup.directory().resolve("configuration.json.age")).doesNotExist();
    assertThat(shop.catalogue().all().getFirst().state()).isEqualTo(Stored.State.TAKEN);
  }

  @Test
  void theRecordsOfTheDeskAreRestoredByPostgresqlAlone() throws Exception {
    try (Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()))) {
      try (Connection connection = store.dataSource().orElseThrow().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "insert into change_freeze (environment, from_at, until_at, reason, by_name, login)"
                + " values ('shop', now(), now(), 'peak', 'Olga', 'olga')");
      }
      Stored backup = take(new StoreDump(store));
      assertThat(first(backup).problem()).isEmpty();
      TestPostgres.Database empty = TestPostgres.createDatabase();
      try (InputStream plain =
          new Archived(backup).enclosed(first(backup).file(), shop.identity())) {
        RestoreRun.into(
            Client.of(15),
            Target.here(empty.port(), empty.name(), TestPostgres.USER, TestPostgres.PASSWORD),
            "test",
            plain);
      }
      try (Connection connection = empty.dataSource().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select reason from opsdesk.change_freeze")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("peak");
      }
    }
  }

  @Test
  void whatWasChangedBesideTheDumpIsNoticed() throws Exception {
    platform.enqueue(new MockResponse.Builder().body(VARIABLES).build());
    Stored backup = take(configured());
    Manifest manifest = requireNonNull(backup.manifest());
    Path file = backup.directory().resolve(manifest.enclosed().getFirst().file());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    Archived archived = new Archived(backup);
    archived.requireWhole();
    assertThatThrownBy(archived::requireEnclosed)
        .hasMessageContaining("configuration.json.age is not what was written");
  }
}
