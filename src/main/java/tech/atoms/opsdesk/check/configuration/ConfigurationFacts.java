package tech.atoms.opsdesk.check.configuration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.check.deployment.VercelFile;
import tech.atoms.opsdesk.check.source.Malformed;
import tech.atoms.opsdesk.check.source.Parsed;
import tech.atoms.opsdesk.check.source.PlatformFacts;
import tech.atoms.opsdesk.common.Problem;

/** Where the variables are read from. */
public final class ConfigurationFacts {
  private static final long LONGEST = 1024 * 1024;

  private ConfigurationFacts() {}

  /**
   * Those that a deployment gets: the platform's, and what vercel.json sets besides.
   *
   * @param platform the platform
   * @param vercelFile the checkout's vercel.json, which need not be there
   */
  public static Fact<Settings> deployed(
      PlatformFacts platform, Fact<Parsed<VercelFile>> vercelFile) {
    return Fact.of(
        "server's variables",
        Lane.NONE,
        facts -> Settings.of(facts.get(platform.variables()), ofFile(facts, vercelFile)),
        platform.variables());
  }

  private static Map<String, Setting> ofFile(Facts facts, Fact<Parsed<VercelFile>> file)
      throws InterruptedException {
    Map<String, Setting> settings = new LinkedHashMap<>();
    VercelFile read;
    try {
      read = facts.get(file).value();
    } catch (Unanswerable noCheckout) {
      return settings;
    }
    if (read != null) {
      read.env()
          .forEach(
              (name, value) ->
                  settings.put(
                      name, new Setting(value, "vercel.json, line " + read.line("/env/" + name))));
    }
    return settings;
  }

  /**
   * Those of an env file.
   *
   * @param file null where none is named: unanswerable then
   */
  public static Fact<Settings> file(@Nullable Path file) {
    return Fact.of("env file", Lane.MACHINE, facts -> read(file));
  }

  /** Those of a process. */
  public static Fact<Settings> process(Map<String, String> variables) {
    return Fact.of("variables of the process", Lane.NONE, facts -> Settings.ofProcess(variables));
  }

  private static Settings read(@Nullable Path file) {
    try {
      if (file != null && Files.isDirectory(file)) {
        throw unreadable(file, "it is a directory");
      }
      if (file == null || !Files.isRegularFile(file)) {
        throw unreadable(file, "there is no such file");
      }
      if (Files.size(file) > LONGEST) {
        throw unreadable(file, "it is longer than 1 MiB");
      }
      String name = String.valueOf(file.getFileName());
      return Settings.of(
          name, EnvFile.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
    } catch (Malformed e) {
      throw unreadable(file, e.text());
    } catch (IOException e) {
      throw unreadable(file, e.getClass().getSimpleName());
    }
  }

  private static Unanswerable unreadable(@Nullable Path file, String why) {
    return new Unanswerable(
        new Problem(
            "The env file cannot be read",
            file == null ? "environment's source.envFile" : file.toString(),
            why,
            "Correct the file, or name another one"),
        null);
  }
}
