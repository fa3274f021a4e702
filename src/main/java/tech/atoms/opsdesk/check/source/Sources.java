package tech.atoms.opsdesk.check.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Problem;

/** Files of a checkout; nothing outside it is read. Every method blocks on the disk. */
public final class Sources {
  /** Longer files are refused. */
  public static final long LONGEST = 8L * 1024 * 1024;

  private static final int MOST_FILES = 1_000;
  private final Path root;

  private Sources(Path root) {
    this.root = root;
  }

  /**
   * The files of an environment's checkout.
   *
   * @param checkout its directory; null where the profile names none: unanswerable then
   */
  public static Fact<Sources> fact(@Nullable Path checkout) {
    return Fact.of(
        "checkout",
        Lane.MACHINE,
        facts -> {
          if (checkout == null || !Files.isDirectory(checkout)) {
            throw new Unanswerable(
                new Problem(
                    "The server's sources cannot be read",
                    checkout == null ? "environment's source.checkout" : checkout.toString(),
                    checkout == null ? "the profile names no checkout" : "there is no directory",
                    "Name the directory of the checked-out sources as source.checkout in the"
                        + " profile"),
                null);
          }
          return new Sources(checkout.toRealPath());
        });
  }

  /** The directory, without links. */
  public Path root() {
    return root;
  }

  /** Whether there is such a file. */
  public boolean has(String name) {
    Path file = inside(name);
    return file != null && Files.isRegularFile(file);
  }

  /**
   * The text of a file.
   *
   * @param name relative, with slashes
   * @return null where there is no such file inside the checkout
   * @throws Unanswerable where it is there and cannot be read
   */
  public @Nullable String text(String name) {
    Path file = inside(name);
    if (file == null || !Files.isRegularFile(file)) {
      return null;
    }
    try {
      if (Files.size(file) > LONGEST) {
        throw unreadable(name, "it is longer than 8 MiB", null);
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(name, e.getClass().getSimpleName(), e);
    }
  }

  /** When a file was written last; null where there is none inside the checkout. */
  public @Nullable Instant written(String name) {
    Path file = inside(name);
    try {
      return file == null || !Files.isRegularFile(file)
          ? null
          : Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw unreadable(name, e.getClass().getSimpleName(), e);
    }
  }

  /** Names of the files of a directory, sorted; empty where there is none. */
  public List<String> list(String directory) {
    Path path = inside(directory);
    if (path == null || !Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .limit(MOST_FILES)
          .toList();
    } catch (IOException e) {
      throw unreadable(directory, e.getClass().getSimpleName(), e);
    }
  }

  private @Nullable Path inside(String name) {
    try {
      Path file = root.resolve(name).normalize();
      return file.startsWith(root) && file.toRealPath().startsWith(root) ? file : null;
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }

  private Unanswerable unreadable(String name, String why, @Nullable Throwable cause) {
    return new Unanswerable(
        new Problem(
            "A file of the checkout cannot be read",
            root.resolve(name).toString(),
            why,
            "Look at the file and its rights"),
        cause);
  }
}
