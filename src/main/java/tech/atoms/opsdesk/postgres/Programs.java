package tech.atoms.opsdesk.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Builds the command lines of the server's programs. PostgreSQL refuses to run as root; there it
 * runs in a user namespace of its own ({@code unshare -U}), where it is nobody.
 */
final class Programs {
  private final Path home;
  private final boolean windows;
  private final boolean root;

  /**
   * The programs of an unpacked PostgreSQL.
   *
   * @param home holds {@code bin}
   */
  Programs(Path home) {
    this.home = home;
    this.windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    this.root = isRoot();
  }

  /** A process to start, input empty, both outputs together in {@code output}. */
  ProcessBuilder command(String program, List<String> arguments, ProcessBuilder.Redirect output) {
    List<String> line = new ArrayList<>();
    if (root) {
      line.addAll(List.of("unshare", "-U"));
    }
    line.add(home.resolve("bin").resolve(windows ? program + ".exe" : program).toString());
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    // Whatever PGPORT, PGDATA and their kin say about other servers must not reach ours.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(new File(windows ? "NUL" : "/dev/null")))
        .redirectOutput(output);
  }

  private static boolean isRoot() {
    Path self = Path.of("/proc/self");
    try {
      if (Files.exists(self)) {
        return Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
      }
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
    return "root".equals(System.getProperty("user.name"));
  }
}
