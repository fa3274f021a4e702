package tech.atoms.opsdesk.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;
import tech.atoms.opsdesk.store.TestStores;

/** A real server with encryption, and certificates that do not fit. */
@Timeout(60)
class CertificateTest {
  private static final Secret PASSWORD = new Secret("certificate-test-password");
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("Authority").build();

  @TempDir static Path directory;
  private static @Nullable EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    write("localhost", signed().addSubjectAlternativeName("localhost").build());
    write(
        "expired", signed().addSubjectAlternativeName("localhost").validityInterval(1, 2).build());
    write("old", alone().validityInterval(1, 2).build());
    long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    write("early", alone().validityInterval(tomorrow, tomorrow + 1).build());
    pem("authority", AUTHORITY.certificatePem());
    pem("stranger", new HeldCertificate.Builder().certificateAuthority(0).build().certificatePem());
    serve("localhost");
    server =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(
                directory.resolve("data"),
                0,
                "certified",
                PASSWORD,
                Map.of(
                    "ssl",
                    "on",
                    "fsync",
                    "off",
                    "ssl_cert_file",
                    directory.resolve("served.pem").toString(),
                    "ssl_key_file",
                    directory.resolve("served.key").toString())));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static HeldCertificate.Builder signed() {
    return new HeldCertificate.Builder().signedBy(AUTHORITY).commonName("database");
  }

  /** Signed by nobody else, so that it is itself what is trusted. */
  private static HeldCertificate.Builder alone() {
    return new HeldCertificate.Builder()
        .commonName("database")
        .addSubjectAlternativeName("localhost");
  }

  private static void write(String name, HeldCertificate certificate) throws IOException {
    pem(name, certificate.certificatePem());
    Path key = directory.resolve(name + ".key");
    Files.writeString(key, certificate.privateKeyPkcs8Pem());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private static Path pem(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name + ".pem"), text);
  }

  private static EmbeddedPostgres server() {
    return java.util.Objects.requireNonNull(server);
  }

  private static MonitoredDatabase open(String host, @Nullable String authority, SslMode mode) {
    return new MonitoredDatabase(
        new DatabaseSettings(
            "postgresql://" + host + ":" + server().port() + "/postgres",
            "certified",
            new SecretRef(SecretRef.Scheme.ENV, "X"),
            mode,
            authority == null ? null : directory.resolve(authority + ".pem")),
        1,
        ref -> PASSWORD,
        InstantSource.system());
  }

  private static void refused(MonitoredDatabase opened, String words) {
    try (opened) {
      assertThatThrownBy(opened::connectionFigures)
          .satisfies(e -> FiguresTest.isKind(e, "NOT_TRUSTED"))
          .hasMessageContaining(words);
    }
  }

  @Test
  void theRightCertificateIsTrusted() {
    try (MonitoredDatabase database = open("localhost", "authority", SslMode.VERIFY_FULL)) {
      assertThat(database.connectionFigures().inUse()).isPositive();
    }
  }

  @Test
  void aStrangersCertificateIsNot() {
    refused(open("localhost", "stranger", SslMode.VERIFY_FULL), "certificate is not trusted");
    refused(open("localhost", null, SslMode.VERIFY_FULL), "certificate is not trusted");
  }

  @Test
  void aStoreWithoutAnAuthorityFileTrustsTheSystemsAuthorities() {
    DatabaseSettings settings =
        new DatabaseSettings(
            "postgres://localhost:" + server().port() + "/postgres",
            "certified",
            new SecretRef(SecretRef.Scheme.ENV, "X"),
            SslMode.VERIFY_FULL,
            null);
    try (Store store = TestStores.opening(new StoreSettings.External(settings, ref -> PASSWORD))) {
      assertThat(store.awaitOpened(Duration.ofSeconds(30))).isEqualTo(Store.State.DOWN);
      assertThat(String.valueOf(store.trouble())).contains("PKIX").doesNotContain("root.crt");
    }
  }

  @Test
  void aCertificateForAnotherHostIsNot() {
    refused(open("127.0.0.1", "authority", SslMode.VERIFY_FULL), "is for another host");
    try (MonitoredDatabase database = open("127.0.0.1", "authority", SslMode.VERIFY_CA)) {
      assertThat(database.connectionFigures().inUse()).as("name unchecked").isPositive();
    }
  }

  @Test
  void aMissingAuthorityFileIsNamed() {
    refused(open("localhost", "nowhere", SslMode.VERIFY_FULL), "root certificate file");
  }

  /** Served, trusted through, words: the last two are themselves the trusted certificate. */
  @ParameterizedTest
  @CsvSource({
    "expired, authority, has expired",
    "old, old, it expired on 1970-01-01T00:00:00Z",
    "early, early, is not valid yet"
  })
  void aCertificateOutsideItsDatesIsNot(String served, String trusted, String words)
      throws IOException {
    serve(served);
    try {
      Awaitility.await()
          .untilAsserted(() -> refused(open("localhost", trusted, SslMode.VERIFY_FULL), words));
    } finally {
      serve("localhost");
      Awaitility.await().ignoreExceptions().untilAsserted(this::theRightCertificateIsTrusted);
    }
  }

  private static void serve(String name) throws IOException {
    for (String ending : List.of(".pem", ".key")) {
      Files.copy(
          directory.resolve(name + ending),
          directory.resolve("served" + ending),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    if (server != null) {
      TestPostgres.execute(server().dataSource("postgres"), "select pg_reload_conf()");
    }
  }
}
