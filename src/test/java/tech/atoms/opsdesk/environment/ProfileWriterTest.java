package tech.atoms.opsdesk.environment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.ProblemException;

class ProfileWriterTest {
  private static final String CANARY = "hunter2-canary-0042";

  @TempDir Path directory;

  private Path profile() {
    return directory.resolve("config/profile.yaml");
  }

  private static NewEnvironment entered(String name) {
    return new NewEnvironment(
        name,
        EnvironmentKind.PRODUCTION,
        "https://atoms.example.com",
        "/api/mcp",
        new Secret(CANARY + "-token"),
        new NewEnvironment.NewDatabase(
            "postgresql://db.example.com:5432/postgres",
            "monitor: \"x\"",
            new Secret(CANARY),
            SslMode.REQUIRE));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void writesANewProfileWithSecretsBesideIt() throws IOException {
    Profile written = new ProfileWriter(profile(), null).add(entered("Atoms live"));
    assertThat(Profiles.load(profile())).isEqualTo(written);
    assertThat(Files.readString(profile())).doesNotContain(CANARY);
    assertThat(mode(profile())).isEqualTo("rw-------");
    DatabaseSettings database = requireNonNull(written.environments().getFirst().database());
    assertThat(database.user()).isEqualTo("monitor: \"x\"");
    assertThat(database.sslMode()).isEqualTo(SslMode.REQUIRE);
    assertThat(Secrets.of(profile()).resolve(requireNonNull(database.password())).reveal())
        .isEqualTo(CANARY);
    assertThat(mode(profile().resolveSibling("secrets"))).isEqualTo("rwx------");
    assertThat(files()).hasSize(3);
  }

  @Test
  void keepsWhatStandsInTheFile() throws IOException {
    Files.createDirectories(profile().getParent());
    String before = "# mine\n" + ProfilesTest.GOOD.stripTrailing();
    Files.writeString(profile(), before);
    Profile written = new ProfileWriter(profile(), null).add(entered("second"));
    assertThat(Files.readString(profile())).startsWith(before);
    assertThat(written.environments())
        .extracting(Environment::name)
        .containsExactly("production", "sandbox", "second");
    assertThat(Profiles.load(profile())).isEqualTo(written);
  }

  @Test
  void aRefusedEnvironmentLeavesEverythingAsItWas() throws IOException {
    ProfileWriter writer = new ProfileWriter(profile(), null);
    writer.add(entered("first"));
    String before = Files.readString(profile());
    List<Path> files = files();
    assertThatThrownBy(() -> writer.add(entered("first"))).hasMessageContaining("same name");
    assertThatThrownBy(() -> writer.add(entered("<>"))).hasMessageContaining("must be 1 to 40");
    Files.createFile(profile().resolveSibling("secrets").resolve("other-database"));
    assertThatThrownBy(() -> writer.add(entered("other"))).hasMessageContaining("exists already");
    assertThat(Files.readString(profile())).isEqualTo(before);
    assertThat(files()).hasSize(files.size() + 1);
  }

  @Test
  void aListThatCannotBeContinuedIsSaid() throws IOException {
    Files.createDirectories(profile().getParent());
    for (String text :
        List.of(
            ProfilesTest.SMALLEST + "store: {url: \"postgresql://localhost/x\", user: me}\n",
            "environments: [{name: a, kind: sandbox, server: {baseUrl:"
                + " \"http://localhost\"}}]\n")) {
      Files.writeString(profile(), text);
      assertThatThrownBy(() -> new ProfileWriter(profile(), null).add(entered("new")))
          .hasMessageContaining("cannot be added");
      assertThat(Files.readString(profile())).isEqualTo(text);
    }
  }

  @Test
  void secretsGoIntoTheKeyringWhereAsked() throws IOException {
    Map<String, Secret> entries = new HashMap<>();
    Keyring keyring =
        new Keyring() {
          @Override
          public Optional<Secret> read(String name) {
            return Optional.ofNullable(entries.get(name));
          }

          @Override
          public void write(String name, Secret secret) {
            entries.put(name, secret);
          }
        };
    Profile written = new ProfileWriter(profile(), keyring).add(entered("live"));
    assertThat(written.environments().getFirst().server().token())
        .hasToString("keyring:live-token");
    assertThat(entries).containsOnlyKeys("live-token", "live-database");
    assertThat(files()).containsExactly(profile());
  }

  @Test
  void aPasswordInTheUrlIsRefusedAndNotShown() {
    NewEnvironment pasted =
        new NewEnvironment(
            "live",
            EnvironmentKind.STAGING,
            "https://me:" + CANARY + "@example.com",
            null,
            null,
            null);
    assertThatThrownBy(() -> new ProfileWriter(profile(), null).add(pasted))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("holds a user or a password")
        .hasMessageNotContaining(CANARY);
    assertThat(profile()).doesNotExist();
  }
}
