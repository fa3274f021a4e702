package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** One sandbox in a directory at a time. The lock ends with the process, however it ends. */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;
  private final Path holder;

  private DirectoryLock(FileChannel channel, Path holder) {
    this.channel = channel;
    this.holder = holder;
  }

  /**
   * Takes the lock.
   *
   * @throws ProblemException where another sandbox holds it; says which process
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path holder = directory.resolve("sandbox.pid");
    FileChannel channel =
        FileChannel.open(
            directory.resolve("sandbox.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new ProblemException(
          new Problem(
              "Another sandbox uses this directory",
              directory.toString(),
              "process " + holderOf(holder) + " holds it",
              "Stop that process, or choose another directory with --data DIR"));
    }
    PrivateFiles.write(holder, ProcessHandle.current().pid() + "\n");
    return new DirectoryLock(channel, holder);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holderOf(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "of unknown number";
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(holder);
    channel.close();
  }
}
