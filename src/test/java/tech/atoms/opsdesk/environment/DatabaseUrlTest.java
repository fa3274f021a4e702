package tech.atoms.opsdesk.environment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {
  private static String profile(String url, String more) {
    return ProfilesTest.SMALLEST
        + "    database:\n      user: monitor\n      url: \""
        + url
        + "\"\n"
        + more;
  }

  private static DatabaseSettings database(String url, String more) {
    return requireNonNull(
        ProfilesTest.parse(profile(url, more)).environments().getFirst().database());
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://db.example.com:5432/postgres, VERIFY_FULL",
    "postgres://db.example.com/postgres, VERIFY_FULL",
    "jdbc:postgresql://db.example.com/postgres, VERIFY_FULL",
    "postgresql://localhost/postgres, DISABLE",
    "postgresql://127.0.0.1:5433/postgres, DISABLE",
    "postgresql://[::1]:5433/postgres, DISABLE",
    "postgresql://127.0.0.1.example.com/postgres, VERIFY_FULL",
    "postgresql://localhost.example.com/postgres, VERIFY_FULL",
    "'postgresql://127.0.0.1,db.example.com/postgres', VERIFY_FULL",
    "postgresql://db.example.com/postgres?sslmode=verify-full, VERIFY_FULL"
  })
  void verifyFullIsTheDefaultForAllButLoopback(String url, SslMode mode) {
    assertThat(database(url, "").sslMode()).isEqualTo(mode);
  }

  @Test
  void anythingWeakerNeedsALineOfItsOwn() {
    String require = "postgresql://db.example.com/postgres?sslmode=require";
    assertThat(ProfilesTest.mistakes(profile(require, "")))
        .singleElement()
        .asString()
        .contains("database.url", "needs a line of its own, `sslmode: require`");
    assertThat(ProfilesTest.mistakes(profile(require, "      sslmode: verify-full\n")))
        .singleElement()
        .asString()
        .contains("the line `sslmode:` for another");
    DatabaseSettings weak = database(require, "      sslmode: require\n");
    assertThat(weak.sslMode()).isEqualTo(SslMode.REQUIRE);
    assertThat(weak.weaknesses())
        .containsExactly("database connection is not verified (sslmode=require)");
  }

  @Test
  void otherParametersAreKept() {
    assertThat(
            database(
                    "postgres://db.example.com/post%20gres?sslmode=verify-full&connectTimeout=5&new=x",
                    "")
                .jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.example.com/post%20gres?connectTimeout=5&new=x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://me:pw@db.example.com/x        | holds a user or a password
          postgresql://db.example.com/x?user=me      | holds a user or a password
          postgresql://db.example.com/x?Password=a   | holds a password
          postgresql://db.example.com/x?%70assword=a | holds a password
          postgresql://db.example.com                | names no database
          postgresql:///x                            | must have host:port
          postgresql://db.example.com:0/x            | port
          postgresql://db.example.com:pw/x           | must have host:port
          postgresql://db.example.com/x?ssl=false    | sets `ssl`
          postgresql://db.example.com/x?sslfactory=a | sets `sslfactory`
          postgresql://db.example.com/x?sslrootcert=a | rootCertificate
          postgresql://db.example.com/x?sslmode=allow | unknown sslmode; allowed: disable, prefer
          postgresql://db.example.com/x?a=%zz        | hexadecimal
          postgresql://db.example.com/x?a=1&a=2      | twice
          postgresql://db.example.com/x?a            | name=value
          """)
  void whatAUrlMayNotHold(String url, String message) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url)).hasMessageContaining(message);
    assertThat(ProfilesTest.mistakes(profile(url, ""))).hasSize(1);
  }

  @Test
  void verifyingWithoutACertificateTrustsTheSystem() {
    DatabaseSettings settings =
        new DatabaseSettings("postgres://h/d", "me", null, SslMode.VERIFY_FULL, null);
    assertThat(settings.connectionProperties())
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslfactory", VerifyingSocketFactory.class.getName())
        .doesNotContainKey("sslrootcert");
    assertThat(
            new DatabaseSettings("postgres://h/d", "me", null, SslMode.VERIFY_CA, Path.of("/ca"))
                .connectionProperties())
        .containsEntry("sslrootcert", "/ca")
        .containsEntry("sslfactory", VerifyingSocketFactory.class.getName());
    assertThat(
            new DatabaseSettings("postgres://h/d", "me", null, SslMode.REQUIRE, null)
                .connectionProperties())
        .doesNotContainKey("sslfactory");
  }

  @Test
  void weaknessesOfAnEnvironment() {
    String text =
        profile("postgresql://db.example.com/x", "      sslmode: disable\n")
            .replace("http://127.0.0.1:8000", "http://example.com");
    assertThat(ProfilesTest.parse(text).environments().getFirst().weaknesses())
        .containsExactly(
            "database connection is not encrypted (sslmode=disable)",
            "server is read over plain http (http://example.com)");
    assertThat(
            ProfilesTest.parse(profile("postgresql://127.0.0.1/x", ""))
                .environments()
                .getFirst()
                .weaknesses())
        .isEmpty();
  }
}
