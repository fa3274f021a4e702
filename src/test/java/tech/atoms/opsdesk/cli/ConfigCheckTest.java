package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tech.atoms.opsdesk.environment.DesktopKeyring;
import tech.atoms.opsdesk.environment.Secrets;

class ConfigCheckTest {
  private static final String CANARY = "hunter2-canary-1234";
  private static final String PROFILE =
      """
      environments:
        - name: production
          kind: production
          server: {baseUrl: "https://atoms.example.com", token: env:ATOMS_TOKEN}
          database:
            url: postgresql://db.example.com:5432/postgres
            user: monitor
            password: env:DATABASE_PASSWORD
            sslmode: require
        - name: local
          kind: sandbox
          server: {baseUrl: "http://127.0.0.1:8000"}
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path file = Path.of("");

  @BeforeEach
  void profile() throws IOException {
    file = Files.writeString(directory.resolve("profile.yaml"), PROFILE);
  }

  private int run(Map<String, String> variables, String... args) {
    ConfigCheck check =
        new ConfigCheck(
            InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z")),
            new Secrets(variables, directory, DesktopKeyring::new));
    List<String> line = new ArrayList<>(List.of("--profile", file.toString()));
    line.addAll(Arrays.asList(args));
    return new CommandLine(check)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.toArray(String[]::new));
  }

  @Test
  void aDirectoryInPlaceOfAnEnvFileIsCalledOne() {
    run(Map.of(), "--env-file", directory.toString());
    assertThat(out.toString()).contains("it is a directory").doesNotContain("no such file");
  }

  /** Which of two authorities signs in is known to the server alone, and no file can tell. */
  @Test
  void twoAuthoritiesInAFileAreNotKnownToBeWrong() throws IOException {
    Path env =
        Files.writeString(
            directory.resolve(".env.production"),
            """
            FASTMCP_SERVER_AUTH=fastmcp.server.auth.providers.workos.AuthKitProvider
            ATOMS_FASTMCP_AUTH_MODE=supabase_jwt
            """);
    run(Map.of(), "--env-file", env.toString());
    assertThat(out.toString())
        .contains("unknown        One authority for sign-in: AuthKitProvider and supabase_jwt");
  }

  @Test
  void aWeaknessIsAWarningAndNotAFailure() {
    assertThat(run(Map.of("ATOMS_TOKEN", CANARY, "DATABASE_PASSWORD", CANARY + "2"))).isZero();
    assertThat(out.toString())
        .contains("ok       production.server.token: env:ATOMS_TOKEN is there")
        .contains("warning  production: database connection is not verified (sslmode=require)")
        .contains("4 checked, 0 missing, 1 weak")
        .doesNotContain(CANARY);
  }

  @Test
  void aPoolerOfTransactionsIsAWarning() throws IOException {
    Files.writeString(file, PROFILE.replace(":5432/", ":6543/"));
    assertThat(run(Map.of("ATOMS_TOKEN", CANARY, "DATABASE_PASSWORD", CANARY))).isZero();
    assertThat(out.toString())
        .contains("warning  production.database: port 6543 is a pooler of transactions");
  }

  @Test
  void theSecretsOfChannelsAreLookedAtAndTheirAddressesToo() throws IOException {
    Files.writeString(
        file,
        PROFILE
            + """
                channels:
                  - {name: ops, kind: slack, url: env:OPS}
                  - {name: hook, kind: webhook, url: env:HOOK, token: env:NONE}
            """);
    assertThat(
            run(
                Map.of("OPS", "http://hooks.example.com/" + CANARY, "HOOK", "https://h/" + CANARY),
                "--env",
                "local"))
        .isEqualTo(1);
    assertThat(out.toString())
        .contains("local.channels.ops.url: env:OPS, it is plain http, and not on this machine")
        .contains("ok       local.channels.hook.url: env:HOOK is there")
        .contains("missing  local.channels.hook.token: env:NONE")
        .doesNotContain(CANARY);
  }

  @Test
  void aMissingSecretFallsShort() throws IOException {
    assertThat(run(Map.of("ATOMS_TOKEN", CANARY), "--format", "json")).isEqualTo(1);
    JsonNode answer = new JsonMapper().readTree(out.toString());
    assertThat(answer.path("outcome").asText()).isEqualTo("fail");
    assertThat(answer.path("at").asText()).isEqualTo("2026-11-22T08:00:00Z");
    assertThat(answer.path("environments").toString()).isEqualTo("[\"production\",\"local\"]");
    JsonNode finding = answer.path("findings").path(2);
    assertThat(finding.path("id").asText()).isEqualTo("config.production.database.password");
    assertThat(finding.path("outcome").asText()).isEqualTo("fail");
    assertThat(finding.path("found").asText()).contains("DATABASE_PASSWORD", "not set");
    assertThat(finding.path("evidence").asText()).contains("variable DATABASE_PASSWORD");
    assertThat(out.toString()).doesNotContain(CANARY);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theSecretOfTheRoleThatWritesIsLookedAtToo() throws IOException {
    Files.writeString(
        file,
        PROFILE.replace(
            "      sslmode: require",
            "      sslmode: require\n      write: {user: writer, password: env:WRITE_PASSWORD}"));
    assertThat(run(Map.of("ATOMS_TOKEN", CANARY, "DATABASE_PASSWORD", CANARY))).isEqualTo(1);
    assertThat(out.toString())
        .contains("missing  production.database.write.password", "variable WRITE_PASSWORD");
  }

  @Test
  void theSecretOfTheRoleThatRestoresIsLookedAtToo() throws IOException {
    String backup =
        """
            backup:
              directory: backups
              recipients: [age1%s]
              signingKey: env:ATOMS_TOKEN
              restore: {user: owner, password: env:OWNER_PASSWORD}
            database:
        """
            .formatted("q".repeat(58));
    Files.writeString(file, PROFILE.replaceFirst("(?m)^ *database:\n", backup.indent(0)));
    assertThat(run(Map.of("ATOMS_TOKEN", CANARY, "DATABASE_PASSWORD", CANARY))).isEqualTo(1);
    assertThat(out.toString())
        .contains("missing  production.backup.restore.password", "variable OWNER_PASSWORD");
  }

  @Test
  void aCheckoutOrAnEnvFileThatIsNotThereFallsShort() throws IOException {
    Path checkout = Files.createDirectory(directory.resolve("checkout"));
    Path env = Files.writeString(directory.resolve(".env"), "X=1\n");
    Map<String, String> secrets = Map.of("ATOMS_TOKEN", CANARY, "DATABASE_PASSWORD", CANARY);
    String sources =
        "    kind: production\n    source: {checkout: %s, envFile: %s}".formatted(checkout, env);
    Files.writeString(file, PROFILE.replace("    kind: production", sources));
    assertThat(run(secrets)).isZero();
    assertThat(out.toString())
        .contains("ok       production.source.checkout: " + checkout + " is there")
        .contains("ok       production.source.envFile: " + env + " is there");

    Files.delete(env);
    Files.delete(checkout);
    Files.writeString(checkout, "");
    assertThat(run(secrets)).isEqualTo(1);
    assertThat(out.toString())
        .contains("missing  production.source.checkout: ", "it is not a readable directory")
        .contains("missing  production.source.envFile: " + env + ", there is nothing")
        .contains("6 checked, 2 missing, 1 weak");
  }

  @Test
  void aSecretThatOthersMayReadIsRefusedAndNotMissing() throws IOException {
    Path secret = Files.writeString(directory.resolve("token"), CANARY);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, PROFILE.replace("env:ATOMS_TOKEN", "file:token"));
    assertThat(run(Map.of("DATABASE_PASSWORD", CANARY))).isEqualTo(1);
    assertThat(out.toString())
        .contains("refused  production.server.token: file:token, others may use it")
        .contains("4 checked, 0 missing, 1 refused, 1 weak")
        .doesNotContain(CANARY);
  }

  @Test
  void maskingLeavesJsonWellFormed() throws IOException {
    Files.writeString(file, PROFILE.replace("env:ATOMS_TOKEN", "\"file:password=a\\\"b\""));
    assertThat(run(Map.of(), "--format", "json")).isEqualTo(1);
    assertThat(new JsonMapper().readTree(out.toString()).path("findings")).hasSize(4);
    assertThat(out.toString()).contains("password=****").doesNotContain("a\\\"b");
  }

  @Test
  void oneEnvironmentOnly() {
    assertThat(run(Map.of(), "--env", "local")).isZero();
    assertThat(out.toString()).contains("1 checked, 0 missing, 0 weak");
  }

  @Test
  void anUnknownEnvironmentIsWrongUseAndListsTheNames() {
    assertThat(run(Map.of(), "--env", "prod")).isEqualTo(2);
    assertThat(err.toString()).contains("the profile has production, local", "--env");
  }

  @Test
  void everyMistakeOfAMalformedProfileIsTold() throws IOException {
    Files.writeString(file, PROFILE.replace("user:", "usr:").replace("require", "requre"));
    assertThat(run(Map.of())).isEqualTo(2);
    assertThat(err.toString())
        .contains("The profile has 3 mistakes", "line 7, column 7", "did you mean `user`?")
        .contains("line 9, column 16", "did you mean `require`?");
    assertThat(run(Map.of(), "--format", "json")).isEqualTo(2);
    JsonNode answer = new JsonMapper().readTree(out.toString());
    assertThat(answer.path("error").path("what").asText()).isEqualTo("The profile has 3 mistakes");
    assertThat(answer.path("mistakes")).hasSize(3);
    assertThat(answer.path("mistakes").path(0).path("line").asInt()).isEqualTo(5);
  }

  @Test
  void aMissingProfileSaysWhatToDo() throws IOException {
    Files.delete(file);
    assertThat(run(Map.of())).isEqualTo(2);
    assertThat(err.toString())
        .contains("There is no profile", "opsdesk sandbox", "docs/profile.md");
  }

  @Test
  void theFirstOfSeveralEnvironmentsIsTheDefaultAndSaid() {
    EnvironmentCommand command =
        new EnvironmentCommand() {
          @Override
          protected int execute() {
            say(environment().name());
            return ExitCode.OK;
          }
        };
    new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("--profile", file.toString());
    assertThat(out.toString().strip()).isEqualTo("production");
    assertThat(err.toString()).contains("Environment: production (the first of production, local)");
  }
}
