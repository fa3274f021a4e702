package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.history.StoredHistory;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** Against a store that holds ten minutes of samples. */
class MetricsQueryTest {
  private final Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(10);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  @TempDir Path directory;

  @BeforeEach
  void fill() {
    try (Store store = TestStores.open(TestStores.in(database));
        StoredHistory history = new StoredHistory(store, "filled", InstantSource.system())) {
      List<Sample> samples = new ArrayList<>();
      for (int second = 0; second < 600; second += 5) {
        Instant at = end.minusSeconds(second);
        samples.add(new Sample(Series.of(Metrics.CPU_USAGE), at, 40));
        samples.add(new Sample(Series.of(Metrics.TOOL_CALLS, "tool", "entity_tool"), at, 6));
        samples.add(new Sample(Series.of(Metrics.TOOL_CALLS, "tool", "query_tool"), at, 2));
      }
      history.record(samples);
      await().until(() -> history.waiting() == 0);
    }
  }

  @Test
  void givesEverySeriesOfTheMetricWithItsMeans() throws Exception {
    String calls = Metrics.TOOL_CALLS.name();
    assertThat(run(database.jdbcUrl(), calls, "--since", "15m", "--format", "json"))
        .as(err::toString)
        .isEqualTo(ExitCode.OK);
    JsonNode answer = new JsonMapper().readTree(out.toString());
    assertThat(answer.path("environment").asText()).isEqualTo("filled");
    assertThat(answer.path("outcome").asText()).isEqualTo("done");
    assertThat(answer.path("series")).hasSize(2);
    JsonNode first = answer.at("/series/0");
    assertThat(first.path("name").asText()).isEqualTo(calls);
    assertThat(first.at("/labels/tool").asText()).isEqualTo("entity_tool");
    assertThat(first.path("stepSeconds").asInt()).isPositive();
    assertThat(first.path("points")).hasSizeBetween(119, 121);
    assertThat(first.at("/points/0/1").asDouble()).isEqualTo(6, within(1e-9));
    assertThat(Instant.parse(first.at("/points/0/0").asText())).isBefore(end);
  }

  @Test
  void givesNoMorePointsThanAskedForAndOnlyThoseOfTheTime() throws Exception {
    assertThat(
            run(
                database.jdbcUrl(),
                "cpu_usage",
                "--since",
                "5m",
                "--points",
                "10",
                "--format",
                "json"))
        .isEqualTo(ExitCode.OK);
    JsonNode points = new JsonMapper().readTree(out.toString()).at("/series/0/points");
    assertThat(points.size()).isBetween(5, 10);
    points.forEach(point -> assertThat(point.get(1).asDouble()).isEqualTo(40, within(1e-9)));
  }

  @Test
  void whatWasNotRecordedIsSaidAndWhatIsNoMetricRefused() throws Exception {
    assertThat(run(database.jdbcUrl(), "memory_usage")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("Nothing was recorded of memory_usage");
    assertThat(run(database.jdbcUrl(), "coffee_level")).isNotEqualTo(ExitCode.OK);
    assertThat(err.toString()).contains("There is no such metric");
  }

  @Test
  void aStoreThatIsAwayIsUndetermined() throws Exception {
    assertThat(run("jdbc:postgresql://127.0.0.1:1/none", "cpu_usage"))
        .isEqualTo(ExitCode.UNDETERMINED);
    assertThat(err.toString()).contains("refused");
  }

  private int run(String url, String... arguments) throws Exception {
    Path password = directory.resolve("password");
    if (Files.notExists(password)) {
      Files.createFile(
          password,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(password, TestPostgres.PASSWORD.reveal());
    }
    Path profile = directory.resolve("profile.yaml");
    Files.writeString(
        profile,
        """
        environments:
          - name: filled
            kind: sandbox
            server: {baseUrl: "http://127.0.0.1:9"}
        store: {url: "%s", user: %s, password: "file:password"}
        """
            .formatted(url, TestPostgres.USER));
    List<String> all = new ArrayList<>(List.of("metrics", "query"));
    all.addAll(List.of(arguments));
    all.add("--profile=" + profile);
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
