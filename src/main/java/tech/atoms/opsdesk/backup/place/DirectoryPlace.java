package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Sha256;

/**
 * A directory: of another disk, or of another machine that is mounted. It has to be there: where a
 * disk is not mounted, nothing is written into the directory that it would cover.
 */
final class DirectoryPlace implements Place {
  private static final String PARTIAL = ".partial";
  private static final int PIECE = 1 << 16;
  private static final String NOT_READ = "The copies cannot be read";
  private static final String NOT_WRITTEN = "The copy cannot be written";
  private static final String LOOK = "Look whether its disk is there, at its rights and its space";

  private final String name;
  private final Path root;

  DirectoryPlace(String name, Path root) {
    this.name = name;
    this.root = root;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String where() {
    return root.toString();
  }

  @Override
  public List<Item> list(String under) {
    Path start = root.resolve(under);
    try {
      requireRoot();
      if (Files.notExists(start)) {
        return List.of();
      }
      try (Stream<Path> files = Files.walk(start)) {
        return files
            .filter(one -> !one.toString().endsWith(PARTIAL))
            .filter(Files::isRegularFile)
            .map(this::item)
            .toList();
      }
    } catch (IOException e) {
      throw Troubles.at(this, NOT_READ, Troubles.why(e), LOOK, e);
    } catch (UncheckedIOException e) {
      throw Troubles.at(this, NOT_READ, why(e), LOOK, e);
    }
  }

  private static String why(UncheckedIOException thrown) {
    IOException cause = thrown.getCause();
    return cause == null ? String.valueOf(thrown.getMessage()) : Troubles.why(cause);
  }

  private Item item(Path file) {
    try {
      String relative = root.relativize(file).toString().replace('\\', '/');
      return new Item(relative, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream read(String file) {
    try {
      return Files.newInputStream(root.resolve(file));
    } catch (IOException e) {
      throw Troubles.at(this, NOT_READ, Troubles.why(e), LOOK, e);
    }
  }

  @Override
  public void write(String file, Path from, String sha256, LongConsumer sent) {
    Path to = root.resolve(file);
    Path partial = to.resolveSibling(to.getFileName() + PARTIAL);
    try {
      requireRoot();
      Path parent = to.getParent();
      if (parent != null) {
        PrivateFiles.directory(parent);
      }
      requireSpace(Files.size(from));
      try {
        String written = copy(from, partial, sent);
        if (!written.equals(sha256)) {
          throw new IOException(from.getFileName() + " is not what was written here once");
        }
        Files.move(
            partial, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(to.getParent());
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw Troubles.at(this, NOT_WRITTEN, Troubles.why(e), LOOK, e);
    }
  }

  private void requireRoot() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
  }

  private void requireSpace(long bytes) throws IOException {
    long left = Files.getFileStore(root).getUsableSpace();
    if (left < bytes) {
      throw new IOException("%d MB are needed, and %d MB are left".formatted(mb(bytes), mb(left)));
    }
  }

  private static long mb(long bytes) {
    return (bytes + 999_999) / 1_000_000;
  }

  private static String copy(Path from, Path to, LongConsumer sent) throws IOException {
    MessageDigest digest = Sha256.ofStream();
    try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest);
        FileChannel channel =
            FileChannel.open(
                to,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        OutputStream out = Channels.newOutputStream(channel)) {
      byte[] piece = new byte[PIECE];
      long all = 0;
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        out.write(piece, 0, n);
        all += n;
        sent.accept(all);
      }
      channel.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Forces a directory's entries to the disk, where the system can. */
  private static void force(@Nullable Path directory) throws IOException {
    if (directory != null && java.io.File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void delete(String file) {
    try {
      Path gone = root.resolve(file);
      Files.deleteIfExists(gone);
      removeEmpty(gone.getParent());
    } catch (IOException e) {
      throw Troubles.at(this, "The copy cannot be removed", Troubles.why(e), LOOK, e);
    }
  }

  /** A directory without files is none, as in a bucket. */
  private void removeEmpty(@Nullable Path directory) throws IOException {
    if (directory == null || directory.equals(root) || Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> left = Files.list(directory)) {
      if (left.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(directory);
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
