package tech.atoms.opsdesk.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that only their owner may use, whole or not at all. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /**
   * Writes a file by way of a second one beside it. The directories above are made (0700).
   *
   * @param replace whether a file of that name may be replaced
   * @throws FileAlreadyExistsException where it exists and may not be replaced
   */
  public static void write(Path file, String text, boolean replace) throws IOException {
    Path directory = file.toAbsolutePath().resolveSibling("");
    directory(directory);
    boolean posix =
        Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class);
    // A link to the file stays one.
    Path target = replace && Files.exists(file) ? file.toRealPath() : file;
    Path temporary =
        Files.createTempFile(
            target.resolveSibling(""), ".opsdesk", ".tmp", attributes(posix, "rw-------"));
    try {
      try (FileChannel channel = FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      if (replace) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        claim(temporary, target);
      }
      force(target.toAbsolutePath().resolveSibling(""));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Forces a name to the disk, where the system can: a mark must outlast a loss of power. */
  private static void force(Path directory) {
    if (java.io.File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        // The file is there and whole; a system of files that forces no directory is as it is.
      }
    }
  }

  /** Makes a directory that only its owner may enter, with those above it; leaves one that is. */
  public static void directory(Path directory) throws IOException {
    FileStore store = Files.getFileStore(existing(directory.toAbsolutePath()));
    boolean posix = store.supportsFileAttributeView(PosixFileAttributeView.class);
    Files.createDirectories(directory, attributes(posix, "rwx------"));
  }

  /** A link is made only where nothing has the name; a move would replace what came between. */
  private static void claim(Path temporary, Path target) throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (UnsupportedOperationException e) {
      Files.move(temporary, target);
    }
  }

  /** Removes a file that may not be there. */
  public static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path existing(Path directory) {
    Path at = directory;
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  private static FileAttribute<?>[] attributes(boolean posix, String mode) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
