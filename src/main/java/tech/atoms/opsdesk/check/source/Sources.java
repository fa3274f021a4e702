package tech.atoms.opsdesk.check.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
  private static final int MOST_OF_TREE = 20_000;
  private static final Set<String> FOREIGN =
      Set.of("node_modules", "venv", "env", "__pycache__", "build", "dist", "target");

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

  /**
   * Names of all files, relative, with slashes; not of hidden directories, nor of those that tools
   * fill.
   *
   * @throws Unanswerable where there are too many to look at
   */
  public List<String> tree() {
    List<String> names = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes of) {
              String name = String.valueOf(directory.getFileName());
              boolean foreign = name.startsWith(".") || FOREIGN.contains(name);
              return foreign && !directory.equals(root)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
              if (names.size() == MOST_OF_TREE) {
                throw unreadable("", "it holds more than " + MOST_OF_TREE + " files", null);
              }
              names.add(root.relativize(file).toString().replace('\\', '/'));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw unreadable("", e.getClass().getSimpleName(), e);
    }
    return names;
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
