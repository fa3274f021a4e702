package tech.atoms.opsdesk.sandbox.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/**
 * Supabase's real command line, not changed in anything, against the sandbox's. It is installed by
 * npm once, below {@code target}; left out, with the reason, where there is no node, no npm, or no
 * registry.
 */
class SupabaseCliTest {
  private static final String VERSION = "3.1.0";
  private static final Path HOME = Path.of("target/supabase-cli").toAbsolutePath();
  private static final InstantSource CLOCK = InstantSource.system();

  private record Result(int exit, String told) {}

  @Test
  void listsBackupsAndStartsARecovery(@TempDir Path directory) throws Exception {
    require();
    try (SupabaseWorld world = new SupabaseWorld(directory, CLOCK)) {
      Path profile =
          Files.writeString(
              directory.resolve("profile.yaml"),
              """
              name: sandbox
              api_url: "%s"
              dashboard_url: "%s"
              project_host: localhost
              """
                  .formatted(world.url(), world.url()));
      Result listed = call(directory, profile, "list");
      assertThat(listed.exit()).as(listed.told()).isZero();
      assertThat(listed.told()).containsPattern("\\| true \\| true \\| \\d{10} ");
      String target = Long.toString(CLOCK.instant().minusSeconds(600).getEpochSecond());
      world.faults.set(Fault.PITR_OFF, null, null);
      Result refused = call(directory, profile, "restore", "-t", target, "--yes");
      assertThat(refused.exit()).isNotZero();
      assertThat(refused.told()).contains("400", "PITR is not enabled for this project.");
      world.faults.clear(Fault.PITR_OFF);
      long before = world.timeline();
      Result started = call(directory, profile, "restore", "-t", target, "--yes");
      assertThat(started.told()).contains("Started PITR restore: " + SupabaseHandler.PROJECT);
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> world.timeline() == before + 1);
    }
  }

  private static Result call(Path directory, Path profile, String verb, String... more)
      throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(
                    "node",
                    HOME.resolve("node_modules/supabase/dist/supabase.js").toString(),
                    "backups",
                    verb,
                    "--remote=" + SupabaseHandler.PROJECT),
                Stream.of(more))
            .toList();
    return run(
        command,
        directory,
        Duration.ofSeconds(30),
        Map.of(
            "SUPABASE_PROFILE",
            profile.toString(),
            "SUPABASE_ACCESS_TOKEN",
            SupabaseWorld.TOKEN.reveal(),
            "HOME",
            directory.toString(),
            "DO_NOT_TRACK",
            "1"));
  }

  private static void require() throws Exception {
    if (!isThere("node") || !isThere("npm")) {
      throw leftOut("there is no node and npm here");
    }
    if (Files.exists(HOME.resolve("node_modules/supabase/package.json"))) {
      return;
    }
    Path beside = Files.createDirectories(HOME.getParent());
    Result asked =
        run(
            List.of(
                "npm",
                "view",
                "--fetch-retries=0",
                "--fetch-timeout=5000",
                "supabase@" + VERSION,
                "version"),
            beside,
            Duration.ofSeconds(8),
            Map.of());
    if (asked.exit() != 0 || !asked.told().contains(VERSION)) {
      throw leftOut("npm's registry cannot be reached");
    }
    Path next = Files.createTempDirectory(beside, "supabase-cli");
    Files.writeString(
        next.resolve("package.json"),
        "{\"name\": \"command-line-of-the-tests\", \"private\": true,"
            + " \"dependencies\": {\"supabase\": \"%s\"}}".formatted(VERSION));
    Result installed =
        run(
            List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"),
            next,
            Duration.ofMinutes(3),
            Map.of());
    if (installed.exit() != 0) {
      throw leftOut("npm did not install it: " + installed.told().strip());
    }
    try {
      Files.move(next, HOME);
    } catch (FileAlreadyExistsException e) {
      // Another run was quicker.
    }
  }

  private static RuntimeException leftOut(String why) {
    System.out.println("Supabase's real command line is not tried: " + why);
    return abort(why);
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Paths.get(directory, program))
        .anyMatch(Files::isExecutable);
  }

  private static Result run(
      List<String> command, Path in, Duration limit, Map<String, String> variables)
      throws IOException, InterruptedException {
    Path told = Files.createTempFile("cli", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(told.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      builder.environment().putAll(variables);
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        return new Result(-1, Files.readString(told) + "\nended after " + limit);
      }
      return new Result(process.exitValue(), Files.readString(told));
    } finally {
      Files.delete(told);
    }
  }
}
