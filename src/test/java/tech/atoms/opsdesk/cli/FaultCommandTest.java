package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T09:00:00Z"));

  private final Faults faults = new Faults(CLOCK);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path profile;
  private Path token;
  private PlatformServer platform;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    platform =
        new PlatformServer(
            0,
            new Secret("token-of-the-test"),
            PlatformState.open(directory.resolve("platform.json"), 1, CLOCK),
            "atomcp.sandbox.localhost",
            faults,
            () -> {},
            CLOCK,
            (ago, in, from, issuer, audience, somebody) -> "token",
            new RequestLog(CLOCK),
            build -> {});
    platform.start();
    token = directory.resolve("token");
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, "token-of-the-test");
    profile = profile(directory.resolve("profile.yaml"), "sandbox", platform.baseUrl());
  }

  @AfterAll
  void stop() {
    platform.close();
  }

  @Test
  void switchesListsAndClears() throws Exception {
    assertThat(run("set", "slow-responses", "--value", "750", "--for", "30s")).isZero();
    assertThat(out).asString().contains("slow-responses", "on", "750 delay in ms", "09:00:30Z");
    assertThat(faults.value(Fault.SLOW_RESPONSES)).isEqualTo(750);

    assertThat(run("list", "--format", "json")).isZero();
    JsonNode answer = JsonMapper.builder().build().readTree(out.toString());
    assertThat(answer.path("environment").asText()).isEqualTo("practice");
    assertThat(answer.path("outcome").asText()).isEqualTo("done");
    assertThat(answer.path("at").asText()).endsWith("Z");
    assertThat(answer.path("faults")).hasSize(Fault.values().length);
    JsonNode first = answer.at("/faults/0");
    assertThat(first.path("name").asText()).isEqualTo("slow-responses");
    assertThat(first.path("active").asBoolean()).isTrue();
    assertThat(first.path("value").asDouble()).isEqualTo(750);
    assertThat(first.path("until").asText()).isEqualTo("2026-11-22T09:00:30Z");
    assertThat(answer.at("/faults/1/until").isNull()).isTrue();

    assertThat(run("clear", "slow-responses")).isZero();
    assertThat(faults.active(Fault.SLOW_RESPONSES)).isFalse();
  }

  @Test
  void namesTheFaultsWhereOneIsUnknown() {
    assertThat(run("set", "coffee-out")).isEqualTo(ExitCode.USAGE);
    assertThat(err).asString().contains("coffee-out", "lock-chain", "rate-limit-off");
    assertThat(run("set", "slow-responses", "--for", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(run("set", "slow-responses", "--value", "-3")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void refusesAValueOutOfTheFaultsRange() {
    assertThat(run("set", "error-rate", "--value", "400")).isEqualTo(ExitCode.USAGE);
    assertThat(err).asString().contains("out of range", "0.1 to 100");
    assertThat(faults.active(Fault.ERROR_RATE)).isFalse();
    assertThat(run("set", "cache-cold", "--value", "7")).isEqualTo(ExitCode.USAGE);
    assertThat(err).asString().contains("cache-cold takes no value");
    assertThat(run("set", "error-rate", "--value", "0.5")).isZero();
    assertThat(run("clear", "error-rate")).isZero();
  }

  @Test
  void everyUsualValueIsAllowed() {
    assertThat(Fault.values()).allMatch(fault -> fault.allows(fault.usualValue()));
  }

  @Test
  void saysThatNoSandboxRuns(@TempDir Path directory) throws Exception {
    Path dead =
        profile(directory.resolve("dead.yaml"), "sandbox", URI.create("http://127.0.0.1:9"));
    assertThat(runWith(dead, "list")).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(err).asString().contains("does not answer", "opsdesk sandbox");
  }

  @Test
  void refusesWhatIsNoSandbox(@TempDir Path directory) throws Exception {
    Path staging = profile(directory.resolve("staging.yaml"), "staging", platform.baseUrl());
    assertThat(runWith(staging, "set", "database-paused")).isEqualTo(ExitCode.USAGE);
    assertThat(err).asString().contains("sandbox only");
    assertThat(faults.active(Fault.DATABASE_PAUSED)).isFalse();
  }

  @Test
  void readsShortAndIsoDurations() {
    ShortDuration reader = new ShortDuration();
    assertThat(reader.convert("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(reader.convert("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(reader.convert("2h")).isEqualTo(Duration.ofHours(2));
    assertThat(reader.convert("PT1M30S")).isEqualTo(Duration.ofSeconds(90));
  }

  private int run(String... arguments) {
    return runWith(profile, arguments);
  }

  private int runWith(Path file, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of("fault"));
    all.addAll(List.of(arguments));
    all.add("--profile=" + file);
    CommandLine command = Opsdesk.commandLine(List.of());
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private Path profile(Path file, String kind, URI api) throws Exception {
    return Files.writeString(
        file,
        """
        environments:
          - name: practice
            kind: %s
            server: {baseUrl: "http://127.0.0.1:9"}
            platform: {apiUrl: "%s", project: atoms-mcp, token: "file:%s"}
        """
            .formatted(kind, api, token));
  }
}
