package tech.atoms.opsdesk.backup.dump;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Programs;

/**
 * PostgreSQL's own client programs of one major version. An archive that a newer pg_dump writes
 * cannot be read by the pg_restore of its server's version, and an older one does not dump a newer
 * server: only the same major fits.
 *
 * @param dump pg_dump
 * @param restore pg_restore
 * @param major e.g. 15
 * @param version e.g. "15.18"
 */
public record Client(Path dump, Path restore, int major, String version) {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)[.\\w]*)");
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int FIRST_WITH_ZSTD = 16;

  /** How it compresses: fast, and so that a damaged archive is noticed by its own check too. */
  public String compression() {
    return major >= FIRST_WITH_ZSTD ? "zstd:1" : "gzip:1";
  }

  /** The same as arguments of pg_dump; before 16 it knows gzip alone, by its level. */
  List<String> compressing() {
    return major >= FIRST_WITH_ZSTD ? List.of("--compress=zstd:1") : List.of("--compress=1");
  }

  /**
   * The client for a server's major version. Blocks for as long as the found programs take to tell
   * their version.
   *
   * @throws ProblemException where there is none, with those that there are
   */
  public static Client of(int major) throws InterruptedException {
    List<String> others = new ArrayList<>();
    for (Path dump : candidates(major)) {
      Matcher told = VERSION.matcher(told(dump));
      if (!told.find()) {
        continue;
      }
      Path restore = dump.resolveSibling(dump.getFileName().toString().replace("dump", "restore"));
      int found = Integer.parseInt(told.group(2));
      if (found == major && Files.isExecutable(restore)) {
        return new Client(dump, restore, major, told.group(1));
      }
      others.add(told.group(1) + " (" + dump + ")");
    }
    throw new ProblemException(
        new Problem(
            "There is no pg_dump for this server",
            "this machine",
            "the server is PostgreSQL "
                + major
                + ", and only a client of the same major version fits; found: "
                + Few.of(others),
            "Install the client programs of PostgreSQL "
                + major
                + ", e.g. postgresql-client-"
                + major));
  }

  private static Set<Path> candidates(int major) {
    Set<Path> all = new LinkedHashSet<>();
    String name = File.separatorChar == '\\' ? "pg_dump.exe" : "pg_dump";
    for (String directory :
        List.of(
            "/usr/lib/postgresql/" + major + "/bin",
            "/usr/pgsql-" + major + "/bin",
            "/opt/homebrew/opt/postgresql@" + major + "/bin",
            "/opt/homebrew/opt/libpq/bin",
            "/usr/local/opt/postgresql@" + major + "/bin",
            "/Library/PostgreSQL/" + major + "/bin",
            "C:\\Program Files\\PostgreSQL\\" + major + "\\bin")) {
      Path file = Path.of(directory).resolve(name);
      if (Files.isExecutable(file)) {
        all.add(file);
      }
    }
    Path found = Programs.ofThisMachine().find("pg_dump");
    if (found != null) {
      all.add(found);
    }
    return all;
  }

  private static String told(Path program) throws InterruptedException {
    try {
      return Programs.run(program, List.of("--version"), null, Map.of(), "", DEADLINE).output();
    } catch (IOException e) {
      return "";
    }
  }
}
