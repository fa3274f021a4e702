package tech.atoms.opsdesk.common;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Directories with everything below them. */
public final class Trees {
  private Trees() {}

  /**
   * Removes a directory and everything below it, or a file; links are removed, not followed.
   * Nothing happens where there is none.
   */
  public static void remove(Path path) throws IOException {
    try {
      Files.walkFileTree(path, new Removing());
    } catch (NoSuchFileException e) {
      // It is gone already.
    }
  }

  private static final class Removing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException trouble)
        throws IOException {
      if (trouble != null) {
        throw trouble;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
