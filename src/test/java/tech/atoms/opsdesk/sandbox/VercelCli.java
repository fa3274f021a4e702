package tech.atoms.opsdesk.sandbox;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The platform's real command line. It is installed by npm once, below {@code target} or where the
 * property {@code opsdesk.vercelCli} says, and again only where it is gone.
 */
final class VercelCli {
  static final String VERSION = "64.0.2";

  /** One of its dependencies is pinned to a version that was never published. */
  private static final String PACKAGE =
      """
      {"name": "command-line-of-the-tests", "private": true,
       "dependencies": {"vercel": "%s"}, "overrides": {"sandbox": "4.5.0"}}
      """
          .formatted(VERSION);

  private static final Duration REACHABLE = Duration.ofSeconds(8);
  private static final Duration INSTALLED = Duration.ofMinutes(4);
  private static final Duration DONE = Duration.ofSeconds(60);

  private final Path program;
  private final Path folder;
  private final String platform;
  private final String token;

  /** What one call came to. */
  record Result(int exit, String out, String err) {
    String all() {
      return out + err;
    }
  }

  private VercelCli(Path program, Path folder, String platform, String token) {
    this.program = program;
    this.folder = folder;
    this.platform = platform;
    this.token = token;
  }

  /**
   * Finds or installs it. The test is left out, with the reason, where there is no node, no npm, or
   * no registry that can be reached.
   */
  static void require() throws Exception {
    if (!isThere(home())) {
      install(home());
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("opsdesk.vercelCli", "target/vercel-cli")).toAbsolutePath();
  }

  /**
   * The one that is there.
   *
   * @param folder where it works, and keeps what it knows
   */
  static VercelCli open(Path folder, String platform, String token) throws IOException {
    Files.createDirectories(folder.resolve("app"));
    return new VercelCli(home().resolve("node_modules/vercel/dist/vc.js"), folder, platform, token);
  }

  private static boolean isThere(Path home) throws IOException {
    Path manifest = home.resolve("node_modules/vercel/package.json");
    return program("node") != null
        && Files.exists(manifest)
        && JsonMapper.builder()
            .build()
            .readTree(manifest.toFile())
            .path("version")
            .asText()
            .equals(VERSION);
  }

  private static void install(Path home) throws Exception {
    Path npm = program("npm");
    if (npm == null || program("node") == null) {
      throw leftOut("there is no node and npm here");
    }
    Path beside = Files.createDirectories(home.getParent());
    List<String> quick = List.of("--fetch-retries=0", "--fetch-timeout=5000", "--loglevel=error");
    Result asked = npm(npm, beside, REACHABLE, "view", quick, "vercel@" + VERSION, "version");
    if (asked.exit() != 0 || !asked.out().contains(VERSION)) {
      throw leftOut(
          "npm's registry cannot be reached: " + asked.all().lines().findFirst().orElse(""));
    }
    Path next = Files.createTempDirectory(beside, "vercel-cli");
    Files.writeString(next.resolve("package.json"), PACKAGE);
    Result installed =
        npm(
            npm,
            next,
            INSTALLED,
            "install",
            List.of("--no-audit", "--no-fund", "--loglevel=error"),
            "--ignore-scripts");
    if (installed.exit() != 0) {
      throw leftOut("npm did not install it: " + installed.all().strip());
    }
    try {
      Files.move(next, home);
    } catch (FileAlreadyExistsException e) {
      // Another run was quicker.
    }
  }

  private static RuntimeException leftOut(String why) {
    System.out.println("The real command line of the platform is not tried: " + why);
    return abort(why);
  }

  private static Result npm(
      Path npm, Path in, Duration limit, String verb, List<String> options, String... more)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(npm.toString(), verb));
    command.addAll(options);
    command.addAll(List.of(more));
    return run(command, in, "", limit, Map.of());
  }

  private static @Nullable Path program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .flatMap(
            directory ->
                Stream.of(name, name + ".exe", name + ".cmd").map(n -> Paths.get(directory, n)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** The folder with the project's files. */
  Path app() {
    return folder.resolve("app");
  }

  /** Calls it in the project's folder. */
  Result call(String... arguments) throws Exception {
    return told("", arguments);
  }

  /** The same with something to read from standard input. */
  Result told(String input, String... arguments) throws Exception {
    return as(token, input, arguments);
  }

  /** The same with another token. */
  Result as(String otherToken, String input, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                program.toString(),
                "--api",
                platform,
                "--token",
                otherToken,
                "--global-config",
                folder.resolve("config").toString()));
    command.addAll(List.of(arguments));
    return run(
        command,
        app(),
        input,
        DONE,
        Map.of("CI", "1", "VERCEL_TELEMETRY_DISABLED", "1", "NO_UPDATE_NOTIFIER", "1"));
  }

  private static Result run(
      List<String> command, Path in, String input, Duration limit, Map<String, String> variables)
      throws Exception {
    Path out = Files.createTempFile("cli", ".out");
    Path err = Files.createTempFile("cli", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(variables);
      Process process = builder.start();
      try (var standardInput = process.outputWriter()) {
        standardInput.write(input);
      }
      boolean over = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!over) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new Result(
          over ? process.exitValue() : -1,
          Files.readString(out),
          Files.readString(err) + (over ? "" : "\nended after " + limit));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
