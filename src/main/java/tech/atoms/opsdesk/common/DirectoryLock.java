package tech.atoms.opsdesk.common;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ownership of a directory by one living process: a lock on a file that holds the owner's pid. The
 * operating system releases it however the owner ends.
 */
public final class DirectoryLock implements AutoCloseable {
  /**
   * What this process holds. Static because POSIX locks belong to the process: closing any second
   * descriptor of the file would drop the lock, so it must not even be opened twice.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @param lockFile the file, made where missing
   * @return the lock
   * @throws HeldException where a living process, perhaps this one, has it
   * @throws IOException where the file cannot be made or written
   */
  public static DirectoryLock acquire(Path lockFile) throws IOException {
    Path file = lockFile.toAbsolutePath().normalize();
    if (!HELD.add(file)) {
      throw new HeldException(file, ProcessHandle.current().pid());
    }
    DirectoryLock lock = null;
    try {
      lock = open(file);
      return lock;
    } finally {
      if (lock == null) {
        HELD.remove(file);
      }
    }
  }

  /**
   * Whether a living process, perhaps this one, has the lock now.
   *
   * @param lockFile the file; where it is missing, nobody has
   * @throws IOException where it cannot be opened
   */
  public static boolean isHeld(Path lockFile) throws IOException {
    Path file = lockFile.toAbsolutePath().normalize();
    if (HELD.contains(file)) {
      return true;
    }
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    }
  }

  private static DirectoryLock open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean kept = false;
    try {
      if (channel.tryLock() == null) {
        throw new HeldException(file, pidIn(channel));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)),
          0);
      kept = true;
      return new DirectoryLock(file, channel);
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  private static @Nullable Long pidIn(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(32);
    int read = channel.read(content, 0);
    String text =
        new String(content.array(), 0, Math.max(read, 0), StandardCharsets.US_ASCII).strip();
    return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }

  /** Somebody else has the lock. */
  public static final class HeldException extends IOException {
    private static final long serialVersionUID = 1L;

    HeldException(Path file, @Nullable Long pid) {
      super(
          (pid == null ? "another process" : "process " + pid)
              + " owns it (lock file "
              + file.getFileName()
              + ")");
    }
  }
}
