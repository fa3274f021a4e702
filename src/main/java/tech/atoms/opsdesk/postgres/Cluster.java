package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.environment.Secret;

/**
 * The files of one embedded server, below one directory: {@code cluster} (PostgreSQL's data
 * directory), {@code server.log} and {@code owner.lock}.
 *
 * @param root the directory
 */
record Cluster(Path root) {
  private static final int INIT_OUTPUT_LIMIT = 1 << 16;

  /** PostgreSQL's data directory proper. */
  Path directory() {
    return root.resolve("cluster");
  }

  /** Whether a path is PostgreSQL's data directory, also by another spelling, e.g. a link. */
  boolean isAt(Path other) {
    try {
      return Files.isSameFile(other, directory());
    } catch (IOException e) {
      return false;
    }
  }

  /** The server's output. */
  Path logFile() {
    return root.resolve("server.log");
  }

  /** Locked by the process that owns the server. */
  Path lockFile() {
    return root.resolve("owner.lock");
  }

  /** Makes the directory, readable by this user alone. */
  void createRoot() throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
      ownerOnly(root, true);
    }
  }

  /**
   * Checks that the directory is ours and of the right version.
   *
   * @throws ProblemException where it is not
   */
  void check() throws IOException {
    if (!Files.exists(directory())) {
      refuseForeign();
      return;
    }
    Path versionFile = directory().resolve("PG_VERSION");
    if (!Files.isRegularFile(versionFile)
        || !Files.isRegularFile(directory().resolve("global").resolve("pg_control"))) {
      throw new ProblemException(
          new Problem(
              "The PostgreSQL data directory is damaged",
              directory().toString(),
              "PG_VERSION or global/pg_control is missing",
              "Move it away to begin anew, or put a backup in its place"));
    }
    String version = Files.readString(versionFile, StandardCharsets.ISO_8859_1).strip();
    if (!version.equals(PostgresBinaries.MAJOR)) {
      throw new ProblemException(
          new Problem(
              "The PostgreSQL data directory is of another version",
              directory().toString(),
              "it says " + version + ", this program brings " + PostgresBinaries.MAJOR,
              "Use the program that wrote it, or move the directory away to begin anew"));
    }
  }

  private void refuseForeign() throws IOException {
    try (var content = Files.list(root)) {
      List<String> foreign =
          content
              .map(f -> f.getFileName().toString())
              .filter(n -> !n.startsWith("owner.lock") && !n.startsWith("server.log"))
              .filter(n -> !n.startsWith("cluster.") && !n.startsWith("password."))
              .sorted()
              .toList();
      if (!foreign.isEmpty()) {
        throw new ProblemException(
            new Problem(
                "The directory for PostgreSQL is not empty",
                root.toString(),
                "it holds " + foreign.getFirst() + ", which no embedded PostgreSQL made",
                "Name an empty directory"));
      }
    }
  }

  /**
   * Makes the data directory where there is none: in a staging directory first, so that a break in
   * the middle leaves nothing that looks finished.
   */
  void initialise(Programs programs, String superuser, Secret password)
      throws IOException, InterruptedException {
    if (Files.exists(directory())) {
      return;
    }
    Path staging = root.resolve("cluster.new");
    Trees.remove(staging);
    Path passwordFile = root.resolve("password.new");
    Files.deleteIfExists(passwordFile);
    Files.createFile(passwordFile);
    try {
      ownerOnly(passwordFile, false);
      Files.writeString(passwordFile, password.reveal() + "\n");
      runInitdb(programs, superuser, staging, passwordFile);
      moveInPlace(staging);
    } finally {
      Files.deleteIfExists(passwordFile);
      Trees.remove(staging);
    }
  }

  private void runInitdb(Programs programs, String superuser, Path staging, Path passwordFile)
      throws IOException, InterruptedException {
    Process initdb =
        programs
            .command(
                "initdb",
                List.of(
                    "--pgdata=" + staging,
                    "--username=" + superuser,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums"),
                ProcessBuilder.Redirect.PIPE)
            .start();
    try {
      String output =
          new String(initdb.getInputStream().readNBytes(INIT_OUTPUT_LIMIT), StandardCharsets.UTF_8);
      int code = initdb.waitFor();
      if (code != 0) {
        boolean full = output.toLowerCase(Locale.ROOT).contains("no space left");
        throw new ProblemException(
            new Problem(
                "The PostgreSQL data directory could not be made",
                directory().toString(),
                full ? "the disk is full" : "initdb: " + ServerLog.inOneLine(output),
                full ? "Make room, 100 MB at least" : "Choose another data directory"));
      }
    } finally {
      initdb.destroyForcibly();
    }
  }

  private void moveInPlace(Path staging) throws IOException {
    try {
      Files.move(staging, directory(), StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(staging, directory());
    }
  }

  private static void ownerOnly(Path path, boolean directory) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      EnumSet<PosixFilePermission> permissions =
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      if (directory) {
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
      }
      Files.setPosixFilePermissions(path, permissions);
    }
  }
}
