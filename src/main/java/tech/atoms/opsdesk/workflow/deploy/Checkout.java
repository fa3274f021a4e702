package tech.atoms.opsdesk.workflow.deploy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.ignore.IgnoreNode;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Sha256;
import tech.atoms.opsdesk.provider.vercel.SourceFile;

/**
 * The files of a directory as they are deployed: without what its ignore file names, and never with
 * files of variables.
 *
 * @param files by path
 * @param digest over all paths and contents, 64 hexadecimal digits
 */
record Checkout(List<SourceFile> files, String digest) {
  private static final int MOST_FILES = 15_000;
  private static final long MOST_BYTES = 100L << 20;
  private static final Set<String> NEVER =
      Set.of(".git", ".hg", ".svn", ".vercel", "node_modules", "__pycache__", ".venv", "venv");

  /** Copies the list. */
  Checkout {
    files = List.copyOf(files);
  }

  long bytes() {
    return files.stream().mapToLong(file -> file.content().length).sum();
  }

  /**
   * Reads a directory.
   *
   * @throws ProblemException where it cannot be read, is empty, or is far too large
   */
  static Checkout read(Path directory) {
    List<SourceFile> files = new ArrayList<>();
    try {
      if (!Files.isDirectory(directory)) {
        throw unfit(directory, "it is no directory");
      }
      Files.walkFileTree(directory, new Reader(directory, ignore(directory), files));
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "The files cannot be read",
              directory.toString(),
              String.valueOf(e.getMessage()),
              "Mend that, or name another directory"),
          e);
    }
    if (files.isEmpty()) {
      throw unfit(directory, "it holds no file that would be deployed");
    }
    files.sort(Comparator.comparing(SourceFile::path));
    StringBuilder all = new StringBuilder();
    for (SourceFile file : files) {
      all.append(file.path()).append('\n').append(Sha256.hex(file.content())).append('\n');
    }
    return new Checkout(files, Sha256.hex(all.toString()));
  }

  private static IgnoreNode ignore(Path directory) throws IOException {
    IgnoreNode node = new IgnoreNode();
    for (String name : List.of(".vercelignore", ".gitignore")) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        node.parse(new ByteArrayInputStream(Files.readAllBytes(file)));
        break; // The platform's own command takes git's only where there is none of its own.
      }
    }
    return node;
  }

  private static ProblemException unfit(Path directory, String why) {
    return new ProblemException(
        new Problem(
            "The directory cannot be deployed",
            directory.toString(),
            why,
            "Name the directory of the checked-out sources"));
  }

  private static final class Reader extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final IgnoreNode ignore;
    private final List<SourceFile> files;
    private long bytes;

    Reader(Path directory, IgnoreNode ignore, List<SourceFile> files) {
      this.directory = directory;
      this.ignore = ignore;
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      boolean left = !path.equals(directory) && (isNever(path) || isIgnored(path, true));
      return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
      if (!attributes.isRegularFile() || isVariables(path) || isIgnored(path, false)) {
        return FileVisitResult.CONTINUE;
      }
      bytes += attributes.size();
      if (files.size() >= MOST_FILES || bytes > MOST_BYTES) {
        throw unfit(
            directory,
            "it holds more than %d files or %d MiB".formatted(MOST_FILES, MOST_BYTES >> 20));
      }
      files.add(new SourceFile(name(path), Files.readAllBytes(path)));
      return FileVisitResult.CONTINUE;
    }

    private String name(Path path) {
      return directory.relativize(path).toString().replace(java.io.File.separatorChar, '/');
    }

    private boolean isIgnored(Path path, boolean directories) {
      return ignore.isIgnored(name(path), directories) == IgnoreNode.MatchResult.IGNORED;
    }

    private static boolean isNever(Path path) {
      return NEVER.contains(String.valueOf(path.getFileName()));
    }

    /** Secrets belong to the platform, not into a deployment. */
    private static boolean isVariables(Path path) {
      String name = String.valueOf(path.getFileName());
      return name.equals(".env") || name.startsWith(".env.");
    }
  }
}
